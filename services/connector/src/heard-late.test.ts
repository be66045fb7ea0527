/** A phone that has carried out a Replace of which nobody heard, and what it sends of the item afterwards. */
import { beforeEach, describe, expect, it } from 'vitest';
import { calendar, createRig, person, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import type { TestPhone } from './testing/test-phone.ts';

let rig: Rig;
let phone: TestPhone;
let luid: string;

/** The phone has 222; for all we have heard it has 111. */
beforeEach(async () => {
  rig = await createRig();
  phone = await rig.phone();
  rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', 'NOTE:old'));
  await phone.sync('card', slow);
  [luid = ''] = [...phone.holds.card.keys()];
  rig.card.server.put('a.vcf', person('Ann', '222', 'UID:a', 'NOTE:old'));
  await phone.sync('card', undefined, { breakOff: 'unheard' });
});

describe('a Replace that was carried out unheard', () => {
  it('is no edit of the phone: what the cloud makes of the item afterwards counts', async () => {
    rig.card.server.put('a.vcf', person('Ann', '333', 'UID:a', 'NOTE:old'));
    await phone.sync('card', slow);
    await settled(rig, phone);
    expect(phone.texts('card').join()).toContain('333');
    expect(rig.card.server.bodies().join()).toContain('333');
  });

  it('brings back nothing that the cloud deletes afterwards', async () => {
    rig.card.server.remove('https://dav.example.org/card/a.vcf');
    await phone.sync('card', slow);
    await settled(rig, phone);
    expect(phone.texts('card')).toEqual([]);
    expect(rig.card.server.bodies()).toEqual([]);
  });

  it('is told apart from what its owner changed after it', async () => {
    phone.replace('card', luid, person('Ann', '222', 'NOTE:new'));
    rig.card.server.put('a.vcf', person('Ann', '333', 'UID:a', 'NOTE:old'));
    await phone.sync('card');
    await settled(rig, phone);
    for (const text of [phone.texts('card').join(), rig.card.server.bodies().join()]) {
      expect(text).toContain('333');
      expect(text).toContain('NOTE:new');
    }
  });

  it('nor hides an edit of what was deleted in the cloud afterwards', async () => {
    phone.replace('card', luid, person('Ann', '222', 'NOTE:new'));
    rig.card.server.remove('https://dav.example.org/card/a.vcf');
    await phone.sync('card');
    await settled(rig, phone);
    expect(rig.card.server.bodies().join()).toContain('NOTE:new');
  });
});

it('a Replace that never came to the phone is not taken for what it had', async () => {
  rig.card.server.put('a.vcf', person('Ann', '222', 'UID:a', 'NOTE:newer'));
  await phone.sync('card', undefined, { breakOff: 'before-status' });
  phone.replace('card', luid, person('Ann', '222', 'NOTE:old', 'EMAIL:ann@example.org'));
  await phone.sync('card');
  await settled(rig, phone);
  for (const text of [phone.texts('card').join(), rig.card.server.bodies().join()]) {
    expect(text).toContain('NOTE:newer');
    expect(text).toContain('ann@example.org');
  }
});

it('is what the phone had, where it says more of what the phone sends and is no further from it', async () => {
  rig.card.server.put('b.vcf', person('Bob', '444', 'UID:b'));
  await phone.sync('card');
  const bob = [...phone.holds.card].find(([, text]) => text.includes('444'))?.[0] ?? '';
  rig.card.server.put('b.vcf', person('Bob', '444', 'UID:b', 'NOTE:theirs', 'EMAIL:one@example.org'));
  await phone.sync('card', undefined, { breakOff: 'unheard' });
  phone.replace('card', bob, person('Bob', '444', 'NOTE:theirs', 'EMAIL:two@example.org'));
  await phone.sync('card', slow);
  await settled(rig, phone);
  for (const text of [phone.texts('card').join(), rig.card.server.bodies().join()]) {
    expect(text).toContain('two@example.org');
    expect(text).not.toContain('one@example.org');
  }
});

it('an event in the oldest format as well', async () => {
  const old = await rig.phone({ name: 'old', calendar: 'text/x-vcalendar' });
  const at = (place: string): string =>
    calendar([
      'UID:e',
      'SUMMARY:Walk',
      `LOCATION:${place}`,
      'DTSTART:20260105T080000Z',
      'DTEND:20260105T090000Z',
    ]);
  rig.cal.server.put('e.ics', at('Hill'));
  await old.sync('cal', slow);
  rig.cal.server.put('e.ics', at('Lake'));
  await old.sync('cal', undefined, { breakOff: 'unheard' });
  rig.cal.server.put('e.ics', at('Wood'));
  await old.sync('cal', slow);
  expect(old.texts('cal').join()).toContain('VERSION:1.0');
  expect(old.texts('cal').join()).toContain('Wood');
  expect(rig.cal.server.bodies().join()).toContain('Wood');
});
