/** Bodies of many hrefs: batches, then each missing one alone, then GET. One answer per href, whatever the server does. */
import type { FetchedResource } from './contract.ts';
import { DavError } from './dav-error.ts';
import { pathKey } from './href.ts';
import type { CollectionContext } from './requests/context.ts';
import { requestResource } from './requests/get.ts';
import { requestMultiget, type MultigetAnswer } from './requests/multiget.ts';

/** Throws only for what concerns all of them: a refused login, a server that is busy, slow or away. */
export async function fetchResources(
  context: CollectionContext,
  hrefs: readonly string[],
): Promise<readonly FetchedResource[]> {
  const wanted = [...new Map(hrefs.map((href) => [pathKey(href), href])).values()];
  const batches: (readonly string[])[] = [];
  for (let at = 0; at < wanted.length; at += batchSize) batches.push(wanted.slice(at, at + batchSize));
  const results = new Map<string, FetchedResource>();
  await runSome(batches, parallelBatches, async (batch) => {
    for (const result of await fetchBatch(context, batch)) results.set(pathKey(result.href), result);
  });
  return hrefs.map((href) => {
    const result = results.get(pathKey(href));
    return result === undefined
      ? { href, kind: 'unavailable', reason: 'never answered' }
      : { ...result, href };
  });
}

async function fetchBatch(context: CollectionContext, hrefs: readonly string[]): Promise<FetchedResource[]> {
  let answers: ReadonlyMap<string, MultigetAnswer> = new Map();
  let askAlone = hrefs.length > 1;
  try {
    answers = await requestMultiget(context, hrefs);
  } catch (cause) {
    const remedy = remedyFor(cause);
    if (remedy === 'none') throw cause;
    // One unreadable item, or too many: Zimbra fails with 500 after some 960 contacts.
    if (remedy === 'split' && hrefs.length > 1) {
      const middle = Math.ceil(hrefs.length / 2);
      return [
        ...(await fetchBatch(context, hrefs.slice(0, middle))),
        ...(await fetchBatch(context, hrefs.slice(middle))),
      ];
    }
    askAlone = false;
  }
  const results: FetchedResource[] = [];
  for (const href of hrefs) {
    const answer = answers.get(pathKey(href));
    if (answer !== undefined) results.push({ href, ...answer });
    else if (askAlone) results.push(...(await fetchBatch(context, [href])));
    else results.push(await requestResource(context, href));
  }
  return results;
}

/** Does the failure say something about these hrefs (`split`), about multiget (`single`), or about everything? */
function remedyFor(cause: unknown): 'split' | 'single' | 'none' {
  if (!(cause instanceof DavError) || cause.status === 401) return 'none';
  if (cause.code === 'malformed' || cause.code === 'too-large' || cause.status === 500) return 'split';
  return ['unsupported', 'forbidden', 'not-found'].includes(cause.code) ? 'single' : 'none';
}

/** Waits for all that began before it reports a failure, so that no request outlives its caller. */
async function runSome<T>(
  work: readonly T[],
  parallel: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...work];
  let failed = false;
  const workers = Array.from({ length: parallel }, async () => {
    for (let item = queue.shift(); item !== undefined && !failed; item = queue.shift()) {
      try {
        await run(item);
      } catch (cause) {
        failed = true;
        throw cause;
      }
    }
  });
  const outcomes = await Promise.allSettled(workers);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

const batchSize = 50;
const parallelBatches = 2;
