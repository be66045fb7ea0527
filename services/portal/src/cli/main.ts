#!/usr/bin/env node
/**
 * `anchorage`: the operator's command line. It talks to a running gateway over its API and knows nothing else; what
 * it prints with --json is stable for scripts.
 */
import { Command } from 'commander';
import { accountCommands } from './commands/account.ts';
import { deviceCommands } from './commands/device.ts';
import { holdCommands } from './commands/hold.ts';
import { linkCommands } from './commands/link.ts';
import { quarantineCommands } from './commands/quarantine.ts';
import { sessionCommands } from './commands/session.ts';
import { syncCommand } from './commands/sync.ts';
import { CliError } from './cli-error.ts';

const program = new Command('anchorage')
  .description('Keep SyncML phones in step with CalDAV and CardDAV')
  .option('--json', 'print JSON for scripts')
  .showHelpAfterError()
  .addHelpText(
    'after',
    '\nThe gateway is found by ANCHORAGE_URL and ANCHORAGE_TOKEN, or on this machine in DATA_DIR (default ./data).',
  );

for (const command of [
  accountCommands(),
  linkCommands(),
  deviceCommands(),
  sessionCommands(),
  quarantineCommands(),
  holdCommands(),
  syncCommand(),
]) {
  program.addCommand(command);
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  process.stderr.write(`anchorage: ${error.message}\n`);
  process.exitCode = error.exitCode;
}
