/**
 * Where a session stands, as a table.
 *
 * A sync is a sequence of packages, each of one or more messages, each closed by `Final` (SyncML Sync Protocol 1.1, 2.9
 * and 4 to 5). Package 1 opens datastores, 2 answers, 3 carries the phone's changes, 4 ours, 5 the phone's maps, 6
 * confirms them. Either side may need several messages for one package, and neither may close package n+1 before the
 * other has closed package n. The phase is therefore moved by four things only: the phone's `Final`, ours, the first
 * `Sync` element of a message (which may stand in package 1: Sync Protocol 1.1, 2.11), and an early end.
 *
 * What is not in the table cannot happen; asking for it is an error.
 */
import { SessionError, sessionErrorCodes } from './session-error.ts';

export const phases = [
  'init',
  'combined-in',
  'init-reply',
  'sync-in',
  'sync-out',
  'map-in',
  'map-out',
  'done',
  'suspended',
  'aborted',
] as const;
export type Phase = (typeof phases)[number];

export const phaseEvents = [
  /** A `Sync` element for a datastore of this session came in. */
  'sync-begun',
  /** The phone closed its package. */
  'phone-final',
  /** The phone closed packages 1 and 3 in one, but a datastore needs another sync type: it has to send it again. */
  'phone-final-refused',
  /** The phone, which saw nothing of package 4, sends package 3 once more. */
  'sync-repeated',
  /** The phone refused the message that closed our package, and wants to know who we are first. */
  'challenged',
  /** Our reply closed our package, and the phone has something left to say. */
  'server-final',
  /** Our reply closed our package, and no datastore expects anything of the phone any more. */
  'server-final-complete',
  'suspend',
  'abort',
] as const;
export type PhaseEvent = (typeof phaseEvents)[number];

export type PhaseTable = Readonly<Record<Phase, Readonly<Partial<Record<PhaseEvent, Phase>>>>>;

const ends = { suspend: 'suspended', abort: 'aborted' } as const;

export const phaseTable: PhaseTable = {
  // Package 1 comes in.
  init: { 'sync-begun': 'combined-in', 'phone-final': 'init-reply', ...ends },
  // Packages 1 and 3 come in together.
  'combined-in': {
    'sync-begun': 'combined-in',
    'phone-final': 'sync-out',
    'phone-final-refused': 'init-reply',
    ...ends,
  },
  // Package 2 goes out. Some phones repeat `Final` with each Alert 222; some do not wait for ours.
  'init-reply': {
    'sync-begun': 'sync-in',
    'phone-final': 'init-reply',
    'server-final': 'sync-in',
    'server-final-complete': 'done',
    ...ends,
  },
  // Package 3 comes in. A `Final` of ours repeats the end of package 2 for a phone that asks for more of it.
  'sync-in': {
    'sync-begun': 'sync-in',
    'phone-final': 'sync-out',
    'server-final': 'sync-in',
    challenged: 'init-reply',
    ...ends,
  },
  // Package 4 goes out. The phone's messages belong to package 5 already.
  'sync-out': {
    'sync-begun': 'sync-out',
    'sync-repeated': 'sync-in',
    'phone-final': 'sync-out',
    'server-final': 'map-in',
    'server-final-complete': 'done',
    ...ends,
  },
  // Package 5 comes in. A `Final` of ours repeats the end of package 4.
  'map-in': {
    'sync-begun': 'map-in',
    'sync-repeated': 'sync-in',
    'phone-final': 'map-out',
    'server-final': 'map-in',
    challenged: 'sync-out',
    ...ends,
  },
  // Package 6 goes out.
  'map-out': {
    'sync-begun': 'map-out',
    'phone-final': 'map-out',
    'server-final': 'done',
    'server-final-complete': 'done',
    ...ends,
  },
  // Late Maps are still taken (Funambol clients close a package too often and map afterwards).
  done: {
    'sync-begun': 'done',
    'phone-final': 'done',
    'server-final': 'done',
    'server-final-complete': 'done',
    ...ends,
  },
  suspended: {
    'sync-begun': 'suspended',
    'phone-final': 'suspended',
    'server-final': 'suspended',
    'server-final-complete': 'suspended',
    suspend: 'suspended',
    abort: 'suspended',
  },
  aborted: {
    'sync-begun': 'aborted',
    'phone-final': 'aborted',
    'server-final': 'aborted',
    'server-final-complete': 'aborted',
    suspend: 'aborted',
    abort: 'aborted',
  },
};

/** The phase after `event`. Throws `SessionError` `bad-transition` for what is not in the table. */
export function nextPhase(phase: Phase, event: PhaseEvent): Phase {
  const next = phaseTable[phase][event];
  if (next === undefined) {
    throw new SessionError(sessionErrorCodes.badTransition, `no step "${event}" from phase "${phase}"`);
  }
  return next;
}

/** Has the session come to its end, well or badly? */
export function isEnd(phase: Phase): boolean {
  return phase === 'done' || phase === 'suspended' || phase === 'aborted';
}
