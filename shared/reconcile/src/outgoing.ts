/**
 * What a phone is to be sent about one item or occurrence: the decision table. A phone is never sent what it already
 * shows, and never left with something unconfirmed.
 */
import { sendsToPhone, syncTypes } from '@anchorage/model';
import type { SyncType } from '@anchorage/model';

export interface OutgoingSituation {
  readonly syncType: SyncType;
  /**
   * `none`: this phone does not know the item; `waiting`: an Add went out and no LUID came back; `known`: it has a
   * LUID; `pending`: it has one, and a Replace went out (or must) without a success; `withdrawn`: it has one, and may have
   * lost the item for a filter alone.
   */
  readonly mapping: 'none' | 'waiting' | 'known' | 'pending' | 'withdrawn';
  /**
   * Is the item there, and in it the occurrence? `held`: it is deleted, and that waits for its owner's word: the phone is
   * not told.
   */
  readonly item: 'living' | 'gone' | 'held';
  /** Would the phone see a difference to what it was last shown? Only looked at when it is living and known. */
  readonly onPhone: 'same' | 'different';
  /** Is the item's revision beyond the one the mapping names? */
  readonly news: boolean;
  /** Does the phone want it: is it inside all filters, or outside one that is exclusive, or only outside inclusive ones? */
  readonly filter: FilterSide;
}

export type FilterSide = 'inside' | 'outside-inclusive' | 'outside-exclusive';

export type OutgoingAction =
  'none' | 'bump' | 'unsay' | 'forget' | 'add' | 'replace' | 'delete' | 'withdraw' | 'drop';

/**
 * `bump`: only note that this phone is up to date with the item's revision. `unsay`: an Add that went out is not meant
 * any more; should its Map come, the item is deleted. `withdraw`: a Delete for a living item, which is nobody's deletion;
 * `drop`: the same without a Delete, where the phone drops everything by itself; `forget`: what the phone never got.
 */
export function planOutgoing(situation: OutgoingSituation): OutgoingAction {
  if (!sendsToPhone(situation.syncType)) return 'none';
  if (situation.item === 'gone') return planGone(situation);
  if (situation.item === 'held') return planHeld(situation);
  return situation.filter === 'inside' ? planLiving(situation) : planOutside(situation);
}

function planGone({ mapping, syncType }: OutgoingSituation): OutgoingAction {
  if (mapping === 'none') return 'none';
  // Without a LUID nothing can be deleted; the row stays, so that a late Map leads to a Delete after all.
  if (mapping === 'waiting') return 'unsay';
  // In a refresh from the server the phone has dropped its own items before (SyncML Sync Protocol 1.1, refresh sync from server).
  return syncType === syncTypes.refreshFromServer ? 'none' : 'delete';
}

/** It is on the phone and stays; where the phone has dropped it, it gets it again. */
function planHeld({ mapping, syncType }: OutgoingSituation): OutgoingAction {
  return syncType === syncTypes.refreshFromServer || mapping === 'waiting' ? 'add' : 'none';
}

function planLiving({ mapping, syncType, onPhone, news }: OutgoingSituation): OutgoingAction {
  if (syncType === syncTypes.refreshFromServer) return 'add';
  if (mapping === 'none' || mapping === 'waiting') return 'add';
  // A Replace or Delete without an answer may or may not have arrived: what the phone shows is not known.
  if (mapping === 'pending' || mapping === 'withdrawn' || onPhone === 'different') return 'replace';
  return news ? 'bump' : 'none';
}

/** SyncML Representation Protocol 1.2.2, 6.1.9: nothing new; exclusive, nothing of what the phone has either. */
function planOutside(situation: OutgoingSituation): OutgoingAction {
  const { mapping, syncType, filter } = situation;
  if (mapping === 'none') return 'none';
  const whole = syncType === syncTypes.slow || syncType === syncTypes.refreshFromServer;
  // The phone has shown, or is about to drop, all it has: an Add that nobody heard of is none of it.
  if (mapping === 'waiting' && whole) return 'forget';
  if (syncType === syncTypes.refreshFromServer) return 'drop';
  if (filter === 'outside-exclusive') return mapping === 'waiting' ? 'unsay' : 'withdraw';
  // An Add that may have arrived is not repeated; should its Map come the phone has it.
  if (mapping === 'waiting' || mapping === 'withdrawn') return 'none';
  return planLiving(situation);
}
