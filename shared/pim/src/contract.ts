/**
 * What every kind of item (contact, event, ...) offers to the connector. Two texts occur everywhere:
 *
 * - a **body** is the cloud's resource as stored by the DAV server: vCard 3.0/4.0 or iCalendar 2.0, with everything
 *   in it that a phone never sees;
 * - a **view** is one item as a phone knows it: vCard 2.1/3.0 or vCalendar 1.0/iCalendar 2.0 text, either sent by the
 *   phone or last written for it. A view tells its own version; it is UTF-8 text whatever the phone's charset was.
 *
 * A calendar resource holds a master and overridden occurrences; a phone knows each as an item of its own. A
 * `recurrenceId` names one of them: empty for the master (or for a contact), else the RECURRENCE-ID value as written
 * in the body without parameters, e.g. `20240514T090000`.
 *
 * All functions are pure and throw only `PimError`.
 */
import type { ConflictPolicy, ItemKind, PhoneCapabilities, RecordCondition } from '@anchorage/model';

export interface PhoneImage {
  /** The view to send: CRLF line ends, UTF-8. */
  readonly view: string;
  readonly contentType: string;
  /** Names of properties (or values of them) left out or cut, for the session's report; no values. */
  readonly withheld: readonly string[];
}

export interface NewItem {
  readonly uid: string;
  /** Milliseconds; for DTSTAMP, CREATED, REV. */
  readonly now: number;
  readonly capabilities: PhoneCapabilities;
}

export interface PhoneEdit {
  readonly body: string;
  readonly recurrenceId: string;
  /** What the phone was last shown or last sent; null when unknown (slow-sync match): then nothing is taken as removed. */
  readonly view: string | null;
  readonly incoming: string;
  readonly capabilities: PhoneCapabilities;
  readonly policy: ConflictPolicy;
  readonly now: number;
}

export interface EditOutcome {
  readonly body: string;
  /** False when the phone changed nothing that the body does not already say: no write is needed. */
  readonly changed: boolean;
  /** Names of properties that both sides had changed differently. */
  readonly conflicts: readonly string[];
}

export interface CloudMerge {
  /** What the DAV server had when we last agreed; null when never known. */
  readonly base: string | null;
  readonly ours: string;
  readonly theirs: string;
  readonly policy: ConflictPolicy;
}

/** What slow-sync matching compares; plain data, comparable between a view and a body of the same kind. */
export interface Traits {
  /** UID as written, or null. Only meaningful for formats whose UIDs are global (vCard 3.0/4.0, iCalendar 2.0). */
  readonly uid: string | null;
  readonly recurrenceId: string;
  /** Folded identity: "family given" (else organisation), or summary + start; empty when there is nothing to go by. */
  readonly key: string;
  /** Normalised phone numbers and mail addresses (contacts); end, rule, location (events). Sorted, unique. */
  readonly marks: readonly string[];
  /** Normalised text of everything the phone can hold: equal texts mean equal items. */
  readonly content: string;
}

/** Whose view of an item a filter is about. */
export interface Matching {
  readonly capabilities: PhoneCapabilities;
  /** The phone's LUID of the item; null while it has none. */
  readonly luid: string | null;
}

export interface PimKind {
  readonly kind: ItemKind;

  /**
   * Decodes what a phone sent. `contentType` may be missing or wrong: the text decides. Throws `unreadable` when no
   * item of this kind can be found in it.
   */
  readPhone(octets: Uint8Array, contentType: string | null, capabilities: PhoneCapabilities): string;

  /** UID and RECURRENCE-ID a view carries, to find the resource a detached occurrence belongs to. */
  identify(view: string): { readonly uid: string | null; readonly recurrenceId: string };

  /** A new resource from what the phone sent. */
  create(incoming: string, item: NewItem): string;

  /** Adds a detached occurrence the phone sent to an existing resource (events only; others throw `unsupported`). */
  addOccurrence(
    body: string,
    incoming: string,
    item: NewItem,
  ): { readonly body: string; readonly recurrenceId: string };

  /** Removes one occurrence, changed or not (EXDATE stays); null when nothing is left of the resource. */
  removeOccurrence(body: string, recurrenceId: string, now: number): string | null;

  /** What a phone sees of a resource: '' and the recurrence ids of overrides. Never empty for a readable body. */
  occurrences(body: string): readonly string[];

  /**
   * Which occurrence this phone was shown in place of the series, because it has no words for the rule: deleting that
   * on the phone means this occurrence, never the series. '' when the phone is shown the thing itself.
   */
  shownOccurrence(body: string, recurrenceId: string, capabilities: PhoneCapabilities): string;

  /** The item as this phone should have it. Throws `unreadable` for a broken body or an unknown recurrence id. */
  image(body: string, recurrenceId: string, capabilities: PhoneCapabilities): PhoneImage;

  /** Three-way merge of a phone's edit into the full resource (ADR 0004). */
  apply(edit: PhoneEdit): EditOutcome;

  /** Three-way merge of our body with one changed on the DAV server meanwhile. */
  mergeCloud(merge: CloudMerge): EditOutcome;

  /** Do two views say the same, as far as this phone can hold it? */
  sameOnPhone(a: string, b: string, capabilities: PhoneCapabilities): boolean;

  /**
   * Normalised text of a body: equal texts mean that nothing a person wrote differs. PRODID, DTSTAMP, LAST-MODIFIED,
   * CREATED, REV, order, folding and parameter order do not count.
   */
  normalise(body: string): string;

  traitsOfView(view: string, capabilities: PhoneCapabilities): Traits;
  traitsOfBody(body: string, recurrenceId: string, capabilities: PhoneCapabilities): Traits;

  /** Is the item, or the occurrence of it, what a filter asks for? Throws `unreadable` as `image` does. */
  matches(body: string, recurrenceId: string, condition: RecordCondition, about: Matching): boolean;

  /** UID of a body. Throws `unreadable` when the body is not a resource of this kind. */
  uidOf(body: string): string | null;
}
