/**
 * What goes wrong between a phone and the gateway, and between the gateway and the cloud. Each story has its own weather:
 * some faults never come, some come often, so that their combinations are tried apart.
 */
import type { Chance } from './chance.ts';

/** How often a fault hits where it could, in a story that has it. */
const usual = {
  /** The request never arrives; the phone sends it again. */
  'request lost': 0.1,
  /** It arrives, its reply does not; the phone sends it again. */
  'reply lost': 0.1,
  /** A WAP gateway delivers it twice. */
  doubled: 0.1,
  /** The phone's patience ends before the reply: it sends the message again while it is being worked on. */
  impatient: 0.08,
  /** A message of earlier in this session, or of an earlier one, arrives once more. */
  straggler: 0.12,
  /** The phone gives up; the message arrives some time later, in the middle of something else. */
  held: 0.03,
  /** The phone is gone before the request has arrived, */
  'gone before': 0.03,
  /** ... while it is being worked on, */
  'gone meanwhile': 0.03,
  /** ... before it has read the reply, */
  'gone after': 0.03,
  /** ... or after it has. */
  'gone later': 0.03,
  /** Its owner stops the sync; a phone of 1.2 says so. */
  suspended: 0.03,
  /** Somebody changes something in the cloud between two messages. */
  'cloud edit': 0.15,
  /** The phone's owner enters something new in the middle of a sync. */
  'phone edit': 0.06,
} as const;
export type Fault = keyof typeof usual;

const usualOfCloud = { slow: 0.03, away: 0.04, cut: 0.04 } as const;
export type CloudFault = keyof typeof usualOfCloud;

export interface Weather {
  hits(fault: Fault): boolean;
  cloud(fault: CloudFault): boolean;
  /** From now on nothing goes wrong, until the next storm. */
  calm(): void;
  storm(): void;
}

export function createWeather(chance: Chance): Weather {
  const rates = new Map<string, number>();
  for (const [fault, rate] of Object.entries({ ...usual, ...usualOfCloud })) {
    rates.set(fault, chance.hits(0.4) ? 0 : rate * chance.pick([0.5, 1, 2]));
  }
  let stormy = false;
  const hits = (fault: string): boolean => stormy && chance.hits(rates.get(fault) ?? 0);
  return { hits, cloud: hits, calm: () => void (stormy = false), storm: () => void (stormy = true) };
}
