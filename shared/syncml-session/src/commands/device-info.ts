/** Put, Get and Results of device information (SyncML Sync Protocol 1.1, 2.7 and 4.2). Nothing else is put or got. */
import { datastoreOn, serverDevInf } from '@anchorage/devices';
import type { ServerDevInfFacts } from '@anchorage/devices';
import { kindOfDatastore, namesWithin } from '@anchorage/model';
import type { DatastoreName } from '@anchorage/model';
import type {
  DevInf,
  GetCommand,
  Item,
  PutCommand,
  ResultsCommand,
  SyncmlVersion,
} from '@anchorage/syncml-codec';
import { codecSizes } from '../codec-sizes.ts';
import { answer } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { resultsCommand } from '../outgoing-command.ts';
import { messageLimit } from '../sizes.ts';

export function takePut(draft: Draft, command: PutCommand): void {
  answer(draft, command, storeDevInf(draft, command.items) ? 200 : 406);
}

export function takeResults(draft: Draft, command: ResultsCommand): void {
  answer(draft, command, storeDevInf(draft, command.items) ? 200 : 406);
}

export function takeGet(draft: Draft, command: GetCommand): void {
  const uri = command.items[0]?.target?.uri ?? '';
  const version = requestedVersion(uri, draft.state.dialect.version);
  if (version === null) {
    answer(draft, command, uri === '' ? 412 : 404);
    return;
  }
  if (draft.state.commands.filter((queued) => queued.kind === 'results').length >= mostResults) {
    answer(draft, command, 417);
    return;
  }
  const devInf = fittingDevInf(draft, version, uri, command.cmdId);
  // 413: not even the shortest fits into a message of this phone.
  answer(draft, command, devInf === null ? 413 : 200);
  if (devInf === null) return;
  draft.state.commands.push({
    kind: 'results',
    msgRef: draft.message.header.msgId,
    cmdRef: command.cmdId,
    uri,
    devInf,
  });
}

function storeDevInf(draft: Draft, items: readonly Item[]): boolean {
  let found = false;
  for (const { data } of items) {
    if (data?.kind !== 'devinf') continue;
    found = true;
    draft.state.devInf = 'known';
    draft.events.push({ kind: 'device-info', devInf: data.devinf });
  }
  return found;
}

/** Nobody needs our device information more often at a time. */
const mostResults = 3;

/** Null for anything but device information. An unknown version of it is answered in the session's. */
function requestedVersion(uri: string, fallback: SyncmlVersion): SyncmlVersion | null {
  const match = /^(?:\.?\/)*devinf(\d\d)?$/i.exec(uri.trim());
  if (match === null) return null;
  return versions.get(match[1] ?? '') ?? fallback;
}

const versions: ReadonlyMap<string, SyncmlVersion> = new Map([
  ['10', '1.0'],
  ['11', '1.1'],
  ['12', '1.2'],
]);

/** The fullest of our DevInfs that fits into a message of its own. */
function fittingDevInf(draft: Draft, version: SyncmlVersion, uri: string, cmdRef: string): DevInf | null {
  const { state, facts } = draft;
  const { dialect } = state;
  const limit = messageLimit(state.maxMsgSize, facts.profile, dialect.encoding);
  // What header, header Status and the Status for the Get take, on the safe side.
  const room = limit - (dialect.encoding === 'xml' ? 1100 : 420);
  const names = alertedNames(draft);
  const all = facts.datastores
    .map((datastore) => datastore.name)
    .filter((name) => isUsable(draft, names, name));
  const alerted = all.filter((name) => names.has(name));
  // A phone that stands no description of properties is told of no filters either.
  const full = facts.profile.serverCtCap !== false;
  const attempts: readonly (readonly [
    readonly DatastoreName[],
    Pick<ServerDevInfFacts, 'ctCaps' | 'filters'>,
  ])[] = [
    [all, { ctCaps: full, filters: full }],
    [all, { ctCaps: full, filters: false }],
    [all, bare],
    [alerted, bare],
    [alerted.slice(0, 1), bare],
  ];
  for (const [datastores, extent] of attempts) {
    if (datastores.length === 0) continue;
    const devInf = serverDevInf({
      version,
      server: facts.server,
      ...extent,
      datastores: facts.datastores
        .filter((datastore) => datastores.includes(datastore.name))
        .map((datastore) => ({
          name: datastore.name,
          displayName: datastore.displayName,
          readOnly: datastore.readOnly,
          sourceRef: names.get(datastore.name) ?? datastore.name,
          contentType: facts.profile.datastores[datastore.name]?.capabilities.contentType ?? null,
          kinds: [datastore.name, ...namesWithin(facts.profile, datastore.name)].map(
            (name) => kindOfDatastore[name],
          ),
        })),
    });
    const results = resultsCommand({ kind: 'results', msgRef: 999, cmdRef, uri, devInf }, '999', dialect);
    if (codecSizes.command(results, dialect) <= room) return devInf;
  }
  return null;
}

const bare = { ctCaps: false, filters: false };

/**
 * A phone is shown what it can use: the counterparts of its own datastores, once it has named them, and what it asks for
 * (Nokia 6600 and 7610 give up when a server names more). What it keeps within another one it has no use for alone.
 */
function isUsable(
  { facts }: Draft,
  alerted: ReadonlyMap<DatastoreName, string>,
  name: DatastoreName,
): boolean {
  const { datastores } = facts.profile;
  if (datastores[name]?.within !== undefined) return false;
  const hasToldAny = Object.values(datastores).some(({ source }) => source !== null);
  return !hasToldAny || alerted.has(name) || (datastores[name]?.source ?? null) !== null;
}

/** Newer Nokias want our DevInf to name a datastore exactly as their Alert did, path and query included. */
function alertedNames({ state, message, facts }: Draft): ReadonlyMap<DatastoreName, string> {
  const names = new Map(state.datastores.map(({ name, target }) => [name, target]));
  for (const command of message.commands) {
    if (command.name !== 'Alert') continue;
    for (const item of command.items) {
      const uri = item.target?.uri ?? '';
      const name = datastoreOn(facts.profile, uri);
      if (name !== null && !names.has(name)) names.set(name, uri);
    }
  }
  return names;
}
