import { Command } from 'commander';
import { z } from 'zod';
import { apiClient } from '../client.ts';
import { print, table, time } from '../print.ts';

const listed = z.object({
  quarantine: z.array(
    z.object({
      id: z.string(),
      side: z.string(),
      reason: z.string(),
      size: z.number(),
      createdAt: z.number(),
    }),
  ),
});
const retried = z.object({ when: z.enum(['now', 'next-sync']) });

export function quarantineCommands(): Command {
  const quarantine = new Command('quarantine').description('items that one side could not digest');
  quarantine
    .command('list')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async ({ account }: { account: string }, command: Command) => {
      const api = await apiClient();
      print(command, await api.call('GET', path(account), listed), (value) =>
        table(
          value.quarantine.map(({ id, side, reason, size, createdAt }) => ({
            id,
            from: side,
            reason,
            octets: size,
            since: time(createdAt),
          })),
          'Nothing in quarantine.',
        ),
      );
    });
  quarantine
    .command('retry')
    .description('try it once more')
    .argument('<id>')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async (id: string, { account }: { account: string }, command: Command) => {
      const api = await apiClient();
      const answer = await api.call('POST', `${path(account)}/${encodeURIComponent(id)}/retry`, retried);
      print(command, answer, ({ when }) =>
        when === 'now' ? 'It is tried again.' : 'It is tried again with the next sync of its phone.',
      );
    });
  quarantine
    .command('drop')
    .description('forget it; a phone that refused or undid it is not sent it before it changes')
    .argument('<id>')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async (id: string, { account }: { account: string }, command: Command) => {
      const api = await apiClient();
      print(
        command,
        await api.call('DELETE', `${path(account)}/${encodeURIComponent(id)}`, z.object({})),
        () => 'Dropped.',
      );
    });
  return quarantine;
}

function path(account: string): string {
  return `/api/accounts/${encodeURIComponent(account)}/quarantine`;
}
