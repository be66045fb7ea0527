import { PimError } from '@anchorage/pim';
import { DavError } from '@anchorage/providers';
import type { DavErrorCode } from '@anchorage/providers';
import { StoreError, storeErrorCodes } from '@anchorage/store';
import { describe, expect, it } from 'vitest';
import { backoff, classify } from './classify.ts';

const table = `
dav unreachable        retry collection 1000
dav timeout            retry item 2500
dav busy               retry collection 2500
dav server-failure     retry item 2500
dav needs-login        ask-user link
dav forbidden          ask-user collection
dav not-found          ask-user collection
dav malformed          retry item 15000
dav too-large          give-up
dav refused-redirect   ask-user link
dav unsupported        give-up
store conflict         retry collection 50
store stale            retry collection 50
store fenced           ignore
store not-found        ignore
store unavailable      retry collection 500
store schema           retry collection 15000
store sealed           retry collection 15000
pim unreadable         give-up
stopped                ignore
anything else          retry item 5000`;

describe('classify', () => {
  it('judges as printed', () => {
    const aborted = new Error('aborted');
    aborted.name = 'AbortError';
    const lines = [
      ...davCodes.map((code) => [`dav ${code}`, new DavError(code, 'x', { method: 'PUT' })] as const),
      ...storeErrorCodes.map((code) => [`store ${code}`, new StoreError(code, 'x')] as const),
      ['pim unreadable', new PimError('unreadable', 'x')] as const,
      ['stopped', aborted] as const,
      ['anything else', new TypeError('x')] as const,
    ].map(([name, error]) => {
      const verdict = classify(error, { now: 0, attempts: 0, jitter: 0 });
      const scope = 'scope' in verdict ? ` ${verdict.scope}` : '';
      const at = 'at' in verdict ? ` ${verdict.at}` : '';
      return `${name.padEnd(23)}${verdict.kind}${scope}${at}`;
    });
    expect(lines.join('\n')).toBe(table.trim());
  });

  it('waits as long as the server asked, if that is longer', () => {
    const error = new DavError('busy', 'x', { method: 'PUT', retryAfter: 90_000 });
    expect(classify(error, { now: 1000, attempts: 0, jitter: 0 })).toMatchObject({
      kind: 'retry',
      at: 91_000,
    });
  });
});

const davCodes: readonly DavErrorCode[] = [
  'unreachable',
  'timeout',
  'busy',
  'server-failure',
  'needs-login',
  'forbidden',
  'not-found',
  'malformed',
  'too-large',
  'refused-redirect',
  'unsupported',
];

describe('backoff', () => {
  it.each([
    [0, 0, 1000],
    [0, 1, 2000],
    [1, 0, 2000],
    [3, 0.5, 12_000],
    [20, 1, 60_000],
    [5000, 0, 30_000],
  ])('after %i failures with chance %f: %i ms', (attempts, jitter, expected) => {
    expect(backoff(2000, 60_000, attempts, jitter)).toBe(expected);
  });
});
