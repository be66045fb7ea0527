/** One datastore of an Alert that opens a sync. */
import { datastoreOn } from '@anchorage/devices';
import { syncTypes } from '@anchorage/model';
import type { DatastoreName, SyncFilter, SyncType } from '@anchorage/model';
import type { AlertCommand, Item } from '@anchorage/syncml-codec';
import { decideSync } from '../anchors.ts';
import type { DatastoreFacts, Resumable } from '../contract.ts';
import { answer, changeSyncType, openDatastore } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { stopWaiting } from '../drop-incoming.ts';
import { readFilter } from '../filter/read-filter.ts';
import type { ReadFilter } from '../filter/read-filter.ts';
import type { Phase } from '../phases.ts';
import { refsOfItem } from '../refs.ts';
import { mayResume } from '../resumable.ts';
import { putOff, takeUp } from '../put-off.ts';
import { repeatsPackageOne } from '../repeated-package.ts';
import { objectLimit } from '../sizes.ts';
import type { DatastoreState } from '../state.ts';

/** The Status always carries the phone's Next anchor, also with 508 (SyncML Sync Protocol 1.1, 2.2.1 and 4.2). */
export function alertDatastore(
  draft: Draft,
  command: AlertCommand,
  item: Item,
  requested: SyncType | 'resume',
): void {
  const target = item.target?.uri ?? '';
  const source = item.source?.uri ?? '';
  const name = datastoreOn(draft.facts.profile, target === '' ? source : target);
  const facts = draft.facts.datastores.find((datastore) => datastore.name === name);
  const refs = refsOfItem(item);
  if (facts === undefined) {
    answer(draft, command, 404, refs);
    return;
  }
  const next = item.meta?.anchor?.next ?? '';
  const read = filterOf(draft, item, facts);
  const open = openDatastore(draft, facts.name);
  const code =
    next === ''
      ? 412
      : read.kind === 'refused'
        ? read.code
        : isForbidden(draft, facts, source, open, requested)
          ? 403
          : accept(
              draft,
              { target: target === '' ? facts.name : target, source, item, next, filter: read.filter },
              facts,
              requested,
            );
  answer(draft, command, code, {
    ...refs,
    ...(code === 200 || code === 508 ? { anchorNext: next } : {}),
    ...(read.kind === 'refused' && read.feature !== null ? { feature: read.feature } : {}),
  });
}

function filterOf({ facts }: Draft, item: Item, { name, window = null }: DatastoreFacts): ReadFilter {
  const timeZone = facts.profile.datastores[name]?.capabilities.timeZone ?? 'UTC';
  return readFilter(item.target, { datastore: name, window, now: facts.now, timeZone });
}

function isForbidden(
  draft: Draft,
  facts: DatastoreFacts,
  source: string,
  open: DatastoreState | undefined,
  requested: SyncType | 'resume',
): boolean {
  if (!alertable.has(draft.state.phase)) return true;
  // Two of the phone's datastores cannot share one of ours within a session.
  if (open !== undefined && open.source !== source) return true;
  const writesOnly = requested === syncTypes.oneWayFromClient || requested === syncTypes.refreshFromClient;
  return facts.readOnly && writesOnly;
}

interface Alerted {
  readonly target: string;
  readonly source: string;
  readonly item: Item;
  readonly next: string;
  readonly filter: SyncFilter | null;
}

