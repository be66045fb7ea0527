/**
 * What slow-sync matching compares: plain data, comparable between what a phone sent and what the cloud has. The same
 * shape as pim's traits; stated here again so that matching knows neither vCards nor who reads them.
 */
export interface Traits {
  /** UID as written where UIDs are global (vCard 3.0/4.0, iCalendar 2.0), else null. */
  readonly uid: string | null;
  readonly recurrenceId: string;
  /** Folded identity: a name, or summary and start; empty when there is nothing to go by. */
  readonly key: string;
  /** Numbers and addresses (contacts); end, rule, place (events). Sorted, unique. */
  readonly marks: readonly string[];
  /** Normalised text of everything the phone can hold. */
  readonly content: string;
}
