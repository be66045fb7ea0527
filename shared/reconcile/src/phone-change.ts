/**
 * What becomes of one entry that a phone sent: the decision table, nothing else. It knows neither rows nor texts.
 *
 * Conflicts follow "Replace wins over Delete": an item that one side changed and the other deleted lives on
 * (SyncML Sync Protocol 1.1, 2.4 leaves the choice to the server).
 */
import type { ConflictPolicy } from '@anchorage/model';

export interface PhoneChange {
  readonly command: 'add' | 'replace' | 'delete';
  /** What the LUID stands for: nothing yet, an item (or occurrence) that is there, or one that has gone meanwhile. */
  readonly mapped: 'none' | 'living' | 'gone';
  /**
   * For an unmapped one: does what was sent name an occurrence of a series, and is that series here? For a mapped
   * one: `series` when the mapping is of a single occurrence.
   */
  readonly occurrence: 'none' | 'series' | 'series-unknown';
  /** Has the item changed visibly for this phone since the phone was last shown it? */
  readonly cloud: 'same' | 'changed';
  /** May the collection of the item (or of a new one) be written? */
  readonly writable: boolean;
  readonly policy: ConflictPolicy;
}

/**
 * - `create`: a new item from what was sent;
 * - `edit`: merge into the item; `recreate`: the item has gone, what was sent lives on as a new one under this LUID;
 * - `add-occurrence`: into the series; `wait`: look again when everything else of this session has been taken in;
 * - `delete-item`, `delete-occurrence`; `revive`: the phone gets the item again; `forget`: only the mapping goes;
 * - `restore`: nothing may be written: keep what was sent for people, give the phone the cloud's version back;
 * - `reject`: as restore, there is nothing to give back; `ignore`: nothing to do.
 */
export type PhoneAction =
  | 'create'
  | 'edit'
  | 'recreate'
  | 'add-occurrence'
  | 'wait'
  | 'delete-item'
  | 'delete-occurrence'
  | 'revive'
  | 'forget'
  | 'restore'
  | 'reject'
  | 'ignore';

/** Decides for one entry. Add and Replace are alike: phones use either for new and for known items. */
export function planPhoneChange(change: PhoneChange): PhoneAction {
  return change.command === 'delete' ? planDelete(change) : planContent(change);
}

function planContent(change: PhoneChange): PhoneAction {
  if (change.mapped === 'living') return change.writable ? 'edit' : 'restore';
  if (!change.writable) return 'reject';
  if (change.mapped === 'gone') return 'recreate';
  if (change.occurrence === 'none') return 'create';
  return change.occurrence === 'series' ? 'add-occurrence' : 'wait';
}

function planDelete(change: PhoneChange): PhoneAction {
  if (change.mapped === 'none') return 'ignore';
  if (change.mapped === 'gone') return 'forget';
  if (!change.writable) return 'revive';
  if (change.cloud === 'changed' && change.policy !== 'phone-wins') return 'revive';
  return change.occurrence === 'series' ? 'delete-occurrence' : 'delete-item';
}