/** Opens the datastore, or switches one that is open. Returns the Status code. */
function accept(
  draft: Draft,
  { target, source, item, next, filter }: Alerted,
  facts: DatastoreFacts,
  requested: SyncType | 'resume',
): number {
  const { state, events } = draft;
  const last = item.meta?.anchor?.last ?? null;
  const open = openDatastore(draft, facts.name);
  const late = open?.synced === true || (open !== undefined && isLate(draft));
  const resumed = requested === 'resume' && !late ? resumableFor(facts, last) : null;
  const decision =
    resumed !== null
      ? { syncType: resumed.syncType, refused: false }
      : requested === 'resume'
        ? { syncType: syncTypes.slow, refused: true }
        : decideSync(requested, last, facts.clientAnchor, isInDoubt(draft, facts));
  if (open !== undefined && late) {
    // A late Alert in package 3 (SyncML Sync Protocol 1.1, 5.5): the sync type changes, nothing is opened again.
    open.clientNext = next;
    open.failed = false;
    if (decision.syncType === syncTypes.slow) changeSyncType(draft, open, syncTypes.slow);
    return 200;
  }
  const whole = isWhole(decision.syncType, facts);
  if (whole && draft.facts.noPlace === true && resumed === null && open === undefined)
    return putOff(draft, facts.name);
  takeUp(draft, facts.name);
  state.datastores = state.datastores.filter((datastore) => datastore !== open);
  state.commands = state.commands.filter(
    (queued) => queued.kind !== 'alert' || queued.datastore !== facts.name,
  );
  const serverNext = open?.serverNext ?? draft.facts.nextAnchor;
  state.datastores.push({
    name: facts.name,
    target,
    source,
    syncType: decision.syncType,
    clientLast: last,
    clientNext: next,
    serverNext,
    readOnly: facts.readOnly,
    resend: decision.refused,
    ...(resumed === null ? {} : { resumes: true }),
    synced: false,
    received: false,
    failed: false,
    full: false,
    syncSent: false,
    sentAll: false,
    outboxReady: false,
    finished: false,
  });
  events.push({
    kind: 'datastore-opened',
    datastore: facts.name,
    source,
    syncType: decision.syncType,
    client: { last, next },
    serverNext,
    ...(filter === null ? {} : { filter }),
    ...(resumed === null ? {} : { resumes: true }),
    ...(isConfirming(draft, last, facts) ? { confirmsLast: true } : {}),
    ...(whole ? { whole: true } : {}),
  });
  goOn(draft, facts.name, resumed);
  state.commands.push({
    kind: 'alert',
    code: decision.syncType,
    datastore: facts.name,
    target: source,
    source: target,
    // `0` for "never": some clients cannot read an anchor without Last.
    anchor: { last: facts.serverAnchor ?? '0', next: serverNext },
  });
  state.maxObjSize = objectLimit(item.meta?.maxObjSize, state.maxObjSize);
  return decision.refused ? 508 : 200;
}

/** Does every item travel? The first refresh of a phone is as much work as a slow sync; later ones find their replica. */
function isWhole(syncType: SyncType, { clientAnchor }: DatastoreFacts): boolean {
  if (syncType === syncTypes.refreshFromServer) return clientAnchor === null;
  return syncType === syncTypes.slow || syncType === syncTypes.refreshFromClient;
}

/** A phone that keeps its Maps sends them with package 3, before we send anything again. */
function isInDoubt(draft: Draft, { unmapped = false }: DatastoreFacts): boolean {
  return unmapped && draft.facts.profile.replaysMaps === false;
}

/** Its anchor is that of the last finished session, of which it may not have told everything. */
function isConfirming({ facts }: Draft, last: string | null, { clientAnchor }: DatastoreFacts): boolean {
  return facts.profile.omitsLastStatuses === true && last !== null && last === clientAnchor;
}

/** S60 clients go on only with the very type that broke off; any other answer than that or 508 with 201 stops them. */
function resumableFor(facts: DatastoreFacts, last: string | null): Resumable | null {
  const { resumable = null, clientAnchor, readOnly } = facts;
  if (resumable === null || !mayResume(last, clientAnchor)) return null;
  return readOnly && resumable.syncType === syncTypes.oneWayFromClient ? null : resumable;
}

/** What the datastore waited for before counts no more: the phone may have repeated its Alert, or changed its mind. */
function goOn({ state }: Draft, name: DatastoreName, resumed: Resumable | null): void {
  stopWaiting(state, name);
  state.left = state.left?.filter(({ datastore }) => datastore !== name) ?? [];
  if (resumed === null) return;
  const { incoming, lastPiece, outgoing } = resumed;
  if (incoming !== null || lastPiece !== null)
    state.waiting = [...(state.waiting ?? []), { incoming, lastPiece }];
  if (outgoing !== null) state.left = [...state.left, outgoing];
}

/** Package 3 has begun, and this is not package 1 once more. */
function isLate({ state, message }: Draft): boolean {
  return state.phase === 'sync-in' && !repeatsPackageOne(state, message);
}

const alertable: ReadonlySet<Phase> = new Set(['init', 'combined-in', 'init-reply', 'sync-in']);
