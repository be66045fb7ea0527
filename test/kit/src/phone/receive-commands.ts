/**
 * The server's Add, Replace and Delete of package 4 carried out on the phone's items: LUIDs given, large objects put
 * together, every command answered with one status code.
 */
import type { Command, Item } from '@anchorage/syncml-codec';
import type { DatastoreSettings } from './datastore-settings.ts';
import type { Counts, IncomingPart } from './phone-types.ts';
import { decodeText } from './item-text.ts';
import { rule } from './reply-rules.ts';

export interface Receiver {
  /** A Sync element begins: erases the store when a refresh from the server starts. */
  open(numberOfChanges: number | undefined): void;
  /** Carries out one command with one item; returns the status code. */
  receive(command: Command, item: Item): number;
  /** Is an object still incomplete? */
  incomplete(): boolean;
  /** What came of an object that is not complete. */
  part(): IncomingPart | null;
  counts(): Counts;
  seen(): boolean;
  finish(): void;
}

interface Partial {
  readonly key: string;
  readonly size: number | undefined;
  readonly chunks: Uint8Array[];
}

/** `kept`: the part of an object that the session left which this one goes on with. */
export function receiveCommands(
  settings: DatastoreSettings,
  syncType: () => number,
  kept: IncomingPart | null,
): Receiver {
  const { store } = settings;
  const counts = { add: 0, replace: 0, delete: 0 };
  let partial: Partial | null = null;
  let opened = false;
  let announced: number | undefined;
  let handled = 0;

  return {
    open(numberOfChanges) {
      if (!opened && syncType() === 205) {
        store.erase();
        store.maps.clear();
      }
      rule(!opened || numberOfChanges === undefined, 'NumberOfChanges in a continued Sync');
      announced = opened ? announced : numberOfChanges;
      opened = true;
    },
    receive(command, item) {
      rule(
        command.name === 'Add' || command.name === 'Replace' || command.name === 'Delete',
        `the server sent ${command.name}`,
      );
      rule(syncType() !== 202 && syncType() !== 203, `${command.name} in a sync from the client only`);
      const guid = item.source?.uri ?? null;
      const luid = item.target?.uri ?? null;
      if (command.name === 'Add') checkGuid(guid, luid, settings.maxGuidSize);
      else rule(luid !== null && luid !== '', `${command.name} without Target`);
      const octets = assemble(command.name, item, command.meta?.size);
      if (octets === 'more') return 213;
      handled += 1;
      rule(announced === undefined || handled <= announced, 'more changes than NumberOfChanges announced');
      const data = octets === null ? null : decodeText(octets, settings.charset);
      const forced = settings.answer({ datastore: settings.name, command: command.name, luid, guid, data });
      if (forced !== undefined) return forced;
      return apply(command.name, guid, luid, data);
    },
    incomplete: () => partial !== null,
    part() {
      if (partial === null) return null;
      const { key, size, chunks } = partial;
      return { key, size, data: Buffer.concat(chunks).toString('base64') };
    },
    counts: () => ({ ...counts }),
    seen: () => opened,
    finish: () => rule(partial === null, 'an object was left incomplete'),
  };

  function apply(
    command: 'Add' | 'Replace' | 'Delete',
    guid: string | null,
    luid: string | null,
    data: string | null,
  ): number {
    if (command === 'Delete') {
      counts.delete += 1;
      return store.receiveDelete(luid ?? '') ? 200 : 211;
    }
    rule(data !== null, `${command} without data`);
    if (command === 'Add') {
      counts.add += 1;
      store.maps.set(guid ?? '', store.receiveAdd(data));
      return 201;
    }
    if (store.receiveReplace(luid ?? '', data)) {
      counts.replace += 1;
      return 200;
    }
    if (!settings.replaceLostByAdd) return 404;
    counts.add += 1;
    store.maps.set(guid ?? luid ?? '', store.receiveAdd(data));
    return 201;
  }

  /** Sync Protocol 1.1, 2.10: same command and item in a row, Size in the first chunk only. */
  function assemble(
    command: string,
    item: Item,
    commandSize: number | undefined,
  ): Uint8Array | null | 'more' {
    const key = `${command} ${item.source?.uri ?? ''} ${item.target?.uri ?? ''}`;
    const octets = item.data?.kind === 'octets' ? item.data.octets : null;
    const size = item.meta?.size ?? commandSize;
    rule(partial === null || partial.key === key, 'another item between the chunks of an object');
    if (partial === null && kept?.key === key) {
      // With a Size, or as a whole item, it begins anew.
      const goesOn = size === undefined && (item.moreData === true || !isWhole(octets));
      if (goesOn) partial = { key, size: kept.size, chunks: [Buffer.from(kept.data, 'base64')] };
      kept = null;
    }
    if (partial === null && item.moreData !== true) return octets;
    rule(octets !== null && octets.byteLength > 0, 'a chunk without data');
    if (partial === null) {
      rule(size !== undefined, 'first chunk without Size');
      partial = { key, size, chunks: [] };
    } else rule(size === undefined, 'Size in a later chunk');
    partial.chunks.push(octets);
    if (item.moreData === true) return 'more';
    const whole = Buffer.concat(partial.chunks);
    rule(
      whole.byteLength + settings.declaredSizeExtra === partial.size,
      `object has ${whole.byteLength} octets, Size said ${partial.size}`,
    );
    rule(
      settings.maxObjSize === null || whole.byteLength <= settings.maxObjSize,
      'object is larger than our MaxObjSize',
    );
    partial = null;
    return whole;
  }
}

function isWhole(octets: Uint8Array | null): boolean {
  return octets === null || Buffer.from(octets).toString('latin1').startsWith('BEGIN:');
}

function checkGuid(guid: string | null, luid: string | null, maxGuidSize: number): void {
  rule(guid !== null && guid !== '', 'Add without a temporary GUID');
  rule(luid === null || luid === '', 'Add with a Target');
  rule(Buffer.byteLength(guid) <= maxGuidSize, `temporary GUID of ${Buffer.byteLength(guid)} octets`);
}
