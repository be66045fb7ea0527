import type { Desk } from './desk.ts';
import type { Frame } from './frame.ts';
import type { SeriesBook } from './series-book.ts';

/** `waiting`: still to be taken in. A refusal's reason is a code. */
export type Taken =
  | { readonly kind: 'done' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly reason: string };

export interface Intake {
  readonly desk: Desk;
  readonly frame: Frame;
  readonly book: SeriesBook;
  /** Deletions of this session wait for their owner's word. */
  readonly hold: boolean;
}
