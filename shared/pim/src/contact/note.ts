/** NOTE: the one text that a person may have filled on both sides with different things worth keeping. */
import type { Property } from './entry.ts';
import { textProperty } from './text-property.ts';

export const note: Property = {
  ...textProperty('NOTE', { sentUnasked: ['2.1', '3.0', '4.0'] }),
  combine: (ours, theirs) => `${ours.trimEnd()}\n${theirs.trim()}`,
};
