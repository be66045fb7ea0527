import { syncTypes } from '@anchorage/model';
import type { Command } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import type { Resumable } from './contract.ts';
import { resumableOf } from './resumable.ts';
import { parseState } from './serialise.ts';
import { datastore } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import type { TestInbox } from './testing/inbox.ts';
import { alert, card, change, item, message, outline, statusesFor, sync, text } from './testing/messages.ts';

const plain: Resumable = { syncType: syncTypes.twoWay, incoming: null, lastPiece: null, outgoing: null };
const again = (resumable: Resumable | null, inbox?: TestInbox) =>
  gateway({ datastores: [datastore('card', { resumable })], ...(inbox === undefined ? {} : { inbox }) });

describe('Alert 225', () => {
  it.each([
    ['two-way (DS-142)', plain, 'client-1', 200, 200],
    ['Last missing, as SyncEvolution sends it', plain, null, 200, 200],
    ['slow', { ...plain, syncType: syncTypes.slow }, 'client-1', 200, 201],
    ['one-way from the client', { ...plain, syncType: syncTypes.oneWayFromClient }, 'client-1', 200, 202],
    ['another Last', plain, 'client-0', 508, 201],
    ['no state (DS-143)', null, 'client-1', 508, 201],
  ] as const)('%s', (_, resumable, last, status, code) => {
    const door = again(resumable);
    const reply = door.post(message(1, [alert(225, './card', last)]));
    expect(outline(reply).slice(1)).toEqual([
      `Status 1/1 Alert ${String(status)} (./card, ./C/pb)`,
      `Alert ${String(code)} ./C/pb`,
      'Final',
    ]);
    const [opened] = door.eventsOf('datastore-opened');
    expect(opened?.syncType).toBe(code);
    expect(opened?.resumes).toBe(status === 200 ? true : undefined);
  });
});

const whole = card('Large');
const piece = (from: number, to: number) =>
  item('1', whole.slice(from, to), {
    ...(to < whole.length ? { moreData: true } : {}),
    ...(from === 0 ? { meta: { size: whole.length } } : {}),
  });

/** What a session leaves that breaks off after the beginning of a large object. */
function brokenOff(suspend: boolean): { resumable: Resumable | null; inbox: TestInbox } {
  const door = gateway();
  const first = door.post(message(1, [alert(200)]));
  const reply = door.post(
    message(2, [...statusesFor(first), sync([change('Add', [piece(0, 20)])])], { final: false }),
  );
  expect(outline(reply)).toContain('Status 2/4 Add 213 (1)');
  if (suspend) door.post(message(3, [...statusesFor(reply), { ...alert(224), items: [] }]));
  return { resumable: resumableOf(parseState(door.state()), 'card'), inbox: door.inbox };
}

