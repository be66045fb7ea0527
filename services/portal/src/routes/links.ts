/** Links: a login at a DAV server, and the collections found behind it. */
import { askFor } from '@anchorage/jobs';
import type { AccountId, Clock, LinkId } from '@anchorage/model';
import { providerNames, type CollectionInfo } from '@anchorage/providers';
import type { Collection, Store, Tables } from '@anchorage/store';
import { z } from 'zod';
import { attachCollections } from '../datastores.ts';
import type { PortalOptions } from '../portal-options.ts';
import { jsonBody } from './body.ts';
import { accountNamed } from './lookup.ts';
import type { Route } from './route.ts';

const newLink = z.object({
  url: z.string().trim().min(1).max(2000),
  username: z.string().min(1).max(320),
  password: z.string().min(1).max(1000),
  provider: z.enum(providerNames).default('generic'),
});

export function linkRoutes({ store, queue, provider, clock, logger }: PortalOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/accounts/:account/links',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const collections = await store.collections.list(account.id);
        context.body = {
          links: (await store.links.list(account.id)).map((link) => ({
            id: link.id,
            provider: link.provider,
            url: link.url,
            status: link.status,
            reason: link.reason,
            collections: collections.filter(({ linkId }) => linkId === link.id).map(shownCollection),
          })),
        };
      },
    },
    {
      method: 'POST',
      path: '/api/accounts/:account/links',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const { url, username, password, provider: name } = await jsonBody(context, newLink);
        const found = await provider(name).discover({ url, credentials: { username, password } });
        const added = await store.transaction(async (tx) => {
          const link = await tx.links.add(account.id, {
            provider: name,
            url,
            rootUrl: found.rootUrl,
            username,
            password,
          });
          const collections = await addCollections(tx, account.id, link.id, found.collections);
          await attachCollections(tx, account.id, collections);
          await record(tx, account.id, link.id, clock);
          return { link, collections };
        });
        for (const { id } of added.collections) {
          await askFor({ queue, logger }, { kind: 'refresh', accountId: account.id, collectionId: id });
        }
        context.status = 201;
        context.body = {
          id: added.link.id,
          provider: name,
          url,
          collections: added.collections.map(shownCollection),
        };
      },
    },
  ];
}

async function addCollections(
  tx: Pick<Store, 'collections'>,
  accountId: AccountId,
  linkId: LinkId,
  found: readonly CollectionInfo[],
): Promise<readonly Collection[]> {
  const collections: Collection[] = [];
  for (const { url, displayName, kinds, readOnly, maxResourceSize } of found) {
    collections.push(
      await tx.collections.upsert(accountId, { linkId, url, displayName, kinds, readOnly, maxResourceSize }),
    );
  }
  return collections;
}

async function record(tx: Tables, accountId: AccountId, linkId: LinkId, clock: Clock): Promise<void> {
  await tx.audit.add(accountId, { at: clock.now(), actor: 'operator', action: 'link.add', subject: linkId });
}

function shownCollection(collection: Collection) {
  const { id, url, displayName, kinds, readOnly, fill, refreshedAt, problem } = collection;
  return { id, url, displayName, kinds, readOnly, fill, refreshedAt, problem };
}
