/**
 * Tells a slow phone from one that only holds a connection. Knows octets and addresses, nothing of HTTP: what comes of
 * a verdict is the caller's.
 */
import type { Readable } from 'node:stream';

export interface SlowBodiesOptions {
  /** Octets a second that a body must bring on average over `windowMs`; 0: any speed will do. */
  readonly minRate: number;
  /** A GPRS phone in a tunnel is silent for seconds and comes back; it must outlast that. */
  readonly windowMs: number;
  /** Bodies of one address that may take longer than a sixth of `windowMs` at the same time. */
  readonly perAddress: number;
}

/** `too-slow`: below the floor. `crowded`: slow, and its address has as many slow ones as it may. */
export type SlowVerdict = 'too-slow' | 'crowded';

export interface SlowBodies {
  /**
   * Watches a body that is being read, from now until the returned function is called. `refuse` is called at most once;
   * the caller must stop watching then too.
   */
  watch(body: Readable, address: string, refuse: (verdict: SlowVerdict) => void): () => void;
}

/** A floor on speed, and a cap per address on those that are slow but above it (many phones share a WAP gateway). */
export function createSlowBodies({ minRate, windowMs, perAddress }: SlowBodiesOptions): SlowBodies {
  const slow = new Map<string, number>();

  return {
    watch(body, address, refuse) {
      /** Octets of each part of the window, newest last. */
      const window: number[] = [];
      let octets = 0;
      let counted = false;
      const count = (chunk: Uint8Array | string) => (octets += chunk.length);
      body.on('data', count);
      const timer = setInterval(() => {
        window.push(octets);
        octets = 0;
        if (!counted) {
          const others = slow.get(address) ?? 0;
          if (others >= perAddress) return refuse('crowded');
          slow.set(address, others + 1);
          counted = true;
        }
        if (window.length < parts) return;
        const sum = window.reduce((total, part) => total + part, 0);
        window.shift();
        if (sum * 1_000 < minRate * windowMs) refuse('too-slow');
      }, windowMs / parts);
      return () => {
        clearInterval(timer);
        body.off('data', count);
        if (!counted) return;
        counted = false;
        const left = (slow.get(address) ?? 1) - 1;
        if (left > 0) slow.set(address, left);
        else slow.delete(address);
      };
    },
  };
}

const parts = 6;
