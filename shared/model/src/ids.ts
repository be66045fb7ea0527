/**
 * Identifiers of the rows everybody speaks of. They are UUIDv7 texts, branded so that one cannot be handed in
 * for another. Every row belongs to an account; a function that takes a row's id takes the account's id too.
 */
declare const brand: unique symbol;
export type Id<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Id<'tenant'>;
export type AccountId = Id<'account'>;
export type LinkId = Id<'link'>;
export type CollectionId = Id<'collection'>;
export type ItemId = Id<'item'>;
export type DeviceId = Id<'device'>;
export type DatastoreId = Id<'datastore'>;
export type MappingId = Id<'mapping'>;
export type SessionId = Id<'session'>;
export type InboxId = Id<'inbox'>;
export type OutboxId = Id<'outbox'>;
export type JournalId = Id<'journal'>;
export type QuarantineId = Id<'quarantine'>;
export type EnrolmentId = Id<'enrolment'>;
export type UndoId = Id<'undo'>;

/** Brands a text that came from our own database or job payload. Text from outside is parsed, not branded. */
export function asId<Name extends string>(text: string): Id<Name> {
  return text as Id<Name>;
}
