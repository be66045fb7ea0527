import { describe, expect, it } from 'vitest';
import { calendar, createRig, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';

const master = [
  'UID:series',
  'SUMMARY:Tea',
  'DTSTART:20240513T090000Z',
  'DTEND:20240513T100000Z',
  'RRULE:FREQ=DAILY;COUNT=5',
];
const override = [
  'UID:series',
  'RECURRENCE-ID:20240514T090000Z',
  'SUMMARY:Late tea',
  'DTSTART:20240514T110000Z',
  'DTEND:20240514T120000Z',
];

describe('series with detached occurrences', () => {
  it('go to the phone as items of their own, and back into one resource (F59)', async () => {
    const { rig, phone, href } = await withSeries();
    expect(phone.holds.cal.size).toBe(2);
    const [luid = '', text = ''] = [...phone.holds.cal].find(([, one]) => one.includes('Late tea')) ?? [];
    phone.replace('cal', luid, text.replace('Late tea', 'Very late tea'));
    expect((await phone.sync('cal')).got).toEqual([]);
    const body = rig.cal.server.resources.get(href)?.body ?? '';
    expect(body).toContain('SUMMARY:Very late tea');
    expect(body).toContain('SUMMARY:Tea');
    expect(rig.cal.server.resources.size).toBe(1);
    expect((await phone.sync('cal', slow)).got).toEqual([]);
  });

  it('lose one occurrence when the phone deletes it', async () => {
    const { rig, phone, href } = await withSeries();
    const [luid = ''] = [...phone.holds.cal].find(([, one]) => one.includes('Late tea')) ?? [];
    phone.remove('cal', luid);
    await phone.sync('cal');
    const body = rig.cal.server.resources.get(href)?.body ?? '';
    expect(body).not.toContain('Late tea');
    expect(body).toContain('EXDATE');
    expect((await phone.sync('cal', slow)).got).toEqual([]);
  });

  it('go as a whole when the phone deletes the series', async () => {
    const { rig, phone } = await withSeries();
    const [luid = ''] = [...phone.holds.cal].find(([, one]) => !one.includes('Late tea')) ?? [];
    phone.remove('cal', luid);
    expect((await phone.sync('cal')).got).toHaveLength(1);
    expect(rig.cal.server.resources.size).toBe(0);
    expect(phone.holds.cal.size).toBe(0);
  });

  it('take in an occurrence that the phone sends before its series', async () => {
    const rig = await createRig();
    const phone = await rig.phone();
    await phone.sync('cal', slow);
    phone.add('cal', calendar(override));
    phone.add('cal', calendar(master));
    const { got, part } = await phone.sync('cal');
    expect(got).toEqual([]);
    expect(part?.counts).toMatchObject({ received: 2, created: 2, quarantined: 0 });
    expect(rig.cal.server.resources.size).toBe(1);
    expect(rig.cal.server.bodies()[0]).toContain('Late tea');
    expect((await phone.sync('cal', slow)).got).toEqual([]);
    expect(rig.cal.server.resources.size).toBe(1);
  });

  it('take in an occurrence whose series never comes, on its own', async () => {
    const rig = await createRig();
    const phone = await rig.phone();
    await phone.sync('cal', slow);
    phone.add('cal', calendar(override));
    await phone.sync('cal');
    expect(rig.cal.server.bodies()).toHaveLength(1);
    expect(rig.cal.server.bodies()[0]).toContain('Late tea');
    expect((await phone.sync('cal')).got).toEqual([]);
  });

  it('tell the phone when the cloud detaches an occurrence, and when it takes it back', async () => {
    const { rig, phone, href } = await withSeries();
    rig.cal.server.put(href, calendar(master));
    const got = (await phone.sync('cal')).got.map((line) => line.split(' ')[0]);
    expect(got).toContain('delete');
    expect(phone.holds.cal.size).toBe(1);
    rig.cal.server.put(href, calendar(master, override));
    await phone.sync('cal');
    expect(phone.holds.cal.size).toBe(2);
    expect((await phone.sync('cal', slow)).got).toEqual([]);
  });

  it('keep what is not theirs to show: a task in a calendar', async () => {
    const { rig, phone } = await withSeries();
    const task = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:x',
      'BEGIN:VTODO',
      'UID:t',
      'SUMMARY:Do',
      'END:VTODO',
    ];
    rig.cal.server.put('t.ics', [...task, 'END:VCALENDAR', ''].join('\r\n'));
    expect((await phone.sync('cal')).got).toEqual([]);
    expect((await phone.sync('cal', slow)).got).toEqual([]);
    expect(rig.cal.server.resources.size).toBe(2);
  });
});

async function withSeries(): Promise<{ rig: Rig; phone: TestPhone; href: string }> {
  const rig = await createRig();
  const href = rig.cal.server.put('s.ics', calendar(master, override));
  const phone = await rig.phone();
  await phone.sync('cal', slow);
  return { rig, phone, href };
}