describe('a large object that came in part (F7)', () => {
  const rest = piece(20, whole.length);
  it.each([
    ['suspended, goes on', true, [rest]],
    ['suspended, repeats its last piece', true, [piece(0, 20), rest]],
    ['vanished, goes on', false, [rest]],
    ['vanished, repeats its last piece', false, [piece(0, 20), rest]],
    ['vanished, sends it anew in one piece', false, [item('1', whole)]],
    ['vanished, begins anew', false, [piece(0, 30), piece(30, whole.length)]],
  ] as const)('%s', (_, suspend, pieces) => {
    const { resumable, inbox } = brokenOff(suspend);
    const door = again(resumable, inbox);
    const first = door.post(message(1, [alert(225, './card', null)]));
    const changes = pieces.map((one) => change('Add', [one]));
    door.post(message(2, [...statusesFor(first), sync(changes)]));
    expect(door.inbox.items.map(({ data }) => text(data))).toEqual([whole]);
    expect(door.inbox.parts()).toEqual({});
  });

  it('is told from its last piece by its place, where the phone says that (SyncEvolution)', () => {
    const dull = `BEGIN:VCARD\r\nNOTE:${'0'.repeat(60)}`;
    const cut = (from: number, more: boolean) =>
      item('1', dull.slice(from, from + 20), {
        meta: { emi: [`datapos=${String(from)}`], ...(from === 0 ? { size: dull.length } : {}) },
        ...(more ? { moreData: true } : {}),
      });
    const adds = [0, 20, 40, 60].map((from) => change('Add', [cut(from, from < 60)]));
    const before = gateway();
    let seen = before.post(message(1, [alert(200)]));
    for (const [at, add] of adds.slice(0, 3).entries())
      seen = before.post(message(2 + at, [...statusesFor(seen), sync([add])], { final: false }));
    const door = again(resumableOf(parseState(before.state()), 'card'), before.inbox);
    const first = door.post(message(1, [alert(225, './card', null)]));
    door.post(message(2, [...statusesFor(first), sync(adds.slice(2))]));
    expect(door.inbox.items.map(({ data }) => text(data))).toEqual([dull]);
  });

  describe.each([
    ['an inner piece', [0, 20, 40], [40, 55, 75, 90]],
    ['an inner piece, in a larger one', [0, 20, 40], [40, 72, 90]],
    ['the piece after the last', [0, 20, 40], [60, 90]],
    ['the last piece, in one that is as long', [0, 30, 60], [60, 90]],
    ['the last piece, in two', [0, 30, 60], [60, 75, 90]],
    ['the end of the last piece', [0, 30, 60], [75, 90]],
  ] as const)('said again from %s on, cut as a message has room (SyncEvolution)', (_, cuts, anew) => {
    it.each(['chr', 'b64'])('in %s', (format) => {
      const whole = card('Long'.padEnd(format === 'chr' ? 40 : 16, 'g'));
      const said = (format === 'chr' ? whole : Buffer.from(whole).toString('base64'))
        .padEnd(90, ' ')
        .slice(0, 90);
      const add = (from: number, to: number): Command =>
        change('Add', [
          item('1', said.slice(from, to), {
            meta: {
              emi: [`datapos=${String(from)}`],
              format,
              ...(from === 0 ? { size: said.length } : {}),
            },
            ...(to < said.length ? { moreData: true } : {}),
          }),
        ]);
      const before = gateway();
      let seen = before.post(message(1, [alert(200)]));
      for (const [at, from] of cuts.entries()) {
        const command = add(from, from + (cuts[1] ?? 0));
        seen = before.post(message(2 + at, [...statusesFor(seen), sync([command])], { final: false }));
      }
      const door = again(resumableOf(parseState(before.state()), 'card'), before.inbox);
      seen = door.post(message(1, [alert(225, './card', null)]));
      for (const [at, from] of anew.slice(0, -1).entries()) {
        const end = anew[at + 1] ?? 0;
        const final = end === said.length;
        seen = door.post(message(2 + at, [...statusesFor(seen), sync([add(from, end)])], { final }));
        expect(outline(seen).join()).toMatch(final ? /Add 201/ : /Add 213/);
      }
      expect(door.inbox.items.map(({ data }) => text(data).trim())).toEqual([whole.trim()]);
      expect(door.inbox.parts()).toEqual({});
    });
  });

  it.each([
    ['the rest of it in one piece', [60, 90]],
    ['the rest of it in two', [60, 75, 90]],
  ] as const)('is refused when its beginning is not here: %s', (_, cuts) => {
    const door = again(plain);
    let seen = door.post(message(1, [alert(225, './card', null)]));
    for (const [at, from] of cuts.slice(0, -1).entries()) {
      const more = cuts[at + 1] === 90 ? {} : { moreData: true };
      const tail = item('1', 'A'.repeat(15), { meta: { emi: [`datapos=${String(from)}`] }, ...more });
      seen = door.post(
        message(2 + at, [...statusesFor(seen), sync([change('Add', [tail])])], { final: false }),
      );
      expect(outline(seen).join()).toMatch(/Add 424/);
    }
    expect(door.inbox.items).toEqual([]);
    expect(door.inbox.parts()).toEqual({});
  });

  it('goes on once, though the phone repeated its Alert', () => {
    const { resumable, inbox } = brokenOff(true);
    const door = again(resumable, inbox);
    const first = door.post(message(1, [alert(225, './card', null)]));
    door.post(message(2, [alert(225, './card', null)]));
    const changes = [rest, item('1', card('Newer'))].map((one) => change('Add', [one]));
    door.post(message(3, [...statusesFor(first), sync(changes)]));
    expect(door.inbox.items.map(({ data }) => text(data))).toEqual([whole, card('Newer')]);
  });
});

it('an object in part waits until other items have come', () => {
  const { resumable, inbox } = brokenOff(true);
  const door = again(resumable, inbox);
  const first = door.post(message(1, [alert(225, './card', null)]));
  const changes = [item('2', card('Other')), piece(20, whole.length)].map((one) => change('Add', [one]));
  door.post(message(2, [...statusesFor(first), sync(changes)]));
  const received = door.inbox.items.map(({ data }) => text(data));
  expect(received).toEqual([card('Other'), whole]);
});

describe('what is left to go on from', () => {
  it.each([203, 205])('nothing of a refresh: %s (DS-143)', (code) => {
    const door = gateway();
    door.post(message(1, [alert(code)]));
    expect(resumableOf(parseState(door.state()), 'card')).toBeNull();
  });

  it('nothing of a slow sync that has only been opened, unless it goes on from one of which there is more', () => {
    const slow = { ...plain, syncType: syncTypes.slow };
    const opened = gateway();
    opened.post(message(1, [alert(201)]));
    expect(resumableOf(parseState(opened.state()), 'card')).toBeNull();
    const begun = gateway();
    begun.post(message(2, [...statusesFor(begun.post(message(1, [alert(201)]))), sync()], { final: false }));
    expect(resumableOf(parseState(begun.state()), 'card')).toEqual(slow);
    const goesOn = again(slow);
    goesOn.post(message(1, [alert(225)]));
    expect(resumableOf(parseState(goesOn.state()), 'card')).toEqual(slow);
  });

  it('nothing before SyncML 1.2, nor of another datastore', () => {
    const older = gateway({ version: '1.1' });
    older.post(message(1, [alert(200)], { version: '1.1' }));
    expect(resumableOf(parseState(older.state()), 'card')).toBeNull();
    const door = gateway();
    door.post(message(1, [alert(200)]));
    expect(resumableOf(parseState(door.state()), 'card')).toEqual(plain);
    expect(resumableOf(parseState(door.state()), 'cal')).toBeNull();
  });
});
