import { asId } from '@anchorage/model';
import type { SessionId, UndoId } from '@anchorage/model';
import type { Undo, Undone } from '@anchorage/store';
import { describe, expect, it } from 'vitest';
import { calendar, createRig, person, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import type { TestPhone } from './testing/test-phone.ts';

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

describe('an undo', () => {
  it('is a change like any other: it can be undone, and that as well (F64)', async () => {
    const { rig, phone, luid } = await threePeople();
    const sessionId = await mischief(phone, luid);
    await rig.push();
    const [done, undone] = [names(phone), ['Ann', 'Bob', 'Carl']];
    const first = await undo(rig, sessionId);
    await rig.push();
    await phone.sync('card');
    expect(names(phone)).toEqual(undone);
    const second = await undo(rig, first.id, 'undo');
    await rig.push();
    await phone.sync('card');
    expect(names(phone)).toEqual(done);
    expect(phone.holds.card.get(luid('Ann'))).toContain('NOTE:new');
    await undo(rig, second.id, 'undo');
    await rig.push();
    await phone.sync('card');
    expect(names(phone)).toEqual(undone);
    await takenBack(rig, phone);
  });

  it('changes nothing when it is asked for a second time', async () => {
    const { rig, phone, luid } = await threePeople();
    const sessionId = await mischief(phone, luid);
    await undo(rig, sessionId);
    await rig.push();
    const before = rig.card.server.bodies();
    await undo(rig, sessionId);
    await rig.push();
    expect(rig.card.server.bodies()).toEqual(before);
  });

  it.each(['before', 'after'] as const)(
    'does the same wherever its worker dies, %s a commit',
    async (when) => {
      for (let fatal = 1; fatal <= 6; fatal += 1) {
        const { rig, phone, luid } = await threePeople({ undoBatch: 1 });
        const sessionId = await mischief(phone, luid);
        await rig.push();
        let commits = 0;
        rig.dies[when] = () => (commits += 1) === fatal;
        const { counts } = await undo(rig, sessionId);
        rig.dies[when] = () => false;
        expect(counts, `at commit ${fatal}`).toEqual({ removed: 1, restored: 1, recreated: 1 });
        await rig.push();
        await phone.sync('card');
        expect(names(phone)).toEqual(['Ann', 'Bob', 'Carl']);
        await takenBack(rig, phone);
      }
    },
  );

  it('is found by the sweeper when its job was lost, and done once by two workers', async () => {
    const { rig, phone, luid } = await threePeople({ undoBatch: 1 });
    const sessionId = await mischief(phone, luid);
    const { accountId, store } = rig;
    const { id } = await store.undos.add(accountId, { kind: 'session', sessionId }, rig.tools.clock.now());
    expect(await store.undos.pending(10)).toEqual([{ accountId, id }]);
    const job = { kind: 'undo', accountId, undoId: id } as const;
    await Promise.all([rig.run(job), rig.run(job)]);
    expect((await store.undos.get(accountId, id))?.counts).toEqual({ removed: 1, restored: 1, recreated: 1 });
    expect(await store.undos.pending(10)).toEqual([]);
  });

  it('touches nothing when earlier versions may be forgotten, or the session is', async () => {
    const { rig, phone, luid } = await threePeople({ retention: 86_400_000 });
    const sessionId = await mischief(phone, luid);
    await rig.push();
    rig.passTime(2 * 86_400_000);
    const before = rig.card.server.bodies();
    expect((await undo(rig, sessionId)).counts).toEqual({ tooOld: 1 });
    expect((await undo(rig, asId<'session'>('unknown'))).counts).toEqual({ tooOld: 1 });
    await rig.push();
    expect(rig.card.server.bodies()).toEqual(before);
  });

  it('gives back what is held, and takes a deletion back that had its owner’s word', async () => {
    const rig = await createRig();
    const phone = await rig.phone();
    for (let at = 0; at < 30; at += 1) phone.add('card', person(`Person ${at}`, `+49${at}`));
    await phone.sync('card', slow);
    for (const luid of [...phone.holds.card.keys()].slice(0, 20)) phone.remove('card', luid);
    const { sessionId } = await phone.sync('card');
    const { accountId, store } = rig;
    const held = await store.journal.list(accountId, ['held'], 100);
    await store.journal.release(
      accountId,
      held.slice(0, 5).map(({ id }) => id),
      rig.tools.clock.now(),
    );
    await rig.push();
    expect(rig.card.server.resources.size).toBe(25);
    expect((await undo(rig, sessionId)).counts).toEqual({ recreated: 5, kept: 15 });
    await rig.push();
    await phone.sync('card');
    expect(rig.card.server.resources.size).toBe(30);
    expect(phone.holds.card.size).toBe(30);
    expect(await store.journal.list(accountId, ['held'], 100)).toEqual([]);
    await takenBack(rig, phone);
  });
});

/** Ann with a note and something no phone sees, Bob, Carl; on both sides. */
async function threePeople(settings: Parameters<typeof createRig>[0] = {}): Promise<{
  rig: Rig;
  phone: TestPhone;
  luid: (name: string) => string;
}> {
  const rig = await createRig(settings);
  rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', 'NOTE:old', 'X-KEEP:yes'));
  rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
  rig.card.server.put('c.vcf', person('Carl', '333', 'UID:c'));
  const phone = await rig.phone();
  await phone.sync('card', slow);
  const luids = new Map([...phone.holds.card].map(([luid, text]) => [nameOf(text), luid]));
  return { rig, phone, luid: (name) => luids.get(name) ?? '' };
}

/** One session: Ann edited, Carl deleted, Dora added. */
async function mischief(phone: TestPhone, luid: (name: string) => string): Promise<SessionId> {
  const ann = phone.holds.card.get(luid('Ann')) ?? '';
  phone.replace('card', luid('Ann'), ann.replace('NOTE:old', 'NOTE:new'));
  phone.remove('card', luid('Carl'));
  phone.add('card', person('Dora', '444'));
  return (await phone.sync('card')).sessionId;
}

async function undo(rig: Rig, id: SessionId | UndoId, kind: 'session' | 'undo' = 'session'): Promise<Undo> {
  const { accountId, store } = rig;
  const of: Undone = kind === 'undo' ? { kind, undoId: asId(id) } : { kind, sessionId: asId(id) };
  const { id: undoId } = await store.undos.add(accountId, of, rig.tools.clock.now());
  for (let tries = 0; tries < 10; tries += 1) {
    if ((await rig.run({ kind: 'undo', accountId, undoId })) === null) break;
  }
  const row = await store.undos.get(accountId, undoId);
  if (row === null) throw new Error('no undo');
  return row;
}

/** Neither a normal nor a slow sync has anything left to say, and there is a mapping for each item. */
/** What was taken back has reached the cloud, too. */
async function takenBack(rig: Rig, phone: TestPhone): Promise<void> {
  await rig.push();
  await settled(rig, phone);
}

function names(phone: TestPhone): readonly string[] {
  return phone.texts('card').map(nameOf).toSorted();
}

function nameOf(text: string): string {
  return /^N(?:;[^:]*)?:([^;\r]*)/m.exec(text)?.[1] ?? '';
}

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
