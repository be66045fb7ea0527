/** One story between a phone and the gateway, in one session or more. */
import type { Phone, PhoneModel, SyncReport, SyncRequest } from '@anchorage/kit';
import type { PhoneWorld } from './phone-world.ts';

export interface Situation {
  readonly name: SituationName;
  /** The situation it begins at the end of; null: the phone has never synced. */
  readonly after: SituationName | null;
  readonly sessions: readonly Session[];
  /** Of the phone's profile; absent: the right one. */
  readonly password?: string;
  /** Every reply gets lost once. */
  readonly losesReplies?: true;
}

export interface Session {
  /** What others write in the cloud, and what the user does on the phone, before the phone begins. */
  readonly cloud?: (world: PhoneWorld, model: PhoneModel) => void;
  readonly user?: (phone: Phone, model: PhoneModel) => void;
  readonly sync: SyncRequest;
  readonly outcome: SyncReport['outcome'];
  /** What the phone says of its contacts afterwards. */
  readonly card?: {
    readonly alertStatus?: number;
    readonly syncType?: number;
    readonly received?: SyncReport['datastores'][string]['received'];
  };
}

export type SituationName =
  | 'first-slow'
  | 'two-way'
  | 'conflict'
  | 'large-object-up'
  | 'large-object-down'
  | 'resume'
  | 'resume-down'
  | 'lost-reply'
  | 'wrong-password'
  | 'refresh-from-client'
  | 'refresh-from-server'
  | 'one-way-from-client'
  | 'one-way-from-server';
