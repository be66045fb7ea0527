import { initial } from './0001-initial.ts';
import type { Migration } from './migration.ts';

/** In order, without gaps. */
export const migrations: readonly Migration[] = [initial];

/** The schema this code was written for. */
export const schemaVersion = migrations.length;
