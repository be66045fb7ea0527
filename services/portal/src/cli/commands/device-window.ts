import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { apiClient } from '../client.ts';
import { CliError } from '../cli-error.ts';
import { print } from '../print.ts';

export const dateWindow = z
  .object({ back: z.number().nullable(), forward: z.number().nullable() })
  .nullable();
const answered = z.object({ datastore: z.string(), window: dateWindow });

interface Options {
  readonly account: string;
  readonly datastore: string;
  readonly back?: number;
  readonly forward?: number;
  readonly off?: true;
}

/** `anchorage device window`. */
export function deviceWindowCommand(): Command {
  return new Command('window')
    .description('give it some days of its calendar only, counted from today; the cloud keeps them all')
    .argument('<device>')
    .requiredOption('--account <name>')
    .option('--datastore <name>', 'cal or task', 'cal')
    .option('--back <days>', 'days that are over; left out: all of them', wholeDays)
    .option('--forward <days>', 'days to come; left out: all of them', wholeDays)
    .option('--off', 'give it everything again')
    .option('--json', 'print JSON for scripts')
    .action(async (id: string, options: Options, command: Command) => {
      const { account, datastore, back = null, forward = null, off = false } = options;
      if (off === (back !== null || forward !== null))
        throw new CliError('say --back or --forward, or both; or --off alone');
      const api = await apiClient();
      const path = `/api/accounts/${encodeURIComponent(account)}/devices/${encodeURIComponent(id)}/window`;
      const answer = await api.call('POST', path, answered, { datastore, back, forward });
      print(
        command,
        answer,
        (value) => `${value.datastore}: ${windowInWords(value.window)}, from its next sync on.`,
      );
    });
}

export function windowInWords(window: z.infer<typeof dateWindow>): string {
  if (window === null) return 'all days';
  const { back, forward } = window;
  const ends = [
    back === null ? 'all before' : `${back} back`,
    forward === null ? 'all to come' : `${forward} ahead`,
  ];
  return `days ${ends.join(', ')}`;
}

function wholeDays(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('A number of days, please.');
  return Number(text);
}
