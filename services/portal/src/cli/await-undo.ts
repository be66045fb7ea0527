/** Waits until the connector has taken back what it was asked to. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { CliError } from './cli-error.ts';
import type { ApiClient } from './client.ts';

export const undoShown = z.object({
  id: z.string(),
  undoes: z.string(),
  what: z.string(),
  state: z.string(),
  counts: z.record(z.string(), z.number()),
  left: z.array(z.string()),
  requestedAt: z.number(),
  finishedAt: z.number().nullable(),
});
export type UndoShown = z.infer<typeof undoShown>;

export async function awaitUndo(api: ApiClient, account: string, id: string): Promise<UndoShown> {
  const path = `/api/accounts/${encodeURIComponent(account)}/sessions/${encodeURIComponent(id)}`;
  const deadline = Date.now() + patience;
  for (;;) {
    const undo = await api.call('GET', path, undoShown);
    if (undo.state === 'done') return undo;
    if (Date.now() > deadline) {
      throw new CliError(`undo ${id} is not done yet; it goes on. \`session show ${id}\` tells how it went.`);
    }
    await sleep(pollInterval);
  }
}

/** What became of the items, in words. */
export function undoInWords({ what, undoes, state, counts, left }: UndoShown): string {
  const done = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  const lines = [`${what === 'hold' ? 'held deletions of' : 'undo of'} ${undoes}: ${state}`];
  if (counts['tooOld'] !== undefined) return [...lines, '  nothing: older than what is kept'].join('\n');
  lines.push(`  ${done.join(', ') || 'nothing to take back'}`);
  if (left.length > 0) {
    lines.push('  left as somebody has changed them since:', ...left.map((id) => `    ${id}`));
  }
  return lines.join('\n');
}

const patience = 60_000;
const pollInterval = 200;
