/**
 * Is this the first message of a session that went on long since, delivered once more by something on its way (WAP
 * gateways repeat requests)? Taken for a new session it would end the one that the phone is in. Later messages are told
 * by their MsgID; a first one looks like a phone that begins anew.
 */
import type { Message } from '@anchorage/syncml-codec';
import { SessionError } from '@anchorage/syncml-session';
import type { Device, SessionRow, Sessions } from '@anchorage/store';
import type { Front } from './front.ts';
import { unpackEnvelope } from './session-envelope.ts';

/**
 * Has the phone begun anew after this message came? Then it does not wait for it any more: a front that hung over it would end
 * the session that the phone is in. Fronts' clocks are as far apart as a network's; a phone that is refused for that may try
 * again at once.
 */
export async function hasBegunSince(
  sessions: Pick<Sessions, 'openOf'>,
  { accountId, id }: Device,
  arrived: number,
): Promise<boolean> {
  const open = await sessions.openOf(accountId, id, null);
  return open.some(({ startedAt }) => startedAt > arrived);
}

/** `hash`: SHA-256 of the message's octets, hex. To be asked once its login has been found right. */
export async function isStraggler(
  { store, clock }: Pick<Front, 'store' | 'clock'>,
  { message, hash, device }: { readonly message: Message; readonly hash: string; readonly device: Device },
): Promise<boolean> {
  const { source, sessionId } = message.header;
  const begun = await store.sessions.byPeer(source.uri, sessionId);
  if (begun === null || begun.deviceId !== device.id || openerOf(begun) !== hash) return false;
  const others = await store.sessions.openOf(device.accountId, device.id, begun.id);
  const wentOn = begun.lastRequest !== hash || others.length > 0;
  return wentOn && [begun, ...others].some(({ updatedAt }) => updatedAt + quietAfter > clock.now());
}

function openerOf(row: SessionRow): string | null {
  try {
    return unpackEnvelope(row.state).opener;
  } catch (error) {
    if (error instanceof SessionError) return null;
    throw error;
  }
}

/**
 * After so long without a word of the phone it may well be the phone itself: one that numbers all its sessions and
 * anchors alike sends the same octets again when it begins anew.
 */
const quietAfter = 2 * 60_000;
