/** What the readers of one message share. */
import { CodecError } from '../error.ts';
import type { CodecLimits } from '../limits.ts';

export interface ReadContext {
  readonly limits: CodecLimits;
  /** Names of elements that were passed over, each once, for one line in the log. */
  readonly skipped: Set<string>;
  commands: number;
}

export function readContext(limits: CodecLimits): ReadContext {
  return { limits, skipped: new Set(), commands: 0 };
}

export function countCommand(context: ReadContext): void {
  if (++context.commands > context.limits.commands) {
    throw new CodecError('too-many', `more than ${context.limits.commands} commands in a message`);
  }
}

export function noteSkipped(context: ReadContext, name: string): void {
  if (context.skipped.size < 20) context.skipped.add(name.slice(0, 40));
}
