/**
 * What becomes of one entry that a phone sent: the decision table, nothing else. It knows neither rows nor texts.
 *
 * Conflicts follow "Replace wins over Delete": an item that one side changed and the other deleted lives on
 * (SyncML Sync Protocol 1.1, 2.4 leaves the choice to the server). What was merely sent again was not changed.
 */
import type { DatastorePolicy } from '@anchorage/model';

export interface PhoneChange {
  readonly command: 'add' | 'replace' | 'delete';
  /** What the LUID stands for: nothing yet, an item (or occurrence) that is there, or one that has gone meanwhile. */
  readonly mapped: 'none' | 'living' | 'gone';
  /** Was it taken off the phone, or not seen there, for a filter alone? */
  readonly withdrawn: boolean;
  /**
   * For an unmapped one: does what was sent name an occurrence of a series, and is that series here? For a mapped
   * one: `series` when the mapping is of a single occurrence; `stand-in` when it is of a series of which this phone
   * was shown one occurrence only.
   */
  readonly occurrence: 'none' | 'series' | 'series-unknown' | 'stand-in';
  /**
   * For content of one that has gone: does it say anything that the phone was not known to show already? Slow syncs and
   * sessions that are repeated send what nobody has changed.
   */
  readonly phone: 'same' | 'changed';
  /** Has the item changed visibly for this phone since the phone was last shown it? */
  readonly cloud: 'same' | 'changed';
  /** May the collection of the item (or of a new one) be written? */
  readonly writable: boolean;
  readonly policy: DatastorePolicy;
}

/**
 * - `create`: a new item from what was sent;
 * - `edit`: merge into the item; `recreate`: the item has gone, what was sent lives on as a new one under this LUID;
 * - `yield`: it has gone and that counts; what was sent is kept among its versions;
 * - `add-occurrence`: into the series; `wait`: look again when everything else of this session has been taken in;
 * - `delete-item`, `delete-occurrence`; `delete-stand-in`: that occurrence, and the phone gets the next; `revive`: the phone gets the item again; `forget`: only the mapping goes;
 * - `delete-too`: the item has gone already as far as is known here, and the cloud is told all the same;
 * - `restore`: nothing may be written: keep what was sent for people, give the phone the cloud's version back;
 * - `reject`: as restore, there is nothing to give back; `ignore`: nothing to do.
 */
export type PhoneAction =
  | 'create'
  | 'edit'
  | 'recreate'
  | 'yield'
  | 'add-occurrence'
  | 'wait'
  | 'delete-item'
  | 'delete-occurrence'
  | 'delete-stand-in'
  | 'delete-too'
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
  // Left as it is, the phone gets its Delete. In a refresh from the client its word counts, whatever it says.
  if (change.mapped === 'gone' && change.phone === 'same' && change.policy !== 'phone-wins') return 'ignore';
  if (change.mapped === 'gone' && change.policy === 'cloud-wins') return 'yield';
  if (!change.writable) return 'reject';
  if (change.mapped === 'gone') return 'recreate';
  if (change.occurrence === 'series') return 'add-occurrence';
  return change.occurrence === 'series-unknown' ? 'wait' : 'create';
}

function planDelete(change: PhoneChange): PhoneAction {
  if (change.mapped === 'none') return 'ignore';
  // That the phone lacks what we took off it is nobody's wish.
  if (change.withdrawn) return 'forget';
  // A listing that left it out may have been wrong, and then it would come back although its owner deleted it.
  if (change.mapped === 'gone')
    return change.writable && change.occurrence === 'none' ? 'delete-too' : 'forget';
  if (!change.writable) return 'revive';
  // Which occurrence the phone deleted cannot be told any more when the series has changed meanwhile.
  const yields = change.policy !== 'phone-wins' || change.occurrence === 'stand-in';
  if (change.cloud === 'changed' && yields) return 'revive';
  if (change.occurrence === 'stand-in') return 'delete-stand-in';
  return change.occurrence === 'series' ? 'delete-occurrence' : 'delete-item';
}
