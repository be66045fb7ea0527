/**
 * Nothing is taken off a phone that nobody has deleted (I1): not for a while either. What a session ends with cannot show
 * it: as soon as the cloud is read well again everything comes back.
 */
import type { FaultKind } from '../faults.ts';
import type { Content } from '../people/content.ts';
import type { Command } from '@anchorage/syncml-codec';
import type { Findings } from './findings.ts';
import type { Ledger } from './ledger.ts';

interface Holder {
  readonly name: string;
  readonly contents: readonly Content[];
  readonly phone: () => { items(datastore: string): ReadonlyMap<string, string> };
}

/** `commands`: what the phone has received and not carried out yet. */
export function watchDeletes(
  {
    ledger,
    findings,
    counts,
  }: {
    readonly ledger: Pick<Ledger, 'items'>;
    readonly findings: Findings;
    readonly counts: ReadonlyMap<FaultKind, number>;
  },
  device: Holder,
  commands: readonly Command[],
): void {
  // Told for long enough that a collection is empty, the gateway has to believe it.
  if ((counts.get('dav-empty-listing') ?? 0) > 0) return;
  for (const { datastore, luid } of deletesIn(commands)) {
    const content = device.contents.find((one) => one.datastore === datastore);
    if (content === undefined) continue;
    const text = device.phone().items(content.datastore).get(luid);
    const token = text === undefined ? undefined : content.read(text)?.token;
    const item = token === undefined ? undefined : ledger.items.get(token);
    if (item === undefined || item.deleted || item.contested || item.undone) continue;
    const held = [...device.phone().items(content.datastore).values()].filter(
      (one) => content.read(one)?.token === token,
    );
    // One of two that are the same may go: which of them, is nobody's loss.
    if (held.length > 1) continue;
    findings.add('I1', `${device.name} is to delete ${datastore} ${item.token}, which nobody has deleted`);
  }
}

/** What a message tells a phone to delete. */
export function deletesIn(
  commands: readonly Command[],
): readonly { readonly datastore: string; readonly luid: string }[] {
  return commands.flatMap((sync) => {
    if (sync.name !== 'Sync') return [];
    const datastore = sync.source?.uri ?? '';
    return sync.commands.flatMap((command) =>
      command.name === 'Delete'
        ? command.items.flatMap(({ target }) =>
            target === undefined ? [] : [{ datastore, luid: target.uri }],
          )
        : [],
    );
  });
}
