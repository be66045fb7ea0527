/** How many octets commands take on the wire, and how many a reply may have. */
import type { DeviceProfile } from '@anchorage/model';
import type { Command, Dialect, Encoding, SyncHdr } from '@anchorage/syncml-codec';

export interface MessageSizes {
  /** Octets one top-level command adds to a message. */
  readonly command: (command: Command, dialect: Dialect) => number;
  /** Octets of a message without commands, with Final. */
  readonly frame: (header: SyncHdr, dialect: Dialect) => number;
}

/**
 * The limit for our messages, in encoded octets (SyncML Meta Information 1.2.2, 5.2.9). Of an announced limit the
 * profile's share is used, since some phones count their own overhead in it; but not less than `smallest`, below
 * which nothing would fit. What no message could keep to is not meant.
 */
export function messageLimit(
  announced: number | null,
  profile: Pick<DeviceProfile, 'defaultMaxMsgSize' | 'maxMsgSizeShare' | 'maxMsgSizeCap'>,
  encoding: Encoding,
): number {
  const limit =
    announced === null || announced < leastMeant
      ? profile.defaultMaxMsgSize[encoding]
      : Math.max(Math.floor(announced * profile.maxMsgSizeShare), Math.min(announced, smallest));
  return profile.maxMsgSizeCap === null ? limit : Math.min(limit, profile.maxMsgSizeCap);
}

/** An object's limit as the phone said it: 0 is not meant, or there could be no items (SyncML Meta Information 1.2.2, 5.2.10). */
export function objectLimit(announced: number | undefined, before: number | null): number | null {
  return announced === undefined || announced <= 0 ? before : announced;
}

const smallest = 1500;
/** A header with its Status takes as much. */
const leastMeant = 500;

/** Below this, everything that may be left out of a reply is. */
export const frugalBelow = 2600;
