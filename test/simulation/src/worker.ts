/** A thread that runs the seeds it is given, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { runSeed } from './run-seed.ts';
import type { SabotageName } from './sabotage/sabotage.ts';

const { sabotage } = workerData as { readonly sabotage: SabotageName | null };

parentPort?.on('message', (seed: number) => {
  // oxlint-disable-next-line require-post-message-target-origin -- a thread's port, not a window
  void runSeed(seed, { sabotage }).then((result) => parentPort?.postMessage(result));
});
