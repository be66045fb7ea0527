import { Command } from 'commander';
import { z } from 'zod';
import { apiClient } from '../client.ts';
import { print, table, time } from '../print.ts';

const added = z.object({ id: z.string(), name: z.string(), timeZone: z.string() });
const listed = z.object({ accounts: z.array(added.extend({ createdAt: z.number() })) });

export function accountCommands(): Command {
  const account = new Command('account').description('people whose phones and clouds belong together');
  account
    .command('add')
    .argument('<name>')
    .option('--time-zone <zone>', 'IANA name; what times without a zone on a phone mean', 'UTC')
    .option('--json', 'print JSON for scripts')
    .action(async (name: string, { timeZone }: { timeZone: string }, command: Command) => {
      const api = await apiClient();
      print(
        command,
        await api.call('POST', '/api/accounts', added, { name, timeZone }),
        (value) => `Account ${value.name} added.`,
      );
    });
  account
    .command('list')
    .option('--json', 'print JSON for scripts')
    .action(async (_options: unknown, command: Command) => {
      const api = await apiClient();
      print(command, await api.call('GET', '/api/accounts', listed), ({ accounts }) =>
        table(
          accounts.map(({ name, timeZone, createdAt }) => ({
            name,
            'time zone': timeZone,
            added: time(createdAt),
          })),
          'No accounts yet. Add one: anchorage account add NAME',
        ),
      );
    });
  return account;
}
