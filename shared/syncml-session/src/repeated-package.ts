/** A phone that did not get our package 2 may send package 1 again, under its next MsgID. */
import type { Command, Message } from '@anchorage/syncml-codec';
import type { SessionState } from './state.ts';

/**
 * Is `message` package 1 once more? It opens datastores, and package 3 has not begun. A late Alert 201 comes together
 * with the Sync it is for (SyncML Sync Protocol 1.1, 5.5).
 */
export function repeatsPackageOne(
  state: Pick<SessionState, 'phase' | 'datastores'>,
  message: Message,
): boolean {
  return (
    state.phase === 'sync-in' &&
    message.commands.some(opensDatastore) &&
    !message.commands.some((command) => command.name === 'Sync') &&
    !state.datastores.some((datastore) => datastore.synced)
  );
}

/** An Alert that only package 1 holds, or a late one. */
export function opensDatastore(command: Command): boolean {
  if (command.name !== 'Alert' || command.code === null) return false;
  return (command.code >= 200 && command.code <= 210) || command.code === 225;
}
