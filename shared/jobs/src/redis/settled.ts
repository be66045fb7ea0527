/** Waits for all, whatever becomes of them, at most two seconds: closing must not hang on a Redis that is gone. */
export async function settled(work: readonly Promise<unknown>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, 2_000);
  });
  await Promise.race([Promise.allSettled(work), late]);
  clearTimeout(timer);
}
