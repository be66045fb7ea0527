/**
 * Is a message that belongs to no session from one of our phones? (OMA SyncML Sync Protocol 1.1, 3; Representation
 * Protocol 1.2.2, 5.3.) Nothing is kept of a refused login but the nonce its challenge holds.
 */
import type { Dialect, Message } from '@anchorage/syncml-codec';
import { authenticate, challenge, claimedUser, refuse } from '@anchorage/syncml-session';
import type { AuthVerdict, KnownLogin, ServerFacts } from '@anchorage/syncml-session';
import type { Device } from '@anchorage/store';
import type { Front, PhoneRequest } from './front.ts';
import { md5 } from './md5.ts';
import { askUpstream, isTrusted, upstreamLogin, verifyAgain } from './pass-through.ts';

export type Login =
  /** Another front has just let these very octets in, and their nonce is used up. */
  | { readonly kind: 'twin' }
  | {
      readonly kind: 'accepted';
      readonly device: Device;
      readonly auth: Extract<AuthVerdict, { readonly kind: 'accepted' }>;
    }
  | { readonly kind: 'refused'; readonly reply: Message; readonly reason: string; readonly status: number };

/** What a login is looked for in, and what is known of the line it came over. */
export type LoginRequest = Pick<PhoneRequest, 'secure' | 'private' | 'address' | 'credentials'>;

export async function login(
  front: Front,
  message: Message,
  dialect: Dialect,
  server: ServerFacts,
  request: LoginRequest,
  isTwin: () => Promise<boolean>,
): Promise<Login> {
  const { store, settings, throttle, strangers } = front;
  const { address } = request;
  const claimed = claimedUser(message, request.credentials);
  const username = claimed.username?.toLowerCase() ?? null;
  // What stands in HTTP may be meant for a proxy before us: where it does not fit, the message goes by what it says.
  const withoutHttp = () =>
    login(front, message, dialect, server, { ...request, credentials: noAuthorization(request) }, isTwin);
  if (username !== null && !throttle.allows({ username, address })) {
    return claimed.scheme === 'http' ? withoutHttp() : later(message, dialect, server, 'throttled');
  }
  let checked = await check(front, message, dialect, request);
  const wanted = upstreamLogin(front, message, request);
  if (wanted !== null && mayAskUpstream(checked) && !checked.trusted) {
    if (!strangers.allows({ username: '', address })) return later(message, dialect, server, 'throttled');
    const word = await askUpstream(front, wanted);
    if (word === 'later') return later(message, dialect, server, 'upstream does not answer');
    if (word === 'refused') strangers.failed({ username: '', address });
    if (word === 'settled') checked = await check(front, message, dialect, request);
  }
  const { found, verdict, trusted } = checked;
  if (verdict.kind === 'accepted' && found !== null && trusted) {
    const { device } = found;
    throttle.succeeded({ username: device.username.toLowerCase(), address });
    if (device.state === 'active') {
      await verifyAgain(front, device, wanted);
      return { kind: 'accepted', device, auth: verdict };
    }
    const reply = refuse(message, dialect, 403, server);
    return { kind: 'refused', reply, reason: 'blocked device', status: 403 };
  }

  if (await isTwin()) return { kind: 'twin' };

  if (claimed.scheme === 'http' && username !== null) {
    throttle.failed({ username, address });
    if (found !== null) await auditFailure(front, found.device);
    return withoutHttp();
  }
  const refused = verdict.kind === 'refused' ? verdict : ({ kind: 'refused', status: 401 } as const);
  if (
    username !== null &&
    refused.status === 401 &&
    !(await isFirstGreeting(front, message, claimed.scheme))
  ) {
    throttle.failed({ username, address });
    if (found !== null) await auditFailure(front, found.device);
  }
  // Only a password in clear can be shown to the upstream server.
  const asksBasic = settings.upstream !== null && request.private && mayAskUpstream(checked);
  const scheme = asksBasic ? 'basic' : digestScheme(front, found?.device ?? null, dialect);
  const nonce = front.random.bytes(16);
  // Of a user nobody knows nothing is kept: the next try fails alike, and a stranger fills no table.
  if (scheme !== 'basic' && (found !== null || username === null)) {
    await store.challenges.issue(message.header.source.uri, nonce, front.clock.now());
  }
  return {
    kind: 'refused',
    reply: challenge(message, dialect, refused, nonce, server, { scheme }),
    reason: refused.status === 407 ? 'no credentials' : 'wrong credentials',
    status: refused.status,
  };
}

