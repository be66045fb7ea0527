/** What an effect may use: the transaction, whose session it is, and a place to say what was odd. */
import type { DatastoreName, Logger, SessionId } from '@anchorage/model';
import type { Datastore, Device, Tables } from '@anchorage/store';

export interface EffectContext {
  readonly tx: Tables;
  readonly device: Device;
  readonly sessionId: SessionId;
  readonly datastores: readonly Datastore[];
  readonly logger: Logger;
  readonly now: number;
}

/** The session only names datastores it was handed, so that a missing one is our own fault. */
export function datastoreNamed(context: Pick<EffectContext, 'datastores'>, name: DatastoreName): Datastore {
  const found = context.datastores.find((datastore) => datastore.name === name);
  if (found === undefined)
    throw new TypeError(`session names a datastore ${name} that the device does not have`);
  return found;
}
