import { Command } from 'commander';
import { z } from 'zod';
import { apiClient } from '../client.ts';
import { awaitUndo, undoInWords, undoShown } from '../await-undo.ts';
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
      doubtful: z.array(z.object({ luid: z.string(), itemId: z.string(), recurrenceId: z.string() })),
    }),
  ),
});
const listed = z.object({ sessions: z.array(session), undos: z.array(undoShown) });
const shown = z.union([undoShown, session]);
type Session = z.infer<typeof session>;

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
          [...value.sessions.map(sessionRow), ...value.undos.map(undoRow)].toSorted((a, b) =>
            a.started < b.started ? 1 : -1,
          ),
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
      print(command, await api.call('GET', sessionPath(account, id), shown), (value) =>
        'undoes' in value ? undoInWords(value) : sessionInWords(value),
      );
    });
  sessions
    .command('undo')
    .description('take back what a session changed, or what an earlier undo did; prints what became of it')
    .argument('<session>')
    .requiredOption('--account <name>')
    .option('--no-wait', 'return at once')
    .option('--json', 'print JSON for scripts')
    .action(async (id: string, { account, wait }: { account: string; wait: boolean }, command: Command) => {
      const api = await apiClient();
      const asked = await api.call('POST', `${sessionPath(account, id)}/undo`, undoShown);
      print(command, wait ? await awaitUndo(api, account, asked.id) : asked, undoInWords);
    });
  sessions
    .command('export')
    .description('all that is kept of a session, with the texts of its items before and after, as JSON')
    .argument('<session>')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(async (id: string, { account }: { account: string }, command: Command) => {
      const api = await apiClient();
      const all = await api.call('GET', `${sessionPath(account, id)}/export`, z.looseObject({}));
      print(command, all, (value) => JSON.stringify(value, null, 2));
    });
  return sessions;
}

function path(account: string): string {
  return `/api/accounts/${encodeURIComponent(account)}/sessions`;
}

function sessionPath(account: string, id: string): string {
  return `${path(account)}/${encodeURIComponent(id)}`;
}

function sessionRow({ id, phase, outcome, messages, startedAt, datastores }: Session) {
  return {
    id,
    started: time(startedAt) ?? '',
    phase,
    outcome,
    messages,
    datastores: datastores.map((part) => `${part.datastore}:${part.state}`).join(' '),
  };
}

function undoRow({ id, undoes, what, state, requestedAt }: z.infer<typeof undoShown>) {
  const of = `${what === 'hold' ? 'rejects what is held of' : 'undoes'} ${undoes}`;
  return { id, started: time(requestedAt) ?? '', phase: state, outcome: of, messages: null, datastores: '' };
}

function sessionInWords(value: Session): string {
  return [
    `${time(value.startedAt)}  ${value.phase}${value.outcome === null ? '' : ` (${value.outcome})`}  ${value.messages} messages`,
    ...value.datastores.flatMap(partInWords),
  ].join('\n');
}

function partInWords({ datastore, syncType, state, counts, doubtful }: Session['datastores'][number]) {
  const told = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return [
    `  ${datastore}  sync type ${syncType}  ${state}  ${told.join(', ')}`,
    ...doubtful.map(({ luid, itemId }) => `    the phone's ${luid} may be ${itemId}: kept apart`),
  ];
}
