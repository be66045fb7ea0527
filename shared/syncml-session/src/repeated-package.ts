/**
 * Packages that come again under the phone's next MsgID. A phone that got no reply should reconnect and send again from
 * the first command that was not acknowledged (SyncML HTTP Binding 1.1, 5.1.5).
 */
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

/**
 * Has package 3 come to its end without the phone knowing? Whoever got any of our replies since then answers its header
 * (SyncML Representation Protocol 1.2.2, 6.4.1), so changes that come now are those that came before. Of a phone that
 * never answered anything nothing can be told.
 */
export function missedPackageFour({ package4, answered }: SessionState): boolean {
  return package4 !== undefined && answered !== undefined && answered < package4;
}

/** An Alert that only package 1 holds, or a late one. */
export function opensDatastore(command: Command): boolean {
  if (command.name !== 'Alert' || command.code === null) return false;
  return (command.code >= 200 && command.code <= 210) || command.code === 225;
}
