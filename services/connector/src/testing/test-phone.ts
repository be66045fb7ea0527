/** A phone as the front shows it to the database: inbox in, outbox out, Statuses and Maps settled. */
import { asId, syncTypes } from '@anchorage/model';
import type { Job } from '@anchorage/jobs';
import type {
  AccountId,
  DatastoreId,
  DatastoreName,
  DeviceId,
  MappingId,
  SessionId,
  SyncFilter,
  SyncType,
} from '@anchorage/model';
import { systemRandom } from '@anchorage/runtime';
import type { Collection, OutboxRow, SessionPart, Store } from '@anchorage/store';
import type { Tools } from '../tools.ts';

type Name = Extract<DatastoreName, 'card' | 'cal'>;

export interface TestPhone {
  readonly datastores: Readonly<Record<Name, DatastoreId>>;
  /** Text by LUID. */
  readonly holds: Record<Name, Map<string, string>>;
  add(name: Name, text: string): string;
  /** Under a LUID that it has used before. */
  addAs(name: Name, luid: string, text: string): void;
  replace(name: Name, luid: string, text: string): void;
  remove(name: Name, luid: string): void;
  /** Everything lost, LUIDs begin at 1 again. */
  reset(): void;
  /** A whole session; returns what the part says and what the phone got. */
  sync(name: Name, type?: SyncType, options?: SyncOptions): Promise<Synced>;
  /** The Maps that did not come through when their session broke off come now. */
  mapLate(): Promise<void>;
  /** What it holds, sorted. */
  texts(name: Name): readonly string[];
}

/** What the phone needs of the rig it lives in. */
export interface PhoneWorld {
  readonly store: Store;
  readonly tools: Tools;
  readonly accountId: AccountId;
  readonly card: { readonly row: Collection };
  readonly cal: { readonly row: Collection };
  drain(): Promise<void>;
  run(job: Job): Promise<number | null>;
  passTime(ms: number): void;
}

export interface SyncOptions {
  /**
   * The session breaks off after the phone has sent everything; what is not settled stays so. `unheard`: the phone has
   * carried out what it got, and nobody has heard of it.
   */
  readonly breakOff?: 'before-final' | 'before-status' | 'before-map' | 'unheard';
  readonly dontDrain?: boolean;
  /** Its owner asked for a slow sync that the anchors do not demand: broken off, it is not asked for another. */
  readonly isChosen?: boolean;
  /** Goes on where this session broke off. */
  readonly resumes?: SessionId;
  /** In a slow sync it sends only those. */
  readonly only?: readonly string[];
  /** What it asks to have. */
  readonly filter?: SyncFilter | null;
}

export interface Synced {
  readonly sessionId: SessionId;
  readonly part: SessionPart | null;
  /** `add`, `replace 3`, `delete 4`, in order. */
  readonly got: readonly string[];
}

