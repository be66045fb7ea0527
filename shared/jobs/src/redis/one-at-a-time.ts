/**
 * Lets work of one key run only after the work of that key before it. Redis sees to that as long as it remembers; after a
 * FLUSHALL a job can come a second time while the first still runs here.
 */
export function oneAtATime(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = tails.get(key) ?? Promise.resolve();
    const own = before.then(work, work);
    const tail = own.catch(() => undefined);
    tails.set(key, tail);
    try {
      return await own;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
}
