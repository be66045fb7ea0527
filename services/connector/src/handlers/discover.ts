/** Job `discover {link}`: checks a login and lists its collections. */
import type { JobHandlers } from '@anchorage/jobs';
import { classify } from '../classify.ts';
import { chance } from '../tools.ts';
import type { Tools } from '../tools.ts';

export function discoverHandler(tools: Tools): JobHandlers['discover'] {
  const { store, queue } = tools;
  return async ({ accountId, linkId }, { signal }) => {
    const link = await store.links.get(accountId, linkId);
    const provider = link === null ? undefined : tools.provider(link.provider);
    if (link === null || provider === undefined || link.status !== 'ok') return { again: 'no' };
    try {
      const password = await store.links.password(accountId, linkId);
      const credentials = { username: link.username, password };
      const { collections } = await provider.discover({ url: link.url, credentials }, signal);
      for (const { url, displayName, kinds, readOnly, maxResourceSize } of collections) {
        const found = { linkId, url, displayName, kinds, readOnly, maxResourceSize };
        const { id, fill } = await store.collections.upsert(accountId, found);
        if (fill === 'empty') await queue.enqueue({ kind: 'refresh', accountId, collectionId: id });
      }
      return { again: 'no' };
    } catch (error) {
      const now = tools.clock.now();
      const verdict = classify(error, { now, attempts: 3, jitter: chance(tools.random) });
      tools.logger.warn('discovery failed', { account: accountId, link: linkId, reason: verdict.reason });
      if (verdict.kind === 'retry') return { again: 'after', delayMs: verdict.at - now };
      if (verdict.kind === 'ask-user') {
        await store.links.setStatus(accountId, linkId, 'needs-login', verdict.reason);
      }
      return { again: 'no' };
    }
  };
}