export function createTestPhone(
  rig: PhoneWorld,
  deviceId: DeviceId,
  datastores: Readonly<Record<Name, DatastoreId>>,
): TestPhone {
  const { store, accountId } = rig;
  let luids = 0;
  let slowAgain = false;
  let unmapped: { luid: string; datastoreId: DatastoreId; guid: string }[] = [];
  let holds: Record<Name, Map<string, string>> = { card: new Map(), cal: new Map() };
  let pending: { name: Name; command: 'add' | 'replace' | 'delete'; luid: string; text: string | null }[] =
    [];

  async function begin(
    name: Name,
    syncType: SyncType,
    { resumes = null, filter = null }: { resumes?: SessionId | null; filter?: SyncFilter | null },
  ): Promise<SessionId> {
    const sessionId = asId<'session'>(systemRandom.id());
    await store.sessions.insert(accountId, {
      id: sessionId,
      deviceId,
      token: sessionId,
      peerUri: 'IMEI:000000000000001',
      peerSessionId: sessionId,
      state: '{}',
      lastRequest: 'x',
      lastMsgId: 1,
      startedAt: rig.tools.clock.now(),
    });
    const part = { sessionId, datastoreId: datastores[name], datastore: name, syncType, resumes, filter };
    await store.sessions.openPart(accountId, { ...part, clientNext: '1', serverNext: '1' });
    return sessionId;
  }

  async function send(
    name: Name,
    sessionId: SessionId,
    syncType: SyncType,
    only: readonly string[] | undefined,
  ): Promise<void> {
    const whole = syncType === syncTypes.slow || syncType === syncTypes.refreshFromClient;
    const changes = whole
      ? [...holds[name]]
          .filter(([luid]) => only?.includes(luid) ?? true)
          .map(([luid, text]) => ({ name, command: 'replace' as const, luid, text }))
      : pending.filter((change) => change.name === name);
    if (syncType === syncTypes.refreshFromServer) changes.length = 0;
    await store.inbox.append(
      accountId,
      changes.map(({ command, luid, text }) => ({
        sessionId,
        datastoreId: datastores[name],
        command,
        luid,
        contentType: null,
        data: text === null ? null : new TextEncoder().encode(text),
      })),
    );
    pending = pending.filter((change) => change.name !== name);
  }

  async function settle(name: Name, row: OutboxRow, map: boolean): Promise<string> {
    const text = row.data === null ? '' : new TextDecoder().decode(row.data);
    const datastoreId = datastores[name];
    if (row.command === 'add') {
      luids += 1;
      const luid = String(luids);
      holds[name].set(luid, text);
      const [mapping] = await store.mappings.byGuids(accountId, datastoreId, [row.guid ?? '']);
      if (mapping === undefined) throw new Error('an Add without a mapping');
      if (map) await mapped(luid, mapping);
      else unmapped.push({ luid, datastoreId, guid: row.guid ?? '' });
      return 'add';
    }
    const luid = row.luid ?? '';
    const [mapping] = await store.mappings.byLuids(accountId, datastoreId, [luid]);
    if (mapping === undefined) throw new Error(`${row.command} of an unknown LUID`);
    if (row.command === 'replace' && !holds[name].has(luid)) {
      await store.mappings.update(accountId, mapping.id, { luid: null, pending: true });
      return `lost ${luid}`;
    }
    if (row.command === 'delete') {
      holds[name].delete(luid);
      await store.mappings.remove(accountId, [mapping.id]);
    } else {
      holds[name].set(luid, text);
      const { revision } = row;
      const settled = { view: text, revision, pending: false, withdrawn: false };
      await store.mappings.update(accountId, mapping.id, settled);
    }
    return `${row.command} ${luid}`;
  }

  function carryOut(name: Name, { command, luid, data }: OutboxRow): void {
    const text = new TextDecoder().decode(data ?? undefined);
    if (command === 'delete') holds[name].delete(luid ?? '');
    else if (command === 'add') holds[name].set(String((luids += 1)), text);
    else if (holds[name].has(luid ?? '')) holds[name].set(luid ?? '', text);
  }

  /** As the front settles a Map. */
  async function mapped(luid: string, { id, view }: { id: MappingId; view: string | null }): Promise<void> {
    await store.mappings.update(accountId, id, { luid, pending: view === null, withdrawn: false });
  }

  async function end(sessionId: SessionId, phase: 'finished' | 'aborted'): Promise<void> {
    const row = await store.sessions.get(accountId, sessionId);
    const change = { phase, updatedAt: rig.tools.clock.now() };
    await store.sessions.update(accountId, sessionId, row?.version ?? 0, change);
  }

  return {
    datastores,
    get holds() {
      return holds;
    },
    add(name, text) {
      luids += 1;
      const luid = String(luids);
      holds[name].set(luid, text);
      pending.push({ name, command: 'add', luid, text });
      return luid;
    },
    addAs(name, luid, text) {
      holds[name].set(luid, text);
      pending.push({ name, command: 'add', luid, text });
    },
    replace(name, luid, text) {
      holds[name].set(luid, text);
      pending.push({ name, command: 'replace', luid, text });
    },
    remove(name, luid) {
      holds[name].delete(luid);
      pending.push({ name, command: 'delete', luid, text: null });
    },
    reset() {
      holds = { card: new Map(), cal: new Map() };
      luids = 0;
      pending = [];
    },
    async mapLate() {
      for (const { luid, datastoreId, guid } of unmapped) {
        const [mapping] = await store.mappings.byGuids(accountId, datastoreId, [guid]);
        if (mapping !== undefined) await mapped(luid, mapping);
      }
      unmapped = [];
    },
    texts: (name) => [...holds[name].values()].toSorted(),
    async sync(name, asked = syncTypes.twoWay, options = {}) {
      const { breakOff, dontDrain = false, isChosen = false, resumes = null, only, filter = null } = options;
      // A slow sync that broke off has told nothing of what was deleted before: the anchors demand another.
      const syncType = slowAgain ? syncTypes.slow : asked;
      slowAgain = syncType === syncTypes.slow && breakOff !== undefined && !isChosen;
      const datastoreId = datastores[name];
      const sessionId = await begin(name, syncType, { resumes, filter });
      await rig.tools.queue.enqueue({ kind: 'refresh', accountId, collectionId: rig[name].row.id });
      await send(name, sessionId, syncType, only);
      if (breakOff === 'before-final') {
        await end(sessionId, 'aborted');
        return { sessionId, part: null, got: [] };
      }
      await store.sessions.updatePart(accountId, sessionId, datastoreId, { state: 'received' });
      if (!dontDrain) await rig.drain();
      for (let tries = 0; tries < 100; tries += 1) {
        const delay = await rig.run({ kind: 'reconcile', accountId, sessionId, datastoreId });
        if (delay === null) break;
        rig.passTime(delay);
      }
      const part = (await store.sessions.parts(accountId, sessionId)).at(0) ?? null;
      if (breakOff === 'before-status') {
        await end(sessionId, 'aborted');
        return { sessionId, part, got: [] };
      }
      const { rows } = await store.outbox.next(accountId, sessionId, datastoreId, 1e9, 20_000);
      const ids = rows.map(({ id }) => id);
      await store.outbox.setState(accountId, ids, 'sent', null);
      if (breakOff === 'unheard') {
        for (const row of rows) carryOut(name, row);
        await end(sessionId, 'aborted');
        return { sessionId, part, got: [] };
      }
      const got: string[] = [];
      if (syncType === syncTypes.refreshFromServer) holds[name].clear();
      for (const row of rows) got.push(await settle(name, row, breakOff !== 'before-map'));
      await store.outbox.setState(accountId, ids, 'done', 200);
      const seen = part?.seen ?? [];
      await store.datastores.setSeen(accountId, datastoreId, seen);
      const served = filter === null ? null : JSON.stringify(filter);
      if (seen.length > 0) await store.datastores.setServedFilter(accountId, datastoreId, served);
      if (syncType === syncTypes.refreshFromServer)
        await store.mappings.removeWithdrawn(accountId, datastoreId);
      await end(sessionId, 'finished');
      if (!dontDrain) await rig.drain();
      return { sessionId, part, got };
    },
  };
}
