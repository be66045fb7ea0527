/**
 * Cases in which bridges between SyncML and CalDAV or CardDAV are known to lose or double things, each end to end through
 * the cloud side: what the phone sent, what the cloud holds afterwards, and that doing it again changes nothing.
 */
import { describe, expect, it } from 'vitest';
import { calendar, createRig, person, refreshFromClient, slow, vcard } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';

describe('a refresh from the phone', () => {
  const series = ['UID:series', 'SUMMARY:Tea', 'DTSTART:20240513T090000Z', 'RRULE:FREQ=DAILY;COUNT=5'];
  const moved = [
    'UID:series',
    'RECURRENCE-ID:20240514T090000Z',
    'SUMMARY:Late tea',
    'DTSTART:20240514T150000Z',
  ];

  const old = ['UID:old', 'SUMMARY:Old', 'DTSTART:20240501T090000Z'];

  it.each([
    ['series first', [series, moved]],
    ['occurrence first', [moved, series]],
  ])('brings a series with a moved occurrence over whole, %s', async (_, items) => {
    const rig = await createRig();
    const phone = await rig.phone({ calendar: 'text/calendar' });
    rig.cal.server.put('old.ics', calendar(old));
    await phone.sync('cal', slow);
    for (const luid of phone.holds.cal.keys()) phone.replace('cal', luid, calendar(old));
    for (const lines of items) phone.add('cal', calendar(lines));
    const { part } = await phone.sync('cal', refreshFromClient);
    expect(part?.counts['quarantined'] ?? 0).toBe(0);
    const bodies = rig.cal.server.bodies();
    expect(bodies).toHaveLength(2);
    const tea = bodies.find((body) => body.includes('UID:series')) ?? '';
    expect(tea).toContain('RRULE:FREQ=DAILY;COUNT=5');
    expect(tea).toMatch(/RECURRENCE-ID:20240514T090000Z/);
    expect(tea).toMatch(/SUMMARY:Late tea/);
    expect(await changesOf(rig, phone, 'cal', refreshFromClient)).toEqual([]);
    expect(await changesOf(rig, phone, 'cal', slow)).toEqual([]);
  });
});

it('a monthly rule with a count stays when a vCalendar 1.0 phone changes the title', async () => {
  const rig = await createRig();
  const phone = await rig.phone({ calendar: 'text/x-vcalendar' });
  rig.cal.server.put(
    'rent.ics',
    calendar([
      'UID:rent',
      'SUMMARY:Rent',
      'DTSTART:20240501T090000Z',
      'DTEND:20240501T100000Z',
      'RRULE:FREQ=MONTHLY;COUNT=6',
    ]),
  );
  await phone.sync('cal', slow);
  const [[luid, text] = ['', '']] = phone.holds.cal;
  expect(text).toMatch(/RRULE:MD1 1\+? #6/);
  phone.replace('cal', luid, text.replace('Rent', 'Rent and water'));
  await phone.sync('cal');
  const [body = ''] = rig.cal.server.bodies();
  expect(body).toContain('SUMMARY:Rent and water');
  expect(body).toContain('RRULE:FREQ=MONTHLY;COUNT=6');
  expect(await changesOf(rig, phone, 'cal', slow)).toEqual([]);
});

describe('the first sync of three hundred contacts, of whom two hundred share a name', () => {
  const number = (at: number): string => `+4930${String(1_000_000 + at)}`;
  const all = Array.from({ length: 300 }, (_, at) => ({
    name: at < 202 ? 'Kim Example' : `Person ${at}`,
    number: number(at),
  }));

  it.each(['before-final', 'before-status', 'before-map', 'unheard'] as const)(
    'broken off %s: nobody is merged with another, nobody doubled',
    async (breakOff) => {
      const rig = await createRig();
      const phone = await rig.phone({ vcard: 'vcard21' });
      all.forEach((one, at) => rig.card.server.put(`${at}.vcf`, person(one.name, one.number, `UID:${at}`)));
      for (const one of all.slice(100)) phone.add('card', person(one.name, one.number));
      await phone.sync('card', slow, { breakOff });
      await phone.sync('card', slow);
      expect(numbersIn(rig.card.server.bodies())).toEqual(all.map((one) => one.number));
      expect(numbersIn(phone.texts('card'))).toEqual(all.map((one) => one.number));
      expect(await changesOf(rig, phone, 'card', slow)).toEqual([]);
    },
    120_000,
  );
});

it('what a phone cannot hold is as it was after its edit: a key, a position, what somebody invented', async () => {
  const rig = await createRig();
  const phone = await rig.phone({ vcard: 'vcard21' });
  const rest = [
    'GEO:47.368650;8.539180',
    'KEY;ENCODING=b;TYPE=PGP:LS0tLS1CRUdJTg==',
    'X-EXAMPLE-SHOE-SIZE:44',
    'item1.X-ABLABEL:Boat',
  ];
  rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', ...rest));
  await phone.sync('card', slow);
  const [[luid, text] = ['', '']] = phone.holds.card;
  phone.replace('card', luid, text.replace('111', '112'));
  await phone.sync('card');
  const [body = ''] = rig.card.server.bodies();
  expect(body).toContain('112');
  for (const line of rest) expect(unfolded(body)).toContain(line);
  expect(await changesOf(rig, phone, 'card', slow)).toEqual([]);
});

it('two edits of one contact both count, and of two edits of one field the one that yields is kept', async () => {
  const rig = await createRig();
  const phone = await rig.phone();
  const original = vcard('N:Example;Ann;;;', 'FN:Ann Example', 'TEL;TYPE=CELL:111', 'NOTE:old', 'UID:a');
  rig.card.server.put('a.vcf', original);
  await phone.sync('card', slow);
  const [[luid, text] = ['', '']] = phone.holds.card;
  phone.replace('card', luid, text.replace('111', '222').replace('old', 'from the phone'));
  rig.card.server.put(
    'a.vcf',
    original.replace('old', 'from the cloud').replace('UID:a', 'ORG:Boats\r\nUID:a'),
  );
  const { part, sessionId } = await phone.sync('card');
  const [body = ''] = rig.card.server.bodies();
  expect(body).toContain('222');
  expect(body).toContain('ORG:Boats');
  expect(part?.counts['conflicts']).toBe(1);
  const [winner = '', loser = ''] = body.includes('from the cloud')
    ? ['from the cloud', 'from the phone']
    : ['from the phone', 'from the cloud'];
  expect(phone.texts('card')[0]).toContain(winner);
  const [item] = await rig.store.items.changedSince(rig.accountId, rig.card.row.id, 0, 10);
  const kept = item === undefined ? [] : await rig.store.items.versions(rig.accountId, item.id, 20);
  const lost = await rig.store.items.lostIn(rig.accountId, sessionId, 10);
  expect([...kept, ...lost].filter((version) => version.body.includes(loser))).not.toEqual([]);
});

/** What moves in a further sync, and whether the cloud's texts change. */
async function changesOf(
  rig: Rig,
  phone: TestPhone,
  name: 'card' | 'cal',
  type: Parameters<TestPhone['sync']>[1],
): Promise<readonly string[]> {
  const before = rig[name].server.bodies();
  const { got } = await phone.sync(name, type);
  const now = rig[name].server.bodies();
  return [...got, ...now.filter((body) => !before.includes(body))];
}

function numbersIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => [...text.matchAll(/\+4930\d{7}/g)].map(([found]) => found)).toSorted();
}

function unfolded(body: string): string {
  return body.replaceAll(/\r\n[ \t]/g, '');
}
