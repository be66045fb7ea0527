/** One change that a phone has made of an item, and each time it did: a ping-pong shows itself in them. */
export interface Turns {
  /** Fingerprint of what was there and of what the phone made of it. */
  readonly turn: string;
  /** Milliseconds, the earliest first: as often as matters. */
  readonly at: readonly number[];
}
