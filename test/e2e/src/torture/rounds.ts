/**
 * Rounds of edits on both sides and a sync, during which one of the processes is killed with -9 at a moment drawn by lot
 * and started again. After each round, when everything has settled, every item that somebody made must be on both sides
 * exactly once, and what somebody deleted on neither.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { contactText, randomFrom } from '@anchorage/kit';
import type { Phone } from '@anchorage/kit';
import { patientTransport, simulatedPhone } from '../simulated-phone.ts';
import type { Person, SplitWorld } from '../split-world.ts';
import { nameOfCard } from './name-of-card.ts';

export const victims = ['front', 'front2', 'connector', 'redis', 'postgres'] as const;
export type Victim = (typeof victims)[number];

export interface RoundOutcome {
  readonly round: number;
  readonly victim: Victim;
  /** Milliseconds after the first message. */
  readonly moment: number;
  /** Names that somebody made and that a side lacks. */
  readonly lost: readonly string[];
  /** Names that a side has more than once, or has although they were deleted. */
  readonly doubled: readonly string[];
}

export interface TortureOptions {
  readonly world: SplitWorld;
  readonly rounds: number;
  readonly seed: number;
  readonly progress: (outcome: RoundOutcome) => void;
}

/** One after the other; a new person every few rounds, so that accounts stay small. */
export async function torture(options: TortureOptions): Promise<readonly RoundOutcome[]> {
  const { world, rounds, seed, progress } = options;
  const random = randomFrom(seed, 23);
  const outcomes: RoundOutcome[] = [];
  let subject: Subject | null = null;
  for (let round = 1; round <= rounds; round += 1) {
    if (subject === null || (round - 1) % roundsPerPerson === 0) subject = await newSubject(world, round);
    await edit(subject, random);
    const victim = victims[Math.floor(random() * victims.length)] ?? 'front';
    const moment = Math.floor(random() * latest);
    const killing = sleep(moment).then(() => kill(world, victim));
    await subject.phone.sync();
    await killing;
    await settle(world, subject);
    const outcome = { round, victim, moment, ...(await judge(subject)) };
    outcomes.push(outcome);
    progress(outcome);
    // What was lost once would be counted in every round to come.
    if (outcome.lost.length + outcome.doubled.length > 0) subject = null;
  }
  return outcomes;
}

interface Subject {
  readonly person: Person;
  readonly phone: Phone;
  /** Names that must be there. */
  readonly alive: Set<string>;
  seed: number;
}

async function newSubject(world: SplitWorld, round: number): Promise<Subject> {
  const person = await world.newPerson();
  const login = await world.operator.addDevice(person.account);
  const phone = simulatedPhone(
    { ...login, url: `${world.service('front').url}/sync` },
    {
      deviceUri: `IMEI:0000000000${String(round).padStart(5, '0')}`,
      datastores: { card: { type: 'text/vcard' } },
      transport: patientTransport(),
      route: (url, ordinal) =>
        url.replace(/^https?:\/\/[^/]+/, world.service(ordinal % 2 === 0 ? 'front' : 'front2').url),
    },
  );
  return { person, phone, alive: new Set(), seed: round * 10_000 };
}

/** New ones on both sides, one changed and one deleted on the phone. */
async function edit(subject: Subject, random: () => number): Promise<void> {
  const { phone, person, alive } = subject;
  const next = (): string => {
    subject.seed += 1;
    const text = contactText(subject.seed, 'text/vcard');
    alive.add(nameOfCard(text));
    return text;
  };
  const known = [...phone.items('card').entries()];
  const pick = (): readonly [string, string] | undefined =>
    known.splice(Math.floor(random() * known.length), 1)[0];
  if (known.length > 6) {
    const gone = pick();
    if (gone !== undefined) {
      phone.delete('card', gone[0]);
      alive.delete(nameOfCard(gone[1]));
    }
    const changed = pick();
    if (changed !== undefined)
      phone.replace('card', changed[0], changed[1].replace(/\r\nEND:VCARD/, '\r\nNOTE:changed\r\nEND:VCARD'));
  }
  for (let count = 3; count > 0; count -= 1) phone.add('card', next());
  for (let count = 2; count > 0; count -= 1) {
    const body = next();
    await person.put('contacts', `${subject.seed}.vcf`, body);
  }
}

async function kill(world: SplitWorld, victim: Victim): Promise<void> {
  if (victim !== 'redis' && victim !== 'postgres') return world.killAndRestart(victim);
  await world[victim].kill();
  await sleep(outage);
  await world[victim].restart();
}

/** Whatever the killed one left undone is done by the next sync and the sweeper. */
async function settle(world: SplitWorld, { person, phone }: Subject): Promise<void> {
  await world.operator.sync(person.account);
  await phone.sync();
  await world.operator.sync(person.account);
  await phone.sync();
}

async function judge({ phone, person, alive }: Subject): Promise<Pick<RoundOutcome, 'lost' | 'doubled'>> {
  const sides = [[...phone.items('card').values()], await person.bodies('contacts')].map((texts) =>
    texts.map(nameOfCard),
  );
  const lost = [...alive].filter((name) => sides.some((names) => !names.includes(name)));
  const doubled = sides.flatMap((names) =>
    names.filter((name, at) => names.indexOf(name) !== at || !alive.has(name)),
  );
  return { lost, doubled };
}

const roundsPerPerson = 20;
/** A sync of this size takes about a second. */
const latest = 1_500;
const outage = 300;
