/** Map: the phone's LUIDs for items we added (SyncML Sync Protocol 1.1, 2.3.1 and 5.3). */
import type { MapCommand } from '@anchorage/syncml-codec';
import { answer } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { datastoreOf } from '../luids.ts';

/**
 * Taken in any phase, since phones keep Maps they could not send for the next session. Whether a GUID is known is the
 * front's to see; one that is not can be neither repaired by the phone nor harm us, so it is answered 200 as well.
 */
export function takeMap(draft: Draft, command: MapCommand): void {
  const opened = draft.state.datastores.find((datastore) => datastore.target === command.target.uri);
  const datastore = opened?.name ?? datastoreOf(command, draft.facts.profile);
  if (datastore === null || !draft.facts.datastores.some(({ name }) => name === datastore)) {
    answer(draft, command, 404);
    return;
  }
  const isWhole = (item: { target: string; source: string }): boolean =>
    item.target !== '' && item.source !== '';
  const whole = command.items.filter(isWhole);
  for (const item of whole) {
    draft.events.push({ kind: 'item-mapped', datastore, guid: item.target, luid: item.source });
  }
  if (command.items.length === 0 || whole.length === command.items.length) {
    answer(draft, command, command.items.length === 0 ? 412 : 200);
    return;
  }
  for (const item of command.items) {
    answer(draft, command, isWhole(item) ? 200 : 412, {
      targetRefs: item.target === '' ? [] : [item.target],
      sourceRefs: item.source === '' ? [] : [item.source],
    });
  }
}
