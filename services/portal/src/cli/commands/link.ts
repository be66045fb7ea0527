import { text as readAll } from 'node:stream/consumers';
import { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import { apiClient } from '../client.ts';
import { print, table } from '../print.ts';

const collection = z.object({
  id: z.string(),
  url: z.string(),
  displayName: z.string(),
  kinds: z.array(z.string()),
  readOnly: z.boolean(),
  fill: z.string(),
  problem: z.string().nullable(),
});
const added = z.object({
  id: z.string(),
  provider: z.string(),
  url: z.string(),
  collections: z.array(collection),
});
const listed = z.object({
  links: z.array(
    z.object({
      id: z.string(),
      provider: z.string(),
      url: z.string(),
      status: z.string(),
      reason: z.string().nullable(),
      collections: z.array(collection),
    }),
  ),
});

interface AddOptions {
  readonly account: string;
  readonly url: string;
  readonly username: string;
  readonly passwordStdin?: true;
}

export function linkCommands(): Command {
  const link = new Command('link').description('logins at CalDAV and CardDAV servers');
  link
    .command('add')
    .requiredOption('--account <name>')
    .requiredOption('--url <url>', 'address of the server, or a mail address')
    .requiredOption('--username <user>')
    .option('--password-stdin', 'read the password from standard input')
    .option('--json', 'print JSON for scripts')
    .action(async (options: AddOptions, command: Command) => {
      const password = await passwordFor(options);
      const api = await apiClient();
      const path = `/api/accounts/${encodeURIComponent(options.account)}/links`;
      const { url, username } = options;
      print(command, await api.call('POST', path, added, { url, username, password }), ({ collections }) =>
        [`Linked. ${collections.length} collections found:`, shown(collections)].join('\n'),
      );
    });
  link
    .command('list')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async ({ account }: { account: string }, command: Command) => {
      const api = await apiClient();
      print(
        command,
        await api.call('GET', `/api/accounts/${encodeURIComponent(account)}/links`, listed),
        ({ links }) =>
          links.length === 0
            ? 'Nothing linked yet. Link a server: anchorage link add --account NAME --url URL --username USER --password-stdin'
            : links
                .map(({ url, status, reason, collections }) =>
                  [`${url}  ${status}${reason === null ? '' : ` (${reason})`}`, shown(collections)].join(
                    '\n',
                  ),
                )
                .join('\n\n'),
      );
    });
  return link;
}

/** Passwords come on standard input only: arguments can be read by every user of the machine. */
async function passwordFor(options: AddOptions): Promise<string> {
  if (options.passwordStdin !== true) {
    throw new CliError(
      'say --password-stdin and give the password on standard input, e.g. with: < password-file',
    );
  }
  const password = (await readAll(process.stdin)).replace(/\r?\n$/, '');
  if (password === '') throw new CliError('standard input held no password');
  return password;
}

function shown(collections: readonly z.infer<typeof collection>[]): string {
  return table(
    collections.map(({ displayName, kinds, readOnly, fill, problem }) => ({
      name: displayName,
      holds: kinds.join(', '),
      'read only': readOnly,
      replica: fill,
      problem,
    })),
    'none',
  );
}