interface Checked {
  readonly found: { readonly device: Device; readonly password: string } | null;
  readonly verdict: AuthVerdict;
  /** The password is right, and it is ours to say so or the upstream server has said so. */
  readonly trusted: boolean;
}

/** Against what we know: a device's own login, else the one that this phone came in with before. */
async function check(
  front: Front,
  message: Message,
  dialect: Dialect,
  request: LoginRequest,
): Promise<Checked> {
  const { store, settings } = front;
  const deviceUri = message.header.source.uri;
  const { username } = claimedUser(message, request.credentials);
  const own = username === null ? null : await store.devices.byUsername(username);
  const found =
    own === null && username !== null && settings.upstream !== null
      ? await store.devices.byUpstream({ upstream: settings.upstream, username, deviceUri })
      : own;
  const nonces = await store.challenges.get(deviceUri);
  // An unknown user is checked against a password nobody has, so that it takes as long.
  const known: KnownLogin =
    found === null
      ? { username: username ?? '', password: Buffer.from(front.random.bytes(16)).toString('base64') }
      : { username: found.device.username, password: found.password };
  // The password of somebody else's cloud over an open line is not taken even where ours would be.
  const isForeign = found !== null && found.device.passThrough !== null;
  const mayBeBasic = isForeign ? request.private : request.secure || settings.basicOverHttp;
  const verdict = allowed(
    authenticate(message, dialect, known, nonces, md5, request.credentials),
    mayBeBasic,
  );
  const isRight = verdict.kind === 'accepted' && found !== null;
  return { found, verdict, trusted: isRight && (await isTrusted(front, found.device)) };
}

/** A device with a login of ours is never asked about elsewhere; nor is one that its owner has shut out. */
function mayAskUpstream({ found }: Checked): boolean {
  return found === null || (found.device.passThrough !== null && found.device.state === 'active');
}

/** A password in clear is not taken over an open line where the operator said so; md5 is asked for instead. */
function allowed(verdict: AuthVerdict, basicAllowed: boolean): AuthVerdict {
  const isBasic = verdict.kind === 'accepted' && verdict.scheme === 'basic';
  return isBasic && !basicAllowed ? { kind: 'refused', status: 401 } : verdict;
}

/** SyncML 1.0 knows no MAC. */
export function digestScheme(
  { settings }: Front,
  device: Device | null,
  { version }: Dialect,
): 'md5' | 'mac' {
  return version === '1.0' ? 'md5' : (device?.profile?.challenge ?? settings.challenge);
}

function noAuthorization({ credentials }: LoginRequest): LoginRequest['credentials'] {
  return { ...credentials, authorization: null };
}

/** Every phone's first login with a digest is over an empty or an old nonce; that is no guess. */
async function isFirstGreeting({ store }: Front, message: Message, scheme: string): Promise<boolean> {
  return (
    (scheme === 'md5' || scheme === 'mac') &&
    (await store.challenges.get(message.header.source.uri)).length === 0
  );
}

/** 417: retry later. */
function later(message: Message, dialect: Dialect, server: ServerFacts, reason: string): Login {
  return { kind: 'refused', reply: refuse(message, dialect, 417, server), reason, status: 417 };
}

async function auditFailure({ store, clock }: Front, device: Device): Promise<void> {
  await store.audit.add(device.accountId, {
    at: clock.now(),
    actor: 'phone',
    action: 'login refused',
    subject: device.id,
  });
}
