import type { Timers } from '@anchorage/model';

/**
 * Waits for `work` at most `graceMs`, then aborts and gives it a moment to notice. Resolves in any case: what does not
 * listen to its signal is left behind, its job will be asked for again.
 */
export async function finishWithin(
  work: Promise<unknown>,
  graceMs: number,
  abort: AbortController,
  timers: Timers,
): Promise<void> {
  if (await within(work, graceMs, timers)) return;
  abort.abort();
  await within(work, noticeMs, timers);
}

async function within(work: Promise<unknown>, ms: number, timers: Timers): Promise<boolean> {
  let cancel = (): void => undefined;
  const late = new Promise<false>((resolve) => {
    cancel = timers.after(ms, () => resolve(false));
  });
  const done = await Promise.race([
    work.then(
      () => true,
      () => true,
    ),
    late,
  ]);
  cancel();
  return done;
}

const noticeMs = 1_000;
