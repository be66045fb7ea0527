/** What one session of the phone is made of. */
import type { Command } from '@anchorage/syncml-codec';
import type { Conversation } from './conversation.ts';
import type { DatastoreSync } from './datastore-sync.ts';
import type { Draft } from './draft.ts';
import type { PhoneOptions } from './phone-types.ts';

export interface SessionPlan {
  readonly conversation: Conversation;
  readonly datastores: readonly DatastoreSync[];
  readonly maxObjSize: number | null;
  readonly mapWhen: NonNullable<PhoneOptions['mapWhen']>;
  readonly largeObjects: boolean;
  readonly finalWithNext: boolean;
  readonly omitsLastStatuses: boolean;
  /** Sets the header's credential anew: for the first message and after each challenge. */
  authenticate(challenge: { readonly scheme: string } | null): boolean;
  /** Put and Get of device information that package 1 carries. */
  deviceInfo(): readonly Draft[];
  /** Answer to the server's Get. */
  results(get: Command, msgRef: number): Draft | null;
  /** The header was accepted. */
  accepted(): void;
  restart: (() => string) | null;
}
