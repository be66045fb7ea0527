/** A front that dies, and a phone's way to the one that takes over. */
import { StoreError } from '@anchorage/store';
import type { Store } from '@anchorage/store';

/** A store whose n-th transaction commits and then takes the process with it. */
export function dyingAfter(
  whole: Store,
  commit: number,
): { readonly store: Store; readonly alive: () => boolean } {
  let commits = 0;
  let alive = true;
  const store: Store = {
    ...whole,
    transaction: async (work) => {
      if (!alive) throw new StoreError('unavailable', 'this process is dead');
      const result = await whole.transaction(work);
      commits += 1;
      if (commits === commit) {
        alive = false;
        throw new StoreError('unavailable', 'killed after the commit');
      }
      return result;
    },
  };
  return { store, alive: () => alive };
}

type Post<Reply> = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
) => Promise<Reply>;

/** Posts to the first front while it lives; what that cannot answer goes to the second, octet by octet the same. */
export function untilDead<Reply extends { readonly status: number }>(
  post: Post<Reply>,
  alive: () => boolean,
  first: string,
  second: string,
): Post<Reply> {
  return async (to, headers, body) => {
    const postTo = (url: string) => post(to.replace(/^http:\/\/[^/]+/, new URL(url).origin), headers, body);
    const reply = await postTo(alive() ? first : second);
    return reply.status === 503 ? postTo(second) : reply;
  };
}
