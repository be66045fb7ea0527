/**
 * What people did, kept beside the system and never shown to it: which items there must be in the end, which there must
 * not, and which of the values somebody typed may be left.
 */
import type { Content, Field, Shown } from '../people/content.ts';
import { createFieldValues } from './field-values.ts';
import type { FieldValues } from './field-values.ts';

/** A place that holds items: a phone, or the cloud. */
export interface Side {
  readonly name: string;
  /** Texts of one kind, as the side holds them now. */
  texts(content: Content): readonly string[];
}

export interface LedgerItem {
  readonly token: string;
  readonly content: Content;
  /** Was it made in the cloud, with all that only a cloud holds? */
  readonly fromCloud: boolean;
  /** Somebody deleted it. */
  deleted: boolean;
  /** Somebody changed it who could not know of the deletion, or the other way round: it may live on or not. */
  contested: boolean;
  /** Somebody had a session taken back that may have touched it: it may be as it was before, or gone, or back. */
  undone: boolean;
  /** Sides that say nothing of its deletion: it may be everywhere but there. */
  readonly silent: Set<Side>;
  readonly values: Readonly<Record<Field, FieldValues>>;
}

export interface Ledger {
  readonly items: ReadonlyMap<string, LedgerItem>;
  made(token: string, content: Content, fromCloud: boolean): void;
  /**
   * Before the change, so that what the side shows is what its user saw. `unheard`: the gateway has not heard that the phone
   * got what it shows, and takes it for an edit of what the phone had before: both values were written at once for it.
   */
  changes(shown: Shown, field: Field, value: string, unheard?: boolean): void;
  /** A phone wrote over what its user had changed, before it had brought it to the gateway. */
  overwritten(token: string, field: Field, value: string): void;
  deletes(shown: Shown): void;
  /**
   * Nobody else can know of the deletion: a slow sync does not tell what was deleted before it, of what the gateway has not
   * seen in the cloud, or has written there unheard, it does not see that it goes, a Delete of what a phone was given
   * without our hearing that it arrived may be of what it had before, and one of what the cloud rewrote without our
   * reading it may cross an edit there. Whatever becomes of the item is right.
   */
  untold(token: string): void;
  /**
   * A phone says nothing of the deletion of what it has never heard to be taken: for it the item was never there. The Add
   * may have arrived all the same. Then the gateway takes the phone to have it, until a slow sync shows that it has not.
   */
  unreported(token: string, side: Side): void;
  /** A session that may have touched it is taken back: whatever becomes of the item is right, if it is so everywhere. */
  takenBack(token: string): void;
}

/** `sides` are all places of the account, the one that acts among them. */
export function createLedger(sides: () => readonly Side[]): Ledger {
  const items = new Map<string, LedgerItem>();
  const known = (token: string): LedgerItem => {
    const item = items.get(token);
    if (item === undefined) throw new RangeError('an item that nobody made');
    return item;
  };
  return {
    items,
    made(token, content, fromCloud) {
      const values = { note: createFieldValues(), extra: createFieldValues() };
      items.set(token, {
        token,
        content,
        fromCloud,
        deleted: false,
        contested: false,
        undone: false,
        silent: new Set(),
        values,
      });
    },
    changes(shown, field, value, unheard = false) {
      const item = known(shown.token);
      item.values[field].write(value, unheard ? null : shown.fields[field]);
      if (item.deleted) item.contested = true;
    },
    overwritten(token, field, value) {
      known(token).values[field].lose(value);
    },
    deletes(shown) {
      const item = known(shown.token);
      item.deleted = true;
      const sameEverywhere = sides().every((other) =>
        other.texts(item.content).every((text) => {
          const there = item.content.read(text);
          return there?.token !== item.token || sameFields(there, shown);
        }),
      );
      if (!sameEverywhere) item.contested = true;
    },
    untold(token) {
      known(token).contested = true;
    },
    unreported(token, side) {
      const item = known(token);
      item.contested = true;
      item.silent.add(side);
    },
    takenBack(token) {
      known(token).undone = true;
    },
  };
}

function sameFields(one: Shown, other: Shown): boolean {
  const { note, extra } = one.fields;
  return note === other.fields.note && extra === other.fields.extra && one.more === other.more;
}
