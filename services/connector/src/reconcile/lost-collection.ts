import type { Collection } from '@anchorage/store';

/** Never read, and its server says that it is not there or not for us: the others do not wait for it. */
export function isLost({ fill, problem }: Collection): boolean {
  return fill !== 'filled' && (problem === 'not-found' || problem === 'forbidden');
}
