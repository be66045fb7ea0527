/** Status codes: which ones a version knows, and what an unknown one means. The only place that translates them. */
import type { SyncmlVersion } from '@anchorage/syncml-codec';

/** The code to write for a phone of `version`: 1.0 and 1.1 do not know some later ones. */
export function codeFor(version: SyncmlVersion, code: number): number {
  return version === '1.2' ? code : (before12.get(code) ?? code);
}

/**
 * A received code as one that the tables know: an unknown one counts as the first of its class (299 as 200, 455 as
 * 400), an application's own (1000 to 1999) by its second digit. SyncML Representation Protocol 1.2.2, 10.
 */
export function normaliseCode(code: number): number {
  if (known.has(code)) return code;
  const hundreds = code >= 1000 && code < 2000 ? Math.trunc(code / 100) % 10 : Math.trunc(code / 100);
  return hundreds >= 1 && hundreds <= 5 ? hundreds * 100 : 500;
}

export function isSuccess(code: number): boolean {
  const normal = normaliseCode(code);
  return normal >= 200 && normal < 300;
}

const before12: ReadonlyMap<number, number> = new Map([
  [425, 403],
  [426, 500],
  [427, 403],
  [428, 500],
  [514, 512],
  [516, 500],
  [517, 500],
]);

const known: ReadonlySet<number> = new Set([
  101, 200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216, 300, 301, 302,
  303, 304, 305, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417,
  418, 419, 420, 421, 422, 423, 424, 425, 426, 427, 428, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510,
  511, 512, 513, 514, 516, 517,
]);
