/**
 * A session that began with a MAC: every message shows one of its own, and one without is not taken in (OMA Device
 * Management Security 1.2, "Integrity"). It is refused with a challenge, whose nonce is for the next try.
 */
import { authenticate, challenge, statusOf } from '@anchorage/syncml-session';
import type { AuthVerdict, ServerFacts } from '@anchorage/syncml-session';
import type { Dialect, Message } from '@anchorage/syncml-codec';
import type { Device } from '@anchorage/store';
import type { FoundSession } from './find-session.ts';
import type { Front, PhoneRequest } from './front.ts';
import { md5 } from './md5.ts';

export type Proof =
  | { readonly kind: 'enough'; readonly auth: AuthVerdict }
  | { readonly kind: 'refused'; readonly reply: Message; readonly status: number }
  /** Another front has just taken these very octets in, and their nonce is used up: look at the session again. */
  | { readonly kind: 'again' };

interface Shown {
  readonly message: Message;
  readonly dialect: Dialect;
  readonly request: Pick<PhoneRequest, 'credentials' | 'address'>;
}

/** What a later message of a session has to show: nothing, for the login holds, unless that was a MAC. */
export async function proofOf(
  front: Front,
  shown: Shown,
  { row, envelope }: FoundSession,
  device: Device,
  server: ServerFacts,
): Promise<Proof> {
  if (!statusOf(envelope.state).signed) return { kind: 'enough', auth: { kind: 'not-needed' } };
  const { message, dialect, request } = shown;
  const who = { username: device.username.toLowerCase(), address: request.address };
  const verdict = await check(front, shown, device);
  // Another scheme proves who logs in, not what the message says.
  const isSigned = verdict.kind === 'accepted' && verdict.scheme === 'mac';
  if (isSigned && front.throttle.allows(who)) return { kind: 'enough', auth: verdict };
  const now = await front.store.sessions.get(row.accountId, row.id);
  if (now?.version !== row.version) return { kind: 'again' };
  front.throttle.failed(who);
  const refused = verdict.kind === 'refused' ? verdict : ({ kind: 'refused', status: 401 } as const);
  const nonce = front.random.bytes(16);
  await front.store.challenges.issue(message.header.source.uri, nonce, front.clock.now());
  const reply = challenge(message, dialect, refused, nonce, server, { scheme: 'mac' });
  return { kind: 'refused', reply, status: refused.status };
}

async function check({ store }: Front, { message, dialect, request }: Shown, device: Device) {
  const { accountId, id, username } = device;
  const password = await store.devices.password(accountId, id);
  const nonces = await store.challenges.get(message.header.source.uri);
  const login = password === null ? null : { username, password };
  return authenticate(message, dialect, login, nonces, md5, request.credentials);
}
