/** Our own commands: from what is queued or waiting in the outbox to what stands in a message. */
import { devinfTypeOf } from '@anchorage/syncml-codec';
import type {
  AddCommand,
  AlertCommand,
  Command,
  DeleteCommand,
  Dialect,
  GetCommand,
  Item,
  ReplaceCommand,
  ResultsCommand,
  SyncCommand,
} from '@anchorage/syncml-codec';
import type { OutboxEntry } from './contract.ts';
import type { DatastoreState, QueuedCommand } from './state.ts';

type Queued<Kind extends QueuedCommand['kind']> = Extract<QueuedCommand, { readonly kind: Kind }>;

/** `maxObjSize` goes into an Alert where there is room for it (SyncML Sync Protocol 1.1, 2.10). */
export function queuedCommand(
  queued: QueuedCommand,
  cmdId: string,
  dialect: Dialect,
  maxObjSize: number | null,
): Command {
  switch (queued.kind) {
    case 'alert':
      return alertCommand(queued, cmdId, maxObjSize);
    case 'no-end-of-data':
      return noEndOfData(queued, cmdId);
    case 'results':
      return resultsCommand(queued, cmdId, dialect);
    case 'get':
      return getCommand(queued, cmdId, dialect);
    default:
      return queued satisfies never;
  }
}

function alertCommand(queued: Queued<'alert'>, cmdId: string, maxObjSize: number | null): AlertCommand {
  return {
    name: 'Alert',
    cmdId,
    code: queued.code,
    items: [
      {
        target: { uri: queued.target },
        source: { uri: queued.source },
        meta: { anchor: queued.anchor, ...(maxObjSize === null ? {} : { maxObjSize }) },
      },
    ],
  };
}

function noEndOfData(queued: Queued<'no-end-of-data'>, cmdId: string): AlertCommand {
  const [target] = queued.targets;
  const [source] = queued.sources;
  return {
    name: 'Alert',
    cmdId,
    code: 223,
    items: [
      {
        ...(target === undefined ? {} : { target: { uri: target } }),
        ...(source === undefined ? {} : { source: { uri: source } }),
      },
    ],
  };
}

export function resultsCommand(queued: Queued<'results'>, cmdId: string, dialect: Dialect): ResultsCommand {
  return {
    name: 'Results',
    cmdId,
    msgRef: queued.msgRef,
    cmdRef: queued.cmdRef,
    meta: { type: devinfTypeOf(dialect) },
    items: [{ source: { uri: queued.uri }, data: { kind: 'devinf', devinf: queued.devInf } }],
  };
}

function getCommand(queued: Queued<'get'>, cmdId: string, dialect: Dialect): GetCommand {
  return {
    name: 'Get',
    cmdId,
    meta: { type: devinfTypeOf(dialect) },
    items: [{ target: { uri: queued.uri } }],
  };
}

/** Alert 222: go on. The addresses may be left out where octets are scarce. */
export function nextMessageAlert(
  cmdId: string,
  addresses: { phone: string; server: string } | null,
): AlertCommand {
  return {
    name: 'Alert',
    cmdId,
    code: 222,
    items:
      addresses === null ? [] : [{ target: { uri: addresses.phone }, source: { uri: addresses.server } }],
  };
}

export function syncElement(datastore: DatastoreState, cmdId: string, changes: number | null): SyncCommand {
  return {
    name: 'Sync',
    cmdId,
    target: { uri: datastore.source },
    source: { uri: datastore.target },
    ...(changes === null ? {} : { numberOfChanges: changes }),
    commands: [],
  };
}

/** Part of an entry's data, when it does not go out at once. Counted from the beginning of the whole. */
export interface Part {
  readonly from: number;
  readonly to: number;
  /** Size to declare: with the first piece only. */
  readonly size: number | null;
  readonly more: boolean;
}

/** An Add names our GUID as Source, a Replace or Delete the phone's LUID as Target (SyncML Sync Protocol 1.1, 5.2). */
export function changeCommand(
  entry: OutboxEntry,
  cmdId: string,
  part?: Part,
): AddCommand | ReplaceCommand | DeleteCommand | null {
  if (entry.command === 'delete') {
    if (entry.luid === null) return null;
    return { name: 'Delete', cmdId, items: [{ target: { uri: entry.luid } }] };
  }
  const name = entry.command === 'add' ? 'Add' : 'Replace';
  const uri = entry.command === 'add' ? entry.guid : entry.luid;
  if (uri === null || entry.data === null) return null;
  const item: Item = {
    ...(entry.command === 'add' ? { source: { uri } } : { target: { uri } }),
    meta: {
      ...(entry.contentType === null ? {} : { type: entry.contentType }),
      ...(part === undefined || part.size === null ? {} : { size: part.size }),
    },
    data: {
      kind: 'octets',
      octets: part === undefined ? entry.data : slice(entry.data, entry.part?.from ?? 0, part),
    },
    ...(part?.more === true ? { moreData: true } : {}),
  };
  return { name, cmdId, items: [item] };
}

function slice(data: Uint8Array, start: number, { from, to }: Part): Uint8Array {
  return data.subarray(from - start, to - start);
}
