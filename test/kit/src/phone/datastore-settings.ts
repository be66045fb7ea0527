/** What one datastore of the phone needs for one session. */
import type { ItemStore } from './item-store.ts';
import type { PhoneFilter, PhoneOptions } from './phone-types.ts';

export interface DatastoreSettings {
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly store: ItemStore;
  readonly filter: PhoneFilter | null;
  readonly alertCode: number;
  readonly next: string;
  readonly slowCommand: 'Add' | 'Replace';
  readonly replaceLostByAdd: boolean;
  readonly supportsNumberOfChanges: boolean;
  readonly maxGuidSize: number;
  readonly maxObjSize: number | null;
  readonly charset: NonNullable<PhoneOptions['charset']>;
  readonly declaredSizeExtra: number;
  readonly answer: NonNullable<PhoneOptions['answer']>;
}
