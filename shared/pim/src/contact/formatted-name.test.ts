import { describe, expect, it } from 'vitest';
import { now } from './apply-fixture.ts';
import { contacts } from './index.ts';
import { card, line, phoneListing } from './test-capabilities.ts';

describe('the formatted name', () => {
  const phone = phoneListing({ N: {}, TEL: {} });
  const applied = (body: string, name: string) => {
    const { view } = contacts.image(body, '', phone);
    const incoming = card('2.1', name);
    return contacts.apply({
      body,
      recurrenceId: '',
      view,
      incoming,
      capabilities: phone,
      policy: 'merge',
      now,
    });
  };

  it.each([
    ['Jane Doe', 'Janet Doe'],
    ['Doe\\, Jane', 'Doe\\, Janet'],
    ['Doe Jane', 'Doe Janet'],
    ['The captain', 'The captain'],
  ])('%s becomes %s (M7, DS-121)', (before, after) => {
    const body = card('3.0', 'UID:1', 'N:Doe;Jane;;;', `FN:${before}`);
    const outcome = applied(body, 'N:Doe;Janet');
    expect(line(outcome.body, 'FN')).toBe(`FN:${after}`);
    expect(outcome.body).toContain('REV:20240507T083000Z\r\n');
  });

  it('keeps the split when a phone with one name field returns it whole', () => {
    const body = card('3.0', 'UID:1', 'N:Doe;Jane;;;', 'FN:Jane Doe');
    expect(applied(body, 'N:Jane Doe;').changed).toBe(false);
    expect(line(applied(body, 'N:Jane Roe;').body, 'N')).not.toBe('N:Doe;Jane;;;');
  });

  it('keeps several additional names that did not change', () => {
    const body = card('3.0', 'UID:1', 'N:Doe;Jane;Quinlan,Paul;;', 'FN:x');
    const { view } = contacts.image(body, '', phone);
    expect(line(view, 'N')).toBe('N:Doe;Jane;Quinlan Paul;;');
    const outcome = applied(body, 'N:Doe;Janet;Quinlan Paul;;');
    expect(line(outcome.body, 'N')).toBe('N:Doe;Janet;Quinlan,Paul;;');
  });
});
