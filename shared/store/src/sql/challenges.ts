import type { Challenges } from '../port/index.ts';
import type { Context } from './context.ts';

export function challenges({ db }: Context): Challenges {
  return {
    get: async (deviceUri) => {
      const row = await db
        .selectFrom('challenges')
        .select(['nonce', 'previous'])
        .where('device_uri', '=', deviceUri)
        .executeTakeFirst();
      if (!row) return [];
      const nonces = row.previous === null ? [row.nonce] : [row.nonce, row.previous];
      return nonces.map((nonce) => new Uint8Array(nonce));
    },
    issue: async (deviceUri, nonce, now) => {
      await db
        .insertInto('challenges')
        .values({ device_uri: deviceUri, nonce, previous: null, issued_at: now })
        .onConflict((c) =>
          c.column('device_uri').doUpdateSet((e) => ({
            previous: e.ref('challenges.nonce'),
            nonce: e.ref('excluded.nonce'),
            issued_at: e.ref('excluded.issued_at'),
          })),
        )
        .execute();
    },
    prune: async (before) => {
      const result = await db.deleteFrom('challenges').where('issued_at', '<', before).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}
