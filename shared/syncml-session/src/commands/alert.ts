/** Alert: what the phone wants (SyncML Sync Protocol 1.1, 4 and 11.2; 224 and 225 came with 1.2). */
import { syncTypes } from '@anchorage/model';
import type { SyncType } from '@anchorage/model';
import type { AlertCommand } from '@anchorage/syncml-codec';
import { answer, endEarly } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { noRefs, refsOfItem } from '../refs.ts';
import { sendAgain } from '../send-again.ts';
import type { LostObject } from '../send-again.ts';
import { alertDatastore } from './alert-datastore.ts';

export function takeAlert(draft: Draft, command: AlertCommand): void {
  if (command.code === null) {
    answer(draft, command, 412);
    return;
  }
  const syncType = opening.get(command.code);
  if (syncType !== undefined) {
    alertAll(draft, command, syncType);
    return;
  }
  switch (command.code) {
    case 100:
      answer(draft, command, 200);
      return;
    case 221:
    case 222:
      // Without refs, which name the whole session and cost octets in every message.
      answer(draft, command, 200, { ...noRefs, asks: true });
      return;
    case 223:
      brokenObject(draft, command);
      return;
    case 224:
      suspend(draft, command);
      return;
    case 225:
      resume(draft, command);
      return;
    default:
      answer(draft, command, 406);
  }
}

function alertAll(draft: Draft, command: AlertCommand, syncType: SyncType | 'resume'): void {
  if (command.items.length === 0) answer(draft, command, 412);
  for (const item of command.items) alertDatastore(draft, command, item, syncType);
}

/** The phone lost track of an object of ours: it counts as refused, unless it can be sent again. */
function brokenObject(draft: Draft, command: AlertCommand): void {
  answer(draft, command, 200);
  const { state, events } = draft;
  const lost = lostObject(draft, command);
  if (lost === null) return;
  if (state.outgoing?.outboxId === lost.outboxId) state.outgoing = null;
  state.sent = state.sent.filter(({ outboxId }) => outboxId !== lost.outboxId);
  // 426: partial item not accepted.
  if (!sendAgain(draft, lost)) events.push({ kind: 'item-answered', outboxId: lost.outboxId, status: 426 });
}

/** The object that is named; without a name we know, the one that is going out. */
function lostObject({ state }: Draft, command: AlertCommand): LostObject | null {
  const refs = command.items.map(refsOfItem).flatMap((one) => [...one.targetRefs, ...one.sourceRefs]);
  const named = state.sent.find(
    ({ kind, pieces, ref = '' }) => (kind === 'chunk' || pieces === true) && refs.includes(ref),
  );
  if (named?.outboxId !== undefined)
    return { datastore: named.datastore, outboxId: named.outboxId, whole: named.kind === 'item' };
  return state.outgoing === null ? null : { ...state.outgoing, whole: false };
}

function suspend(draft: Draft, command: AlertCommand): void {
  if (draft.state.dialect.version !== '1.2') {
    answer(draft, command, 406);
    return;
  }
  answer(draft, command, 200);
  endEarly(draft, 'suspend', 'suspended by the phone');
}

/** Without a state to go on from the datastore starts over: 508 and 201, the only answer an S60 client takes for that. */
function resume(draft: Draft, command: AlertCommand): void {
  if (draft.state.dialect.version === '1.2') alertAll(draft, command, 'resume');
  else answer(draft, command, 406);
}

/** 206 to 210 are the server's own alerts; a phone that echoes one means the base code. */
const opening: ReadonlyMap<number, SyncType> = new Map(
  Object.values(syncTypes).flatMap((type): [number, SyncType][] =>
    type === syncTypes.slow
      ? [[type, type]]
      : [
          [type, type],
          [type === syncTypes.twoWay ? 206 : type + 5, type],
        ],
  ),
);
