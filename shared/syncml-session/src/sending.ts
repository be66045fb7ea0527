/** A reply with our changes under construction. */
import type { ComposeFacts } from './contract.ts';
import type { SessionEvent } from './events.ts';
import type { Reply } from './reply.ts';
import type { SessionState } from './state.ts';

export interface Sending {
  readonly state: SessionState;
  readonly facts: ComposeFacts;
  readonly reply: Reply;
  readonly events: SessionEvent[];
  readonly msgId: number;
}
