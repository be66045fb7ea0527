import { Command } from 'commander';
import { z } from 'zod';
import { apiClient } from '../client.ts';
import { print, table, time } from '../print.ts';

const session = z.object({
  id: z.string(),
  deviceId: z.string(),
  phase: z.string(),
  outcome: z.string().nullable(),
  messages: z.number(),
  startedAt: z.number(),
  updatedAt: z.number(),
  datastores: z.array(
    z.object({
      datastore: z.string(),
      syncType: z.number(),
      state: z.string(),
      counts: z.record(z.string(), z.number()),
    }),
  ),
});
const listed = z.object({ sessions: z.array(session) });

export function sessionCommands(): Command {
  const sessions = new Command('session').description('what phones did');
  sessions
    .command('list')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async ({ account }: { account: string }, command: Command) => {
      const api = await apiClient();
      print(command, await api.call('GET', path(account), listed), (value) =>
        table(
          value.sessions.map(({ id, phase, outcome, messages, startedAt, datastores }) => ({
            id,
            started: time(startedAt),
            phase,
            outcome,
            messages,
            datastores: datastores.map((part) => `${part.datastore}:${part.state}`).join(' '),
          })),
          'No phone has synced yet.',
        ),
      );
    });
  sessions
    .command('show')
    .argument('<session>')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async (id: string, { account }: { account: string }, command: Command) => {
      const api = await apiClient();
      print(command, await api.call('GET', `${path(account)}/${encodeURIComponent(id)}`, session), (value) =>
        [
          `${time(value.startedAt)}  ${value.phase}${value.outcome === null ? '' : ` (${value.outcome})`}  ${value.messages} messages`,
          ...value.datastores.map(
            ({ datastore, syncType, state, counts }) =>
              `  ${datastore}  sync type ${syncType}  ${state}  ${Object.entries(counts)
                .map(([name, count]) => `${name} ${count}`)
                .join(', ')}`,
          ),
        ].join('\n'),
      );
    });
  return sessions;
}

function path(account: string): string {
  return `/api/accounts/${encodeURIComponent(account)}/sessions`;
}
