/** What may be tuned; times in milliseconds. */
export interface ConnectorSettings {
  /** How often lost jobs are looked for. */
  readonly sweepEvery: number;
  /** How long a reconcile waits for the refresh of its collections before it uses the replica as it is. */
  readonly refreshDeadline: number;
  /** How often it looks whether the refresh has ended (besides being told). */
  readonly refreshPoll: number;
  /** Writes towards one DAV server's collection at the same time. */
  readonly pushParallel: number;
  /** Resources per multiget, and per transaction of a refresh. */
  readonly fetchBatch: number;
  /** Inbox entries per transaction. */
  readonly inboxBatch: number;
  /** Items per transaction of the outgoing stage. */
  readonly outgoingBatch: number;
  /** Journal rows read at once. */
  readonly journalBatch: number;
  /** How long versions of items and records of sessions are kept, and can be undone. */
  readonly retention: number;
  /** Items per transaction of an undo. */
  readonly undoBatch: number;
  /** The server whose users may enrol themselves from their phones; null: nobody may. */
  readonly upstream: string | null;
  /** IANA zone of the accounts that are made for them. */
  readonly upstreamTimeZone: string;
}

export const defaultSettings: ConnectorSettings = {
  sweepEvery: 2_000,
  refreshDeadline: 10_000,
  refreshPoll: 100,
  pushParallel: 4,
  fetchBatch: 100,
  inboxBatch: 50,
  outgoingBatch: 200,
  journalBatch: 200,
  retention: 30 * 86_400_000,
  undoBatch: 50,
  upstream: null,
  upstreamTimeZone: 'UTC',
};
