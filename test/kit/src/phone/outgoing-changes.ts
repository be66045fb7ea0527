/** The phone's changes to one datastore as drafts of commands, and what became of them. */
import type { Command, Item } from '@anchorage/syncml-codec';
import type { DatastoreSettings } from './datastore-settings.ts';
import type { Draft } from './draft.ts';
import type { LoggedChange } from './item-store.ts';
import { encodeText } from './item-text.ts';
import { restOf } from './message-filler.ts';
import type { Counts, Interrupted } from './phone-types.ts';

export interface OutgoingChanges {
  /** `resumed`: what the server took before the session broke off that this one goes on with. */
  drafts(syncType: number | null, resumed: Interrupted | null): readonly Draft[];
  /** LUIDs that the server is done with. */
  readonly accepted: Set<string>;
  readonly statuses: Readonly<Record<string, number>>;
  counts(): Counts;
  /** The object that went out in part. */
  partial(): Interrupted['partial'];
}

export function outgoingChanges(
  settings: Pick<DatastoreSettings, 'store' | 'type' | 'charset' | 'slowCommand'>,
  before: ReadonlyMap<string, LoggedChange>,
): OutgoingChanges {
  const { store } = settings;
  const accepted = new Set<string>();
  const statuses: Record<string, number> = {};
  const sent = { add: 0, replace: 0, delete: 0 };
  let partial: Interrupted['partial'] = null;

  return {
    accepted,
    statuses,
    counts: () => ({ ...sent }),
    partial: () => partial,
    drafts(syncType, resumed) {
      const done = new Set(resumed?.accepted);
      for (const luid of done) accepted.add(luid);
      const drafts = [...changes(syncType)].filter(({ luid }) => !done.has(luid));
      const begun = resumed?.partial ?? null;
      if (begun === null) return drafts.map(({ draft }) => draft);
      partial = begun;
      const isBegun = ({ luid }: { readonly luid: string }) => luid === begun.luid;
      return [
        // It opens the first message: nothing may come between its chunks.
        ...drafts.filter(isBegun).map(({ draft }) => restOf(draft, begun.octets)),
        ...drafts.filter((one) => !isBegun(one)).map(({ draft }) => draft),
      ];
    },
  };

  function* changes(syncType: number | null): Generator<{ readonly luid: string; readonly draft: Draft }> {
    if (syncType === 204 || syncType === 205) return;
    if (syncType === 201 || syncType === 203) {
      for (const [luid, text] of store.items())
        yield { luid, draft: draftOf(settings.slowCommand, luid, text) };
      return;
    }
    for (const [luid, { kind }] of before) {
      const text = store.items().get(luid);
      if (kind === 'delete' || text === undefined) yield { luid, draft: draftOf('Delete', luid, null) };
      else yield { luid, draft: draftOf(kind === 'add' ? 'Add' : 'Replace', luid, text) };
    }
  }

  function draftOf(command: 'Add' | 'Replace' | 'Delete', luid: string, text: string | null): Draft {
    const item: Item = {
      source: { uri: luid },
      ...(text === null ? {} : { data: { kind: 'octets', octets: encodeText(text, settings.charset) } }),
    };
    const wire: Command =
      command === 'Delete'
        ? { name: command, cmdId: '', items: [item] }
        : { name: command, cmdId: '', meta: { type: settings.type }, items: [item] };
    return {
      command: wire,
      chunkTaken: (octets) => {
        partial = { luid, octets };
      },
      answered: ({ code }) => {
        partial = partial?.luid === luid ? null : partial;
        statuses[luid] = code;
        if (!isTaken(command, code)) return;
        accepted.add(luid);
        sent[command === 'Add' ? 'add' : command === 'Replace' ? 'replace' : 'delete'] += 1;
      },
    };
  }
}

/** Conflict codes too mean that the server has dealt with it (207 merged, 208, 209, 419 its own version won). */
function isTaken(command: 'Add' | 'Replace' | 'Delete', code: number): boolean {
  if (code >= 200 && code < 300) return true;
  if (code === 418 || code === 419) return true;
  return command === 'Delete' && (code === 404 || code === 211);
}
