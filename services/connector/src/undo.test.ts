import { asId } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { calendar, createRig, person, slow } from './testing/rig.ts';
import { mischief, names, takenBack, threePeople, undo } from './testing/three-people.ts';

describe('undoing a session', () => {
  it('removes what it made, puts back what it edited, recreates what it deleted, and leaves the rest', async () => {
    const { rig, phone, luid } = await threePeople();
    const before = rig.card.server.bodies();
    const sessionId = await mischief(phone, luid);
    await rig.push();
    rig.card.server.put('later.vcf', person('Later', '555', 'UID:later'));
    expect(await undo(rig, sessionId)).toMatchObject({
      state: 'done',
      counts: { removed: 1, restored: 1, recreated: 1 },
      leftAlone: [],
    });
    await rig.push();
    await phone.sync('card');
    await rig.push();
    const later = rig.card.server.bodies().filter((body) => body.includes('Later'));
    expect(withoutUids(rig.card.server.bodies())).toEqual(withoutUids([...before, ...later]));
    expect(rig.card.server.bodies().join()).toContain('X-KEEP:yes');
    expect(names(phone)).toEqual(['Ann', 'Bob', 'Carl', 'Later']);
    expect(phone.texts('card').join()).toContain('NOTE:old');
    await takenBack(rig, phone);
  });

  it('reaches the other phones as well, each once', async () => {
    const { rig, phone, luid } = await threePeople();
    const other = await rig.phone({ name: 'other', vcard: 'vcard21' });
    const absent = await rig.phone({ name: 'absent' });
    await other.sync('card', slow);
    await absent.sync('card', slow);
    const before = [other.texts('card'), absent.texts('card')];
    const sessionId = await mischief(phone, luid);
    await rig.push();
    expect((await other.sync('card')).got).toHaveLength(3);
    await undo(rig, sessionId);
    await rig.push();
    expect((await other.sync('card')).got.map(command).toSorted()).toEqual(['add', 'delete', 'replace']);
    // This one had never heard of the session: nothing it shows has changed.
    expect((await absent.sync('card')).got).toEqual([]);
    expect([other.texts('card'), absent.texts('card')]).toEqual(before);
    await phone.sync('card');
    for (const one of [phone, other, absent]) await takenBack(rig, one);
  });

  it('brings a deletion back under the old name while the cloud has not heard of it', async () => {
    const { rig, phone, luid } = await threePeople();
    const hrefs = [...rig.card.server.resources.keys()];
    rig.card.server.before = (operation) => {
      if (operation === 'delete') throw new Error('away');
    };
    phone.remove('card', luid('Carl'));
    const { sessionId } = await phone.sync('card', undefined, { dontDrain: true });
    await undo(rig, sessionId);
    rig.card.server.before = () => undefined;
    rig.passTime(4_000_000);
    await rig.push();
    await phone.sync('card');
    expect([...rig.card.server.resources.keys()]).toEqual(hrefs);
    expect(names(phone)).toEqual(['Ann', 'Bob', 'Carl']);
  });

  it('brings back what has gone from the cloud, while an old deletion of it waits once more', async () => {
    const { rig, phone, luid } = await threePeople();
    const { accountId, store } = rig;
    rig.card.server.keeps = true;
    phone.remove('card', luid('Carl'));
    const { sessionId } = await phone.sync('card');
    rig.card.server.keeps = false;
    rig.card.server.remove('https://dav.example.org/card/c.vcf');
    await rig.refresh();
    const [refused] = await store.journal.list(accountId, ['failed'], 10);
    const now = rig.tools.clock.now();
    await store.journal.postpone(accountId, refused?.id ?? asId('none'), {
      dueAt: now,
      reason: 'again',
      state: 'pending',
    });
    await undo(rig, sessionId);
    await rig.push();
    await phone.sync('card');
    expect(rig.card.server.bodies().join()).toContain('Carl');
    expect(names(phone)).toEqual(['Ann', 'Bob', 'Carl']);
    await takenBack(rig, phone);
  });

  it('takes a removed occurrence and a changed series back', async () => {
    const rig = await createRig();
    rig.cal.server.put('w.ics', calendar(weekly, override));
    const phone = await rig.phone();
    await phone.sync('cal', slow);
    const before = { cloud: rig.cal.server.bodies(), phone: phone.texts('cal') };
    const moved = [...phone.holds.cal].find(([, text]) => text.includes('Moved'));
    const series = [...phone.holds.cal].find(([, text]) => text.includes('RRULE'));
    if (moved === undefined || series === undefined) throw new Error('two items were expected');
    phone.remove('cal', moved[0]);
    phone.replace('cal', series[0], series[1].replace('Weekly', 'Every week'));
    const { sessionId } = await phone.sync('cal');
    await rig.push();
    expect(rig.cal.server.bodies()).not.toEqual(before.cloud);
    await undo(rig, sessionId);
    await rig.push();
    await phone.sync('cal');
    expect(rig.cal.server.bodies().join()).toContain('SUMMARY:Moved');
    expect(rig.cal.server.bodies().join()).not.toContain('Every week');
    expect(phone.texts('cal').map(comparable)).toEqual(before.phone.map(comparable));
    expect((await phone.sync('cal')).got).toEqual([]);
  });

  it('takes the two versions of a conflict that kept both back to one', async () => {
    const rig = await createRig();
    const href = rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', 'NOTE:old'));
    const phone = await rig.phone({ policy: 'keep-both' });
    await phone.sync('card', slow);
    const [[luid, text] = ['', '']] = [...phone.holds.card];
    rig.card.server.put(href, person('Ann', '111', 'UID:a', 'NOTE:cloud'));
    phone.replace('card', luid, text.replace('NOTE:old', 'NOTE:phone'));
    const { sessionId } = await phone.sync('card');
    await rig.push();
    expect(rig.card.server.resources.size).toBe(2);
    expect(await undo(rig, sessionId)).toMatchObject({ counts: { removed: 1 } });
    await rig.push();
    await phone.sync('card');
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(phone.texts('card')).toEqual([expect.stringContaining('NOTE:cloud')]);
    await takenBack(rig, phone);
  });
});

