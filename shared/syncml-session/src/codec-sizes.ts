import type { MessageSizes } from './sizes.ts';

const measure = (value: unknown): number =>
  JSON.stringify(value, (_, inner: unknown) => (inner instanceof Uint8Array ? new TextDecoder().decode(inner) : inner))
    .length;
export const codecSizes: MessageSizes = { command: (c) => measure(c), frame: (h) => measure(h) + 50 };
