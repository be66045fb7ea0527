import { Command } from 'commander';
import { z } from 'zod';
import { apiClient } from '../client.ts';
import { print, table, time } from '../print.ts';
import { devicePolicyCommand } from './device-policy.ts';
import { dateWindow, deviceWindowCommand, windowInWords } from './device-window.ts';

const added = z.object({
  id: z.string(),
  url: z.string(),
  username: z.string(),
  password: z.string(),
  datastores: z.object({ contacts: z.string(), calendar: z.string(), tasks: z.string(), notes: z.string() }),
});
const device = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string(),
  state: z.string(),
  hardware: z.string().nullable(),
  createdAt: z.number(),
  lastSeenAt: z.number().nullable(),
});
const listed = z.object({ devices: z.array(device) });
const detailed = device.extend({
  rules: z.array(z.string()),
  datastores: z.array(
    z.object({
      name: z.string(),
      policy: z.string(),
      window: dateWindow,
      clientAnchor: z.string().nullable(),
      serverAnchor: z.string().nullable(),
      collections: z.number(),
    }),
  ),
});

export function deviceCommands(): Command {
  const devices = new Command('device').description('phones and their own passwords');
  devices
    .command('add')
    .requiredOption('--account <name>')
    .option('--name <name>', 'what you call this phone', 'phone')
    .option('--json', 'print JSON for scripts')
    .action(async ({ account, name }: { account: string; name: string }, command: Command) => {
      const api = await apiClient();
      print(command, await api.call('POST', path(account), added, { name }), (value) =>
        [
          'Type this into the phone; the password is shown only now:',
          `  server address  ${value.url}`,
          `  user name       ${value.username}`,
          `  password        ${value.password}`,
          `  databases       contacts ${value.datastores.contacts}, calendar ${value.datastores.calendar}, tasks ${value.datastores.tasks}`,
        ].join('\n'),
      );
    });
  devices
    .command('list')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async ({ account }: { account: string }, command: Command) => {
      const api = await apiClient();
      print(command, await api.call('GET', path(account), listed), (value) =>
        table(
          value.devices.map(({ id, name, username, state, hardware, lastSeenAt }) => ({
            id,
            name,
            user: username,
            state,
            hardware,
            'last seen': time(lastSeenAt),
          })),
          'No phones yet. Add one: anchorage device add --account NAME',
        ),
      );
    });
  devices
    .command('show')
    .argument('<device>')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async (id: string, { account }: { account: string }, command: Command) => {
      const api = await apiClient();
      print(command, await api.call('GET', `${path(account)}/${encodeURIComponent(id)}`, detailed), (value) =>
        [
          `${value.name}  ${value.username}  ${value.state}  last seen ${time(value.lastSeenAt) ?? 'never'}`,
          `rules: ${value.rules.join(', ') || 'none yet'}`,
          table(
            value.datastores.map(({ name, policy, window, collections, clientAnchor }) => ({
              datastore: name,
              policy,
              window: windowInWords(window),
              collections,
              synced: clientAnchor !== null,
            })),
            'no datastores',
          ),
        ].join('\n'),
      );
    });
  devices.addCommand(deviceWindowCommand());
  devices.addCommand(devicePolicyCommand());
  for (const [action, description] of [
    ['block', 'shut the phone out'],
    ['unblock', 'let it in again'],
    ['reset', 'forget what it has: its next sync compares everything'],
  ] as const) {
    devices
      .command(action)
      .description(description)
      .argument('<device>')
      .requiredOption('--account <name>')
      .option('--json', 'print JSON for scripts')
      .action(async (id: string, { account }: { account: string }, command: Command) => {
        const api = await apiClient();
        const answer = await api.call('POST', `${path(account)}/${encodeURIComponent(id)}/${action}`, device);
        print(command, answer, (value) => `${value.name}: ${action} done.`);
      });
  }
  return devices;
}

function path(account: string): string {
  return `/api/accounts/${encodeURIComponent(account)}/devices`;
}
