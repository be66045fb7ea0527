/** Series that vCalendar 1.0 has no words for: the phone has one occurrence in their place. */
import { describe, expect, it } from 'vitest';
import { calendar, createRig, refreshFromClient, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';

const payday = [
  'UID:payday',
  'SUMMARY:Payday',
  'DTSTART:20240501T090000Z',
  'DTEND:20240501T100000Z',
  'RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1',
];

describe('a phone that deletes the occurrence shown in place of a series', () => {
  it('deletes that occurrence, and gets the next', async () => {
    const { rig, phone, href, luid } = await withPayday();
    expect(phone.holds.cal.get(luid)).toContain('DTSTART:20240501T090000Z');
    phone.remove('cal', luid);
    expect((await phone.sync('cal')).got).toEqual(['add']);
    const body = rig.cal.server.resources.get(href)?.body;
    expect(body).toContain('BYSETPOS=1');
    expect(body).toContain('EXDATE:20240501T090000Z');
    expect(phone.texts('cal').join()).toContain('DTSTART:20240603T090000Z');
    expect((await phone.sync('cal')).got).toEqual([]);
    expect((await phone.sync('cal', slow)).got).toEqual([]);
  });

  it('deletes the series with its last occurrence', async () => {
    const { rig, phone } = await withPayday(';COUNT=2');
    for (const left of [1, 0]) {
      const [luid = ''] = [...phone.holds.cal.keys()];
      phone.remove('cal', luid);
      await phone.sync('cal');
      expect(rig.cal.server.resources.size).toBe(left);
    }
    expect((await phone.sync('cal')).got).toEqual([]);
  });

  it.each(['merge', 'phone-wins'] as const)(
    'deletes nothing when the series has changed meanwhile (%s)',
    async (policy) => {
      const { rig, phone, href, luid } = await withPayday('', policy);
      const moved = calendar([...payday, 'EXDATE:20240501T090000Z']);
      rig.cal.server.put(href, moved);
      phone.remove('cal', luid);
      expect((await phone.sync('cal')).got).toEqual(['add']);
      expect(rig.cal.server.resources.get(href)?.body).toBe(moved);
      expect(phone.texts('cal').join()).toContain('DTSTART:20240603T090000Z');
    },
  );

  it('does not delete the series by leaving it out of a refresh', async () => {
    const { rig, phone, href, luid } = await withPayday();
    phone.holds.cal.delete(luid);
    await phone.sync('cal', refreshFromClient);
    expect(rig.cal.server.resources.get(href)?.body).toContain('EXDATE:20240501T090000Z');
    expect((await phone.sync('cal')).got).toEqual(['add']);
  });

  it('gets it again when it deletes too much at once', async () => {
    const { rig, phone, href } = await withPayday();
    for (let at = 0; at < 20; at += 1) {
      const day = String(at + 1).padStart(2, '0');
      rig.cal.server.put(
        `${at}.ics`,
        calendar([`UID:${at}`, `SUMMARY:${at}`, `DTSTART:202402${day}T090000Z`]),
      );
    }
    await phone.sync('cal');
    for (const luid of phone.holds.cal.keys()) phone.remove('cal', luid);
    expect((await phone.sync('cal')).got).toEqual(['add']);
    expect(rig.cal.server.resources.get(href)?.body).not.toContain('EXDATE');
    const held = await rig.store.journal.list(rig.accountId, ['held'], 100);
    expect(held).toHaveLength(20);
  });
});

async function withPayday(
  end = '',
  policy: 'merge' | 'phone-wins' = 'merge',
): Promise<{ rig: Rig; phone: TestPhone; href: string; luid: string }> {
  const rig = await createRig();
  const lines = payday.map((line) => (line.startsWith('RRULE') ? line + end : line));
  const href = rig.cal.server.put('payday.ics', calendar(lines));
  const phone = await rig.phone({ policy, calendar: 'text/x-vcalendar' });
  await phone.sync('cal', slow);
  const [luid = ''] = [...phone.holds.cal.keys()];
  return { rig, phone, href, luid };
}
