/**
 * Invented contacts, events and tasks, as a phone's user and as another client of the cloud write and change them. Every
 * item bears a number that no edit changes: by it the oracle knows it again on every side. Names repeat on purpose.
 */
/** What people change. */
export type Field = 'note' | 'extra';

export interface Shown {
  /** Seven digits. */
  readonly token: string;
  readonly fields: Readonly<Record<Field, string>>;
  /** What it says beside these, where a field may have several values: another way of showing the same item. */
  readonly more?: string;
  /** Values of fields that phones cannot hold, as found. */
  readonly kept: readonly string[];
}

export interface Content {
  readonly collection: 'contacts' | 'calendar' | 'tasks';
  readonly datastore: 'card' | 'cal' | 'task';
  /** `name`: a small number; equal ones are namesakes. */
  onPhone(token: string, name: number): string;
  inCloud(token: string, name: number): string;
  /** What only the cloud holds of it, by value (I7). */
  keptBy(token: string): readonly string[];
  /** Of either side's text; null: it is none of ours. */
  read(text: string): Shown | null;
  /** With another value of one field, every other line as it was. */
  change(text: string, field: Field, value: string): string;
}
