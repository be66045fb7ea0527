import { asId } from '@anchorage/model';
import type { EnrolmentId } from '@anchorage/model';
import type { Selectable } from 'kysely';
import { StoreError } from '../port/index.ts';
import type { Enrolment, Enrolments, EnrolmentState } from '../port/index.ts';
import { fingerprintOf, openPassword, sealPassword } from '../vault/enrolment-seal.ts';
import { expectCount, expectRow } from './context.ts';
import type { Context } from './context.ts';
import type { Database } from './tables.ts';

type Row = Selectable<Database['enrolments']>;

export function enrolments(context: Context): Enrolments {
  const { db, clock, random, vault } = context;
  const { ring } = vault;
  const rowOf = (id: EnrolmentId) =>
    db.selectFrom('enrolments').selectAll().where('id', '=', id).executeTakeFirst();
  return {
    ask: async (login, most) => {
      expectCount(most);
      const now = clock.now();
      const fingerprint = fingerprintOf(ring, login);
      const known = await db
        .selectFrom('enrolments')
        .selectAll()
        .where('fingerprint', '=', fingerprint)
        .execute();
      const refused = known.find((row) => row.state === 'refused' && row.due_at > now);
      if (refused) return toEnrolment(refused);
      const own = known.find((row) => row.device_uri === login.deviceUri);
      if (own?.state === 'pending') return toEnrolment(own);
      if (own) {
        const sealed = sealPassword(ring, random, asId(own.id), login.password);
        await db
          .updateTable('enrolments')
          .set({ state: 'pending', password: sealed, attempts: 0, due_at: now, created_at: now })
          .where('id', '=', own.id)
          .where('state', '=', 'refused')
          .execute();
      } else {
        if ((await count(context)) >= most) return null;
        const id: EnrolmentId = asId(random.id());
        await db
          .insertInto('enrolments')
          .values({
            id,
            fingerprint,
            upstream: login.upstream,
            username: login.username,
            device_uri: login.deviceUri,
            password: sealPassword(ring, random, id, login.password),
            state: 'pending',
            attempts: 0,
            due_at: now,
            created_at: now,
          })
          .onConflict((c) => c.columns(['fingerprint', 'device_uri']).doNothing())
          .execute();
      }
      const row = await db
        .selectFrom('enrolments')
        .selectAll()
        .where('fingerprint', '=', fingerprint)
        .where('device_uri', '=', login.deviceUri)
        .executeTakeFirst();
      return row ? toEnrolment(row) : null;
    },
    get: async (id) => {
      const row = await rowOf(id);
      return row ? toEnrolment(row) : null;
    },
    password: async (id) => {
      const row = await rowOf(id);
      if (!row?.password) throw new StoreError('not-found', 'no such pending enrolment');
      return openPassword(ring, id, row.password);
    },
    due: async (now, limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('enrolments')
        .select('id')
        .where('state', '=', 'pending')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => asId<'enrolment'>(row.id));
    },
    take: async (id) => {
      const result = await db
        .deleteFrom('enrolments')
        .where('id', '=', id)
        .where('state', '=', 'pending')
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
    refuse: async (id, until) => {
      const result = await db
        .updateTable('enrolments')
        .set({ state: 'refused', password: null, due_at: until })
        .where('id', '=', id)
        .executeTakeFirst();
      expectRow(result.numUpdatedRows, 'enrolment');
    },
    postpone: async (id, dueAt) => {
      const result = await db
        .updateTable('enrolments')
        .set((e) => ({ attempts: e('attempts', '+', 1), due_at: dueAt }))
        .where('id', '=', id)
        .where('state', '=', 'pending')
        .executeTakeFirst();
      expectRow(result.numUpdatedRows, 'pending enrolment');
    },
    prune: async (now, before) => {
      const result = await db
        .deleteFrom('enrolments')
        .where((e) =>
          e.or([e('created_at', '<', before), e.and([e('state', '=', 'refused'), e('due_at', '<=', now)])]),
        )
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

async function count({ db }: Context): Promise<number> {
  const row = await db
    .selectFrom('enrolments')
    .select((e) => e.fn.countAll<number>().as('rows'))
    .executeTakeFirst();
  return row?.rows ?? 0;
}

function toEnrolment(row: Row): Enrolment {
  return {
    id: asId(row.id),
    upstream: row.upstream,
    username: row.username,
    deviceUri: row.device_uri,
    state: row.state as EnrolmentState,
    attempts: row.attempts,
    dueAt: row.due_at,
    createdAt: row.created_at,
  };
}
