/** The words of a sync that phone side and cloud side share. OMA DS names; see README.md for the glossary. */

export const datastoreNames = ['card', 'cal', 'task', 'note'] as const;
/** Our name of a datastore, the one that `device add` prints. Phones write many others; see syncml-session/aliases. */
export type DatastoreName = (typeof datastoreNames)[number];

export const itemKinds = ['contact', 'event', 'task', 'note'] as const;
export type ItemKind = (typeof itemKinds)[number];

/**
 * The kinds that can be converted today. A datastore of another kind is not offered to phones (404 on its Alert): taking
 * items that nobody can bring to a cloud would be losing them.
 */
export const offeredKinds: readonly ItemKind[] = ['contact', 'event', 'task'];

export const kindOfDatastore: Readonly<Record<DatastoreName, ItemKind>> = {
  card: 'contact',
  cal: 'event',
  task: 'task',
  note: 'note',
};

/** The six kinds of sync, by the Alert code that starts them (OMA SyncML Sync Protocol 1.1, 5 to 7). */
export const syncTypes = {
  twoWay: 200,
  slow: 201,
  oneWayFromClient: 202,
  refreshFromClient: 203,
  oneWayFromServer: 204,
  refreshFromServer: 205,
} as const;
export type SyncType = (typeof syncTypes)[keyof typeof syncTypes];

export interface Anchors {
  readonly last: string | null;
  readonly next: string;
}

/** May this sync bring the phone's changes to us? */
export function receivesFromPhone(type: SyncType): boolean {
  return type !== syncTypes.oneWayFromServer && type !== syncTypes.refreshFromServer;
}

/** May this sync bring our changes to the phone? */
export function sendsToPhone(type: SyncType): boolean {
  return type !== syncTypes.oneWayFromClient && type !== syncTypes.refreshFromClient;
}

/** How two changes of one item are merged where they contradict each other. */
export const conflictPolicies = ['merge', 'cloud-wins', 'phone-wins', 'keep-both'] as const;
export type ConflictPolicy = (typeof conflictPolicies)[number];

/** What a datastore's owner may choose; `newest` is one of the others, found out for each conflict. */
export const datastorePolicies = [...conflictPolicies, 'newest'] as const;
export type DatastorePolicy = (typeof datastorePolicies)[number];