describe('what happened after the session', () => {
  it('stays where it concerns something else of the same item', async () => {
    const { rig, phone, luid } = await threePeople();
    const sessionId = await mischief(phone, luid);
    await rig.push();
    const [href = '', { body } = { body: '' }] =
      [...rig.card.server.resources].find(([, one]) => one.body.includes('NOTE:new')) ?? [];
    rig.card.server.put(href, body.replace('TEL;TYPE=CELL:111', 'TEL;TYPE=CELL:999'));
    await rig.refresh();
    expect(await undo(rig, sessionId)).toMatchObject({ counts: { merged: 1 }, leftAlone: [] });
    await rig.push();
    await phone.sync('card');
    for (const text of [rig.card.server.resources.get(href)?.body, phone.holds.card.get(luid('Ann'))]) {
      expect(text).toContain('NOTE:old');
      expect(text).toContain('999');
    }
    await takenBack(rig, phone);
  });

  it('stays where it concerns the same, and is named', async () => {
    const { rig, phone, luid } = await threePeople();
    const sessionId = await mischief(phone, luid);
    await rig.push();
    for (const [href, { body }] of new Map(rig.card.server.resources)) {
      rig.card.server.put(href, body.replace('NOTE:new', 'NOTE:newest').replace('FN:Dora', 'FN:Dora D.'));
    }
    await rig.refresh();
    const { counts, leftAlone } = await undo(rig, sessionId);
    expect(counts).toMatchObject({ left: 2, recreated: 1 });
    expect(leftAlone).toHaveLength(2);
    await rig.push();
    await phone.sync('card');
    expect(rig.card.server.bodies().join()).toContain('NOTE:newest');
    expect(names(phone)).toEqual(['Ann', 'Bob', 'Carl', 'Dora']);
    await takenBack(rig, phone);
  });

  it('stays when it was a deletion', async () => {
    const { rig, phone, luid } = await threePeople();
    const sessionId = await mischief(phone, luid);
    await rig.push();
    for (const [href, { body }] of new Map(rig.card.server.resources)) {
      if (body.includes('NOTE:new') || body.includes('Dora')) rig.card.server.remove(href);
    }
    await rig.refresh();
    expect((await undo(rig, sessionId)).counts).toEqual({ left: 1, recreated: 1 });
    await rig.push();
    await phone.sync('card');
    expect(names(phone)).toEqual(['Bob', 'Carl']);
    await takenBack(rig, phone);
  });
});

function command(got: string): string {
  return got.split(' ')[0] ?? '';
}

function withoutUids(bodies: readonly string[]): readonly string[] {
  return bodies.map((body) => body.replace(/^UID:.*\r\n/m, '')).toSorted();
}

function comparable(text: string): string {
  return text.replaceAll(/^(?:DTSTAMP|LAST-MODIFIED):.*\r\n/gm, '');
}

const weekly = [
  'UID:w',
  'SUMMARY:Weekly',
  'DTSTART:20240205T090000Z',
  'DTEND:20240205T100000Z',
  'RRULE:FREQ=WEEKLY;COUNT=5',
];
const override = [
  'UID:w',
  'SUMMARY:Moved',
  'RECURRENCE-ID:20240212T090000Z',
  'DTSTART:20240213T090000Z',
  'DTEND:20240213T100000Z',
];
