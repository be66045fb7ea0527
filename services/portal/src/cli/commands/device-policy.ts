import { Command } from 'commander';
import { z } from 'zod';
import { apiClient } from '../client.ts';
import { print } from '../print.ts';

const answered = z.object({ datastore: z.string(), policy: z.string() });

/** `anchorage device policy`. */
export function devicePolicyCommand(): Command {
  return new Command('policy')
    .description('whose word counts when phone and cloud have changed one item; the other version is kept')
    .argument('<device>')
    .argument('<datastore>', 'card, cal, task or note')
    .argument('<policy>', 'merge, cloud-wins, phone-wins, newest or keep-both')
    .requiredOption('--account <name>')
    .option('--json', 'print JSON for scripts')
    .action(
      async (
        id: string,
        datastore: string,
        policy: string,
        { account }: { account: string },
        command: Command,
      ) => {
        const api = await apiClient();
        const path = `/api/accounts/${encodeURIComponent(account)}/devices/${encodeURIComponent(id)}/policy`;
        const answer = await api.call('POST', path, answered, { datastore, policy });
        print(command, answer, (value) => `${value.datastore}: ${value.policy}, from its next sync on.`);
      },
    );
}
