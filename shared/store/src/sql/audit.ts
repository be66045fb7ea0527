import type { Audit } from '../port/index.ts';
import { expectCount } from './context.ts';
import type { Context } from './context.ts';

export function audit({ db, random }: Context): Audit {
  return {
    add: async (accountId, { at, actor, action, subject }) => {
      await db
        .insertInto('audit')
        .values({ account_id: accountId ?? nobody, id: random.id(), at, actor, action, subject })
        .execute();
    },
    list: async (accountId, limit) => {
      expectCount(limit);
      const query = db
        .selectFrom('audit')
        .select(['at', 'actor', 'action', 'subject'])
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit);
      return (accountId === null ? query : query.where('account_id', '=', accountId)).execute();
    },
  };
}

/** Stands for "no account": what the operator did to the whole. */
const nobody = '';
