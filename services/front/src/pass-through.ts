/**
 * Pass-through logins: a phone whose user types the name and app password of the one upstream server that the operator
 * named. The front knows nothing of that server. It writes the login down as an enrolment, lets the cloud side judge it,
 * and looks at what became of the row.
 */
import { askFor } from '@anchorage/jobs';
import type { EnrolmentId } from '@anchorage/model';
import type { Message } from '@anchorage/syncml-codec';
import { basicLogin } from '@anchorage/syncml-session';
import type { Device } from '@anchorage/store';
import { awaitRow } from './await-row.ts';
import type { Front, PhoneRequest } from './front.ts';

export interface UpstreamLogin {
  readonly upstream: string;
  readonly username: string;
  readonly password: string;
  readonly deviceUri: string;
}

/**
 * What the upstream server makes of a login: `settled` (look at the device again), `refused` now, `known-refused` (it
 * was refused a while ago and not sent again), or no answer in time.
 */
export type UpstreamVerdict = 'settled' | 'refused' | 'known-refused' | 'later';

/**
 * Null unless pass-through is on, the line is private and the message carries a password that may be sent on. One in HTTP
 * may be meant for a proxy before us.
 */
export function upstreamLogin(
  { settings }: Pick<Front, 'settings'>,
  message: Message,
  request: Pick<PhoneRequest, 'private'>,
): UpstreamLogin | null {
  if (settings.upstream === null || !request.private) return null;
  const login = basicLogin(message);
  if (login === null || !isSendable(login.username) || !isSendable(login.password)) return null;
  return { ...login, upstream: settings.upstream, deviceUri: message.header.source.uri };
}

/** Waits for the verdict until the reply's deadline. The row stays: a phone that comes again finds the same one. */
export async function askUpstream(front: Front, login: UpstreamLogin): Promise<UpstreamVerdict> {
  const { store, clock, settings } = front;
  const deadline = clock.now() + Math.min(patience, settings.maxReplyDeadline);
  const enrolment = await store.enrolments.ask(login, mostEnrolments);
  if (enrolment === null) {
    front.logger.warn('too many logins wait for the upstream server');
    return 'later';
  }
  if (enrolment.state === 'refused') return 'known-refused';
  await askFor(front, { kind: 'enrol', enrolmentId: enrolment.id });
  const { id } = enrolment;
  const judged = async (): Promise<UpstreamVerdict | null> => {
    const row = await store.enrolments.get(id);
    if (row === null) return 'settled';
    return row.state === 'refused' ? 'refused' : null;
  };
  const isOurs = (job: { readonly kind: string; readonly enrolmentId?: EnrolmentId }): boolean =>
    job.kind === 'enrol' && job.enrolmentId === id;
  return (await awaitRow(front, judged, isOurs, deadline)) ?? 'later';
}

/** Has the upstream server the last word on this device's password, and has it said yes? */
export async function isTrusted({ store }: Pick<Front, 'store'>, device: Device): Promise<boolean> {
  const { passThrough } = device;
  if (passThrough === null) return true;
  if (passThrough.verifiedAt === null) return false;
  const link = await store.links.get(device.accountId, passThrough.linkId);
  return link !== null && link.status !== 'needs-login';
}

/** A password that the cloud has revoked must not open the replica for ever: asked again now and then, unawaited. */
export async function verifyAgain(front: Front, device: Device, login: UpstreamLogin | null): Promise<void> {
  const verifiedAt = device.passThrough?.verifiedAt ?? null;
  if (login === null || verifiedAt === null || front.clock.now() - verifiedAt < trustedFor) return;
  const enrolment = await front.store.enrolments.ask(login, mostEnrolments);
  if (enrolment?.state === 'pending') await askFor(front, { kind: 'enrol', enrolmentId: enrolment.id });
}

/** Rows without a verdict that nobody came back for, and refusals that are over. */
export function forgetEnrolments({ store, clock }: Pick<Front, 'store' | 'clock'>): Promise<number> {
  const now = clock.now();
  return store.enrolments.prune(now, now - enrolmentsKept);
}

/** No control characters: a name or password with one is no login of any server, but may be an attack on one. */
function isSendable(text: string): boolean {
  return text !== '' && text.length <= longest && !/\p{Cc}/u.test(text);
}

const longest = 255;
/** Strangers can add rows: more than anybody's phones, less than what hurts. */
const mostEnrolments = 2_000;
/** Milliseconds. Nothing is known of the phone yet; every known one waits this long. */
const patience = 15_000;
const trustedFor = 12 * 3_600_000;
const enrolmentsKept = 3_600_000;
