/**
 * A phone has just proved its login: opens its session and takes its first message in, all in one transaction.
 */
import { asId } from '@anchorage/model';
import type { SessionId } from '@anchorage/model';
import type { Job } from '@anchorage/jobs';
import type { Dialect, Message } from '@anchorage/syncml-codec';
import { begin, profileFor } from '@anchorage/syncml-session';
import type { AuthVerdict } from '@anchorage/syncml-session';
import { StoreError } from '@anchorage/store';
import type { Device, Tables } from '@anchorage/store';
import { receiveAdmitted } from './admission.ts';
import type { Admitted } from './admission.ts';
import { carryOut, endOf } from './effects/carry-out.ts';
import { gatherFacts, timeZoneOf } from './facts.ts';
import type { Front, PhoneRequest } from './front.ts';
import { outcomes } from './outcomes.ts';
import { renewNonces } from './nonces.ts';
import { hasBegunSince } from './straggler.ts';
import { packEnvelope } from './session-envelope.ts';
import { withResumable } from './interrupted.ts';

export interface Started {
  readonly device: Device;
  readonly sessionId: SessionId;
  readonly jobs: readonly Job[];
  readonly wholeSync: Admitted['wholeSync'];
}

/** Throws `StoreError` (`stale`) when another front has opened a session for these very octets, or a newer one, meanwhile. */
export async function startSession(
  front: Front,
  exchange: {
    readonly arrived: number;
    readonly message: Message;
    readonly dialect: Dialect;
    readonly request: PhoneRequest;
    readonly hash: string;
    readonly device: Device;
    readonly auth: Extract<AuthVerdict, { readonly kind: 'accepted' }>;
  },
): Promise<Started> {
  const { arrived, message, dialect, request, hash, auth } = exchange;
  const { store, random, clock } = front;
  const now = clock.now();
  const id: SessionId = asId(random.id());
  const token = Buffer.from(random.bytes(16)).toString('base64url');
  const nextNonce = random.bytes(16);

  return store.transaction(async (tx) => {
    // First, because on PostgreSQL it also makes the second of two equal requests wait for the first.
    await renewNonces(front, tx, message.header.source.uri, nextNonce, now);
    const twin = await tx.sessions.byPeer(message.header.source.uri, message.header.sessionId);
    if (twin !== null && twin.phase === 'open' && twin.lastRequest === hash) {
      // Thrown, so that the nonces just issued are taken back: the phone was given the other front's.
      throw new StoreError('stale', 'another front has opened this session');
    }
    // It may have begun since that was asked.
    if (await hasBegunSince(tx.sessions, exchange.device, arrived))
      throw new StoreError('stale', 'the phone has begun anew');

    const device = await bindDevice(tx, exchange.device, message.header.source.uri, request.userAgent, now);
    const known = await gatherFacts(front, tx, device, {
      sessionId: null,
      token,
      message,
      request,
      auth,
      freshNonce: nextNonce,
    });
    const facts = await withResumable(tx, known, message, null);
    const state = begin(message, dialect, known.profile);
    const { received, place, wholeSync } = await receiveAdmitted(front, tx, device, state, message, facts);
    await giveUpOthers(tx, device, now);
    const row = await tx.sessions.insert(device.accountId, {
      id,
      deviceId: device.id,
      token,
      peerUri: message.header.source.uri,
      peerSessionId: message.header.sessionId,
      state: packEnvelope({ state: received.state, bound: false, messages: 1, opener: hash }),
      lastRequest: hash,
      lastMsgId: message.header.msgId,
      startedAt: now,
      ...place,
    });
    const logger = front.logger.child({ account: device.accountId, device: device.id, session: id });
    const context = { tx, device, sessionId: id, datastores: known.datastores, logger, now };
    const ended = endOf(received.events);
    if (ended !== null) {
      const change = { phase: ended.phase, outcome: ended.reason, updatedAt: now };
      await tx.sessions.update(device.accountId, id, row.version, change);
    }
    return { device, sessionId: id, jobs: await carryOut(context, received.events), wholeSync };
  });
}

/**
 * A login belongs to one phone. When another one comes with it, its owner has a new phone: what we know of the old one
 * must not be believed of it, so it starts with a slow sync.
 */
async function bindDevice(
  tx: Tables,
  device: Device,
  deviceUri: string,
  userAgent: string | null,
  now: number,
): Promise<Device> {
  const { accountId, id } = device;
  const other = device.deviceUri !== null && device.deviceUri !== deviceUri;
  if (other) {
    await tx.devices.reset(accountId, id);
    await tx.audit.add(accountId, {
      at: now,
      actor: 'phone',
      action: 'login used by another phone',
      subject: id,
    });
  }
  const devInf = other ? null : device.devInf;
  const agent = userAgent ?? (other ? null : device.userAgent);
  const isNew = device.profile === null || other || (devInf === null && agent !== device.userAgent);
  const timeZone = await timeZoneOf(tx, device);
  const profile = isNew
    ? profileFor({ devInf: null, userAgent: agent, deviceUri, timeZone })
    : device.profile;
  await tx.devices.update(accountId, id, {
    deviceUri,
    userAgent: agent,
    lastSeenAt: now,
    ...(other ? { devInf: null } : {}),
    ...(isNew && profile !== null ? { profile } : {}),
  });
  return { ...device, deviceUri, userAgent: agent, devInf, profile, lastSeenAt: now };
}

/** The newer session wins. What the older one brought is reconciled all the same. */
async function giveUpOthers(tx: Tables, device: Device, now: number): Promise<void> {
  for (const row of await tx.sessions.openOf(device.accountId, device.id, null)) {
    await tx.sessions.update(device.accountId, row.id, row.version, {
      phase: 'aborted',
      outcome: outcomes.superseded,
      updatedAt: now,
    });
  }
}
