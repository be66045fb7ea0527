/** Add, Replace and Delete of the phone: each Item becomes an inbox row and gets a Status of its own. */
import { syncTypes } from '@anchorage/model';
import type { AddCommand, DeleteCommand, Item, Meta, ReplaceCommand } from '@anchorage/syncml-codec';
import { contentProblem, decodeContent } from '../content.ts';
import { answer } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { dropIncoming } from '../drop-incoming.ts';
import { takePiece } from '../large-object-in.ts';
import { refsOfItem } from '../refs.ts';
import type { DatastoreState } from '../state.ts';
import { isSuccess } from '../status.ts';

type Change = AddCommand | ReplaceCommand | DeleteCommand;

/** `meta` is what the command and its containers say; an Item's own Meta overrides it element by element. */
export function takeItems(draft: Draft, datastore: DatastoreState, command: Change, meta: Meta): void {
  if (command.items.length === 0) answer(draft, command, 412);
  for (const item of command.items) {
    const code = takeItem(draft, datastore, command, item, { ...meta, ...item.meta });
    if (!isSaidBySync(draft, code)) answer(draft, command, code, refsOfItem(item));
  }
}

/** 213 asks for more, and is said. */
function isSaidBySync({ facts }: Draft, code: number): boolean {
  return facts.profile.oneStatusPerSync === true && isSuccess(code) && code !== 213;
}

/** Carries one Item out; returns its Status code. */
function takeItem(draft: Draft, datastore: DatastoreState, command: Change, item: Item, meta: Meta): number {
  const luid = item.source?.uri ?? '';
  if (luid === '') return 412;
  if (luid.length > maxLuid) return 414;
  const denied = denial(datastore, command);
  if (denied !== null) return denied;
  if (command.name === 'Delete') return takeDelete(draft, datastore, command, luid);
  return takeContent(draft, datastore, command, luid, item, meta);
}

function denial(datastore: DatastoreState, command: Change): number | null {
  const complete =
    datastore.syncType === syncTypes.slow || datastore.syncType === syncTypes.refreshFromClient;
  if (command.name === 'Delete') {
    // A soft-deleted item is still the phone's: our copy must stay (SyncML Representation Protocol 1.2.2, 6.1.23).
    if (command.sftDel === true) return 406;
    // A complete set is being sent: there is nothing to delete from it.
    if (complete) return 403;
  }
  // In a slow sync the phone's items are needed for matching even where it may not write.
  return datastore.readOnly && !complete ? 405 : null;
}

function takeDelete(draft: Draft, datastore: DatastoreState, command: DeleteCommand, luid: string): number {
  dropIncoming(draft);
  draft.events.push({
    kind: 'item-received',
    datastore: datastore.name,
    command: 'delete',
    luid,
    contentType: null,
    data: null,
  });
  const known = draft.luids.get(datastore.name)?.delete(luid) === true;
  if (!known) return 211;
  // 210: deleted without the archive that was asked for.
  return command.archive === true ? 210 : 200;
}

function takeContent(
  draft: Draft,
  datastore: DatastoreState,
  command: AddCommand | ReplaceCommand,
  luid: string,
  item: Item,
  meta: Meta,
): number {
  const verb = command.name === 'Add' ? ('add' as const) : ('replace' as const);
  // Data that is no text or octets (a DevInf) is not what a datastore holds.
  if (item.data !== undefined && item.data.kind !== 'octets') return 415;
  const octets = item.data?.octets ?? new Uint8Array();
  const contentType = meta.type ?? null;
  const format = meta.format ?? null;
  const size = item.meta?.size ?? meta.size ?? null;
  const piece = { datastore: datastore.name, command: verb, luid, item, contentType, format, size, octets };
  const taken = takePiece(draft, piece);
  if (typeof taken === 'number') return taken;
  if (taken === 'whole') {
    if (item.data === undefined) return 412;
    if (octets.length > draft.facts.server.maxObjSize) return 413;
    const problem = contentProblem(datastore.name, contentType, octets, format, 'whole');
    if (problem !== null) return problem;
    const data = decodeContent(octets, format);
    if (data === null) return 400;
    draft.events.push({
      kind: 'item-received',
      datastore: datastore.name,
      command: verb,
      luid,
      contentType,
      data,
    });
  }
  const luids = draft.luids.get(datastore.name);
  const known = luids?.has(luid) === true;
  luids?.add(luid);
  // An Add of a known LUID is a retry; a Replace of an unknown one adds (SyncML Sync Protocol 1.1, 5.1).
  return verb === 'replace' && known ? 200 : 201;
}

const maxLuid = 1024;
