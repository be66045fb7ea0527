/**
 * Runs pim on data from outside. What it cannot digest is a value here, because it is expected: one bad item must not
 * stop the others, even when it is bad in a way nobody thought of.
 */
import { PimError } from '@anchorage/pim';

export type Digested<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

/** `work` must be pure: nothing it does may have to be undone. */
export function digest<Value>(work: () => Value): Digested<Value> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, reason: error instanceof PimError ? error.code : 'unexpected' };
  }
}
