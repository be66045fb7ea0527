import type { z } from 'zod';

/** One setting. Values are texts from the environment; an empty one counts as not set. */
export interface Definition<Schema extends z.ZodType = z.ZodType> {
  readonly env: string;
  readonly section: Section;
  /** As it would stand in the environment; null: not set. */
  readonly default: string | null;
  readonly help: string;
  readonly schema: Schema;
}

export const sections = ['Network', 'Storage', 'Secrets', 'Sync', 'Cloud', 'Jobs', 'Process'] as const;
export type Section = (typeof sections)[number];
