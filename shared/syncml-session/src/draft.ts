/** A message being taken in: a copy of the state that may be changed, and what has come of it so far. */
import type { DatastoreName, SyncType } from '@anchorage/model';
import type { Command, Message } from '@anchorage/syncml-codec';
import type { ReceiveFacts } from './contract.ts';
import type { SessionEvent } from './events.ts';
import { forgetIncoming } from './drop-incoming.ts';
import { isEnd, nextPhase } from './phases.ts';
import { refsOf } from './refs.ts';
import type { Refs } from './refs.ts';
import type { DatastoreState, QueuedStatus, SessionState } from './state.ts';
import { codeFor } from './status.ts';

export interface Draft {
  readonly state: SessionState;
  readonly events: SessionEvent[];
  readonly facts: ReceiveFacts;
  readonly message: Message;
  /** LUIDs that are mapped, with what this message added and deleted. */
  readonly luids: Map<DatastoreName, Set<string>>;
}

/** Queues the Status for a command, unless it or the header wants none. */
export function answer(
  draft: Draft,
  command: Command,
  code: number,
  extras: Partial<Refs> & Pick<Partial<QueuedStatus>, 'anchorNext' | 'feature' | 'asks'> = {},
): void {
  if (command.name === 'Status' || draft.message.header.noResp === true) return;
  if ('noResp' in command && command.noResp) return;
  draft.state.statuses.push({
    msgRef: draft.message.header.msgId,
    cmdRef: command.cmdId,
    cmd: command.name,
    ...refsOf(command),
    ...extras,
    code: codeFor(draft.state.dialect.version, code),
  });
}

/** Answers a command and everything inside it with the same code. */
export function answerAll(draft: Draft, command: Command, code: number): void {
  answer(draft, command, code);
  if ('commands' in command) for (const child of command.commands) answerAll(draft, child, code);
}

export function openDatastore(draft: Draft, name: DatastoreName): DatastoreState | undefined {
  return draft.state.datastores.find((datastore) => datastore.name === name);
}

export function changeSyncType(draft: Draft, datastore: DatastoreState, syncType: SyncType): void {
  if (datastore.syncType === syncType) return;
  datastore.syncType = syncType;
  forgetIncoming(draft, datastore.name);
  draft.events.push({ kind: 'sync-type-changed', datastore: datastore.name, syncType });
}

/** Ends the session without finishing anything. */
export function endEarly(draft: Draft, event: 'suspend' | 'abort', reason: string): void {
  if (isEnd(draft.state.phase)) return;
  draft.state.phase = nextPhase(draft.state.phase, event);
  draft.state.commands = [];
  // A suspended phone goes on with what has come and gone in part.
  if (event === 'abort') {
    draft.state.outgoing = null;
    for (const { name } of draft.state.datastores) forgetIncoming(draft, name);
  }
  draft.events.push({ kind: 'session-ended', outcome: 'aborted', reason });
}
