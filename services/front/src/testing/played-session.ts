/** An open session of a phone with its contacts, and what its events do to the store. */
import { asId, silentLogger } from '@anchorage/model';
import type { ItemId, OutboxId, SessionId } from '@anchorage/model';
import type { Job } from '@anchorage/jobs';
import type { Mapping, NewMapping, OutboxRow } from '@anchorage/store';
import { carryOut } from '../effects/carry-out.ts';
import type { EffectContext } from '../effects/context.ts';
import { createRig } from './rig.ts';
import type { Rig } from './rig.ts';

export interface PlayedSession {
  readonly rig: Rig;
  /** Of the session that goes on now. */
  readonly id: SessionId;
  /** The phone begins anew. */
  begin(id: string): Promise<void>;
  play(...events: Parameters<typeof carryOut>[1]): Promise<readonly Job[]>;
  /** An item with a mapping. */
  mapped(mapping: Partial<NewMapping>): Promise<ItemId>;
  /** What the phone is to be told of an item. */
  queued(itemId: ItemId, row: Pick<OutboxRow, 'command' | 'guid' | 'luid'>): Promise<OutboxId>;
  summary(): Promise<readonly Pick<Mapping, 'luid' | 'guid' | 'view' | 'revision' | 'pending'>[]>;
}

export async function playSession(): Promise<PlayedSession> {
  const rig = await createRig();
  const { accountId, device, store } = rig;
  const { card } = rig.datastores;
  let sessionId: SessionId = asId('none');
  const session: PlayedSession = {
    rig,
    get id() {
      return sessionId;
    },
    async begin(id) {
      sessionId = asId(id);
      await store.sessions.insert(accountId, {
        id: sessionId,
        deviceId: device.id,
        token: `token ${id}`,
        peerUri: 'IMEI:000000000000017',
        peerSessionId: '1',
        state: '{}',
        lastRequest: 'x',
        lastMsgId: 1,
        startedAt: 1,
      });
      await session.play({
        kind: 'datastore-opened',
        datastore: 'card',
        source: './card',
        syncType: 200,
        client: { last: '1', next: '2' },
        serverNext: '20260101T000000Z',
      });
    },
    play(...events) {
      return store.transaction((tx) => {
        const context: EffectContext = {
          tx,
          device,
          sessionId,
          datastores: [card],
          logger: silentLogger,
          now: 1,
        };
        return carryOut(context, events);
      });
    },
    async mapped(mapping) {
      const itemId = await rig.put('card', 'BEGIN:VCARD\r\nEND:VCARD\r\n');
      const blank = { luid: null, guid: null, recurrenceId: '', view: null, revision: 0, pending: true };
      await store.mappings.insert(accountId, [{ datastoreId: card.id, itemId, ...blank, ...mapping }]);
      return itemId;
    },
    async queued(itemId, row) {
      const data = row.command === 'delete' ? null : new TextEncoder().encode('new view');
      const contentType = data === null ? null : 'text/x-vcard';
      await store.outbox.append(accountId, [
        {
          sessionId,
          datastoreId: card.id,
          itemId,
          recurrenceId: '',
          revision: 9,
          contentType,
          data,
          ...row,
        },
      ]);
      const rows = await store.outbox.ofSession(accountId, sessionId);
      return rows.at(-1)?.id ?? asId('none');
    },
    async summary() {
      const mappings = await rig.mappings('card');
      return mappings.map(({ luid, guid, view, revision, pending }) => ({
        luid,
        guid,
        view,
        revision,
        pending,
      }));
    },
  };
  await session.begin('00000000-0000-7000-8000-000000000001');
  return session;
}
