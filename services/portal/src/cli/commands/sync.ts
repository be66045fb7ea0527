import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import { apiClient } from '../client.ts';
import { print, table, time } from '../print.ts';

const progress = z.object({
  done: z.boolean(),
  pending: z.number(),
  collections: z.array(
    z.object({
      id: z.string(),
      displayName: z.string(),
      attempted: z.boolean(),
      problem: z.string().nullable(),
      retryAt: z.number().nullable(),
      pending: z.number(),
      held: z.number(),
      failed: z.number(),
    }),
  ),
});
type Progress = z.infer<typeof progress>;
const started = progress.extend({ since: z.number() });

const pollInterval = 200;

export function syncCommand(): Command {
  return new Command('sync')
    .description('refresh from and push to every cloud of an account')
    .argument('<account>')
    .option('--wait', 'return when everything has been written')
    .option('--timeout <seconds>', 'with --wait: give up after this long', '300')
    .option('--json', 'print JSON for scripts')
    .action(async (account: string, options: { wait?: true; timeout: string }, command: Command) => {
      const api = await apiClient();
      const path = `/api/accounts/${encodeURIComponent(account)}/sync`;
      const { since, ...first } = await api.call('POST', path, started);
      const deadline = Date.now() + Number(options.timeout) * 1000;
      let now: Progress = first;
      while (options.wait === true && !now.done) {
        if (Date.now() > deadline) {
          print(command, now, shown);
          throw new CliError(`${now.pending} changes are still waiting; they go on being written.`);
        }
        await sleep(pollInterval);
        now = await api.call('GET', `${path}?since=${since}`, progress);
      }
      print(command, now, options.wait === true ? shown : () => 'Started.');
      if (
        options.wait === true &&
        now.collections.some(({ problem, failed }) => problem !== null || failed > 0)
      ) {
        throw new CliError(
          'not everything went well; see the problems above and `anchorage quarantine list`.',
        );
      }
    });
}

function shown({ collections }: Progress): string {
  return table(
    collections.map(({ displayName, pending, held, failed, problem, retryAt }) => ({
      collection: displayName,
      pending,
      held,
      failed,
      problem,
      'again at': time(retryAt),
    })),
    'This account has no collections. Link a server first: anchorage link add',
  );
}
