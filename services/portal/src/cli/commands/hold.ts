import { Command } from 'commander';
import { z } from 'zod';
import { apiClient } from '../client.ts';
import { awaitUndo } from '../await-undo.ts';
import { print, table, time } from '../print.ts';

const listed = z.object({
  holds: z.array(
    z.object({
      session: z.string().nullable(),
      side: z.string(),
      deletions: z.number(),
      since: z.number().nullable(),
    }),
  ),
});
const confirmed = z.object({ deleted: z.number() });
const rejected = z.object({ kept: z.number(), undo: z.string() });

export function holdCommands(): Command {
  const holds = new Command('hold').description("deletions that wait for their owner's word");
  holds
    .command('list')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async ({ account }: { account: string }, command: Command) => {
      const api = await apiClient();
      print(command, await api.call('GET', path(account), listed), (value) =>
        table(
          value.holds.map(({ session, side, deletions, since }) => ({
            session,
            'deleted by': side,
            deletions,
            since: time(since),
          })),
          'Nothing waits.',
        ),
      );
    });
  holds
    .command('confirm')
    .description('carry the deletions of this session out')
    .argument('<session>')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async (session: string, { account }: { account: string }, command: Command) => {
      const api = await apiClient();
      const answer = await api.call(
        'POST',
        `${path(account)}/${encodeURIComponent(session)}/confirm`,
        confirmed,
      );
      print(command, answer, ({ deleted }) => `${deleted} items will be deleted on the other side.`);
    });
  holds
    .command('reject')
    .description('keep the items on both sides; a phone gets them back with its next sync')
    .argument('<session>')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async (session: string, { account }: { account: string }, command: Command) => {
      const api = await apiClient();
      const answer = await api.call(
        'POST',
        `${path(account)}/${encodeURIComponent(session)}/reject`,
        rejected,
      );
      await awaitUndo(api, account, answer.undo);
      print(command, { kept: answer.kept }, ({ kept }) => `${kept} items stay on both sides.`);
    });
  return holds;
}

function path(account: string): string {
  return `/api/accounts/${encodeURIComponent(account)}/holds`;
}
