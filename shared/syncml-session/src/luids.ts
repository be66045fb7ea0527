/** The phone's item ids in a message, so that the mappings can be looked up before it is taken in. */
import { datastoreOn } from '@anchorage/devices';
import type { DatastoreName, DeviceProfile } from '@anchorage/model';
import type { Command, Message, SyncCommand } from '@anchorage/syncml-codec';

export interface NamedLuids {
  readonly datastore: DatastoreName;
  readonly luids: readonly string[];
}

/** Every LUID that an Add, Replace or Delete of `message` names, once per datastore. */
export function luidsIn(message: Message, profile: Pick<DeviceProfile, 'datastores'>): readonly NamedLuids[] {
  const found = new Map<DatastoreName, Set<string>>();
  for (const sync of syncsIn(message.commands)) {
    const name = datastoreOf(sync, profile);
    if (name === null) continue;
    const luids = found.get(name) ?? new Set<string>();
    collect(sync.commands, luids);
    if (luids.size > 0) found.set(name, luids);
  }
  return [...found].map(([datastore, luids]) => ({ datastore, luids: [...luids] }));
}

/** Our datastore that a Sync element means. Sony Ericsson C510 leaves the Target empty: then the Source tells. */
export function datastoreOf(
  sync: Pick<SyncCommand, 'target' | 'source'>,
  profile: Pick<DeviceProfile, 'datastores'>,
): DatastoreName | null {
  const target = sync.target?.uri ?? '';
  return datastoreOn(profile, target === '' ? (sync.source?.uri ?? '') : target);
}

function syncsIn(commands: readonly Command[]): readonly SyncCommand[] {
  return commands.flatMap((command) => {
    if (command.name === 'Sync') return [command];
    return command.name === 'Sequence' ? syncsIn(command.commands) : [];
  });
}

function collect(commands: readonly Command[], luids: Set<string>): void {
  for (const command of commands) {
    if (command.name === 'Sequence') collect(command.commands, luids);
    if (command.name !== 'Add' && command.name !== 'Replace' && command.name !== 'Delete') continue;
    for (const item of command.items) {
      if (item.source !== undefined && item.source.uri !== '') luids.add(item.source.uri);
    }
  }
}
