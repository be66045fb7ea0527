/**
 * Is a message that belongs to no session from one of our phones? (OMA SyncML Sync Protocol 1.1, 3; Representation
 * Protocol 1.2.2, 5.3.) Nothing is kept of a refused login but the nonce its challenge holds.
 */
import { createHash } from 'node:crypto';
import type { Dialect, Message } from '@anchorage/syncml-codec';
import { authenticate, challenge, claimedUser, refuse } from '@anchorage/syncml-session';
import type { AuthVerdict, KnownLogin, ServerFacts } from '@anchorage/syncml-session';
import type { Device } from '@anchorage/store';
import type { Front, PhoneRequest } from './front.ts';

export type Login =
  /** Another front has just let these very octets in, and their nonce is used up. */
  | { readonly kind: 'twin' }
  | {
      readonly kind: 'accepted';
      readonly device: Device;
      readonly auth: Extract<AuthVerdict, { readonly kind: 'accepted' }>;
    }
  | { readonly kind: 'refused'; readonly reply: Message; readonly reason: string; readonly status: number };

export async function login(
  front: Front,
  message: Message,
  dialect: Dialect,
  server: ServerFacts,
  request: Pick<PhoneRequest, 'secure' | 'address'>,
  isTwin: () => Promise<boolean>,
): Promise<Login> {
  const { store, settings, throttle } = front;
  const { address, secure } = request;
  const claimed = claimedUser(message);
  const username = claimed.username?.toLowerCase() ?? null;
  if (username !== null && !throttle.allows({ username, address })) {
    // 417: retry later.
    return {
      kind: 'refused',
      reply: refuse(message, dialect, 417, server),
      reason: 'throttled',
      status: 417,
    };
  }
  const found = username === null ? null : await store.devices.byUsername(username);
  const nonces = await store.challenges.get(message.header.source.uri);
  const md5 = (octets: Uint8Array) => new Uint8Array(createHash('md5').update(octets).digest());
  // An unknown user is checked against a password nobody has, so that it takes as long.
  const known: KnownLogin =
    found === null
      ? { username: username ?? '', password: Buffer.from(front.random.bytes(16)).toString('base64') }
      : { username: found.device.username, password: found.password };
  const verdict = allowed(
    authenticate(message, dialect, known, nonces, md5),
    secure || settings.basicOverHttp,
  );
  if (verdict.kind === 'accepted' && found !== null) {
    const { device } = found;
    throttle.succeeded({ username: device.username, address });
    if (device.state === 'active') return { kind: 'accepted', device, auth: verdict };
    const reply = refuse(message, dialect, 403, server);
    return { kind: 'refused', reply, reason: 'blocked device', status: 403 };
  }

  if (await isTwin()) return { kind: 'twin' };

  const refused = verdict.kind === 'refused' ? verdict : ({ kind: 'refused', status: 401 } as const);
  if (username !== null && refused.status === 401 && !isFirstGreeting(claimed.scheme, nonces.length)) {
    throttle.failed({ username, address });
    if (found !== null) await auditFailure(front, found.device);
  }
  const nonce = front.random.bytes(16);
  // Of a user nobody knows nothing is kept: the next try fails alike, and a stranger fills no table.
  if (found !== null || username === null) {
    await store.challenges.issue(message.header.source.uri, nonce, front.clock.now());
  }
  return {
    kind: 'refused',
    reply: challenge(message, dialect, refused, nonce, server),
    reason: refused.status === 407 ? 'no credentials' : 'wrong credentials',
    status: refused.status,
  };
}

/** A password in clear is not taken over an open line where the operator said so; md5 is asked for instead. */
function allowed(verdict: AuthVerdict, basicAllowed: boolean): AuthVerdict {
  const isBasic = verdict.kind === 'accepted' && verdict.scheme === 'basic';
  return isBasic && !basicAllowed ? { kind: 'refused', status: 401 } : verdict;
}

/** Every phone's first md5 login is over an empty or an old nonce; that is no guess. */
function isFirstGreeting(scheme: string, nonces: number): boolean {
  return scheme === 'md5' && nonces === 0;
}

async function auditFailure({ store, clock }: Front, device: Device): Promise<void> {
  await store.audit.add(device.accountId, {
    at: clock.now(),
    actor: 'phone',
    action: 'login refused',
    subject: device.id,
  });
}
