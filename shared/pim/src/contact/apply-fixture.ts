/** What a phone sends for a contact in the cloud, for the tests of this folder. */
import type { ConflictPolicy, PhoneCapabilities } from '@anchorage/model';
import { expect } from 'vitest';
import { contacts } from './index.ts';
import { card, linesOf, phoneWith } from './test-capabilities.ts';

export const now = Date.UTC(2024, 4, 7, 8, 30);

export interface Case {
  readonly body: readonly string[];
  /** What the phone had; the image of `body` when left out, null for a slow-sync match. */
  readonly view?: readonly string[] | null;
  readonly incoming: readonly string[];
  readonly policy?: ConflictPolicy;
  readonly phone?: PhoneCapabilities;
  /** Lines of the result, UID, N and FN apart. */
  readonly result: readonly string[];
  readonly conflicts?: readonly string[];
}

const head = ['UID:1', 'N:Doe;Jane;;;', 'FN:Jane Doe'];

export function apply(one: Case) {
  const body = card('3.0', ...head, ...one.body);
  const capabilities = one.phone ?? phoneWith();
  const sent = one.view === undefined ? contacts.image(body, '', capabilities).view : null;
  const view = one.view === undefined || one.view === null ? sent : card('2.1', 'N:Doe;Jane', ...one.view);
  const incoming = card('2.1', 'N:Doe;Jane', ...one.incoming);
  return contacts.apply({
    body,
    recurrenceId: '',
    view,
    incoming,
    capabilities,
    policy: one.policy ?? 'merge',
    now,
  });
}

export function expectCase(one: Case): void {
  const outcome = apply(one);
  expect(linesOf(outcome.body)).toEqual([...head, ...one.result]);
  expect(outcome.conflicts).toEqual(one.conflicts ?? []);
  expect(outcome.changed).toBe(JSON.stringify(one.result) !== JSON.stringify(one.body));
}
