import type { Command } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { datastore } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import type { GatewayOptions } from './testing/gateway.ts';
import { alert, card, change, item, message, outline, statusesFor, sync, text } from './testing/messages.ts';

describe('a piece of a large object under a new MsgID, its reply having got lost', () => {
  it('counts once', () => {
    const door = gateway({ datastores: [datastore('card')] });
    const first = door.post(message(1, [alert(200)]));
    const whole = card('A'.repeat(40));
    const piece = (from: number, to: number, more: boolean, size?: number): Command =>
      change('Add', [
        item('1', whole.slice(from, to), {
          ...(size === undefined ? {} : { meta: { size } }),
          ...(more ? { moreData: true } : {}),
        }),
      ]);
    let seen = first;
    let msgId = 1;
    const post = (command: Command) => {
      msgId += 1;
      return door.post(message(msgId, [...statusesFor(seen), sync([command])], { final: false }));
    };
    seen = post(piece(0, 30, true, whole.length));
    post(piece(30, 50, true));
    const again = post(piece(30, 50, true));
    expect(outline(again)[2]).toMatch(/Add 213/);
    seen = again;
    post(piece(50, whole.length, false));
    expect(outline(post(piece(50, whole.length, false)))[2]).toMatch(/Add 201/);
    expect(door.inbox.items.map(({ data }) => text(data))).toEqual([whole]);
  });

  it('counts twice where the phone saw the reply', () => {
    const door = gateway({ datastores: [datastore('card')] });
    let seen = door.post(message(1, [alert(200)]));
    const same = 'A'.repeat(20);
    const parts = [`BEGIN:VCARD\r\nNOTE:`, same, same, '\r\nEND:VCARD\r\n'];
    for (const [at, data] of parts.entries()) {
      const more = at < parts.length - 1 ? { moreData: true } : {};
      const command = change('Add', [item('1', data, more)]);
      seen = door.post(message(at + 2, [...statusesFor(seen), sync([command])], { final: false }));
    }
    expect(door.inbox.items.map(({ data }) => text(data))).toEqual([parts.join('')]);
  });
});

describe('large objects from the phone', () => {
  const whole = card('A'.repeat(50));
  const piece = (luid: string, data: string, size: number | null, more: boolean): Command =>
    change('Add', [
      item(luid, data, { ...(size === null ? {} : { meta: { size } }), ...(more ? { moreData: true } : {}) }),
    ]);
  const session = (options: GatewayOptions = {}) => {
    const door = gateway({ datastores: [datastore('card')], ...options });
    door.post(message(1, [alert(200)]));
    let msgId = 1;
    const send = (commands: readonly Command[], final = false): readonly string[] => {
      msgId += 1;
      return outline(door.post(message(msgId, [sync(commands)], { final }))).slice(2);
    };
    return { door, send };
  };

  it('come together (DS-128, DS-129)', () => {
    const { door, send } = session({ encoding: 'wbxml' });
    expect(send([piece('1', whole.slice(0, 20), whole.length, true)])).toEqual([
      'Status 2/2 Add 213 (1)',
      'Alert 222',
    ]);
    expect(send([piece('1', whole.slice(20, 40), null, true)])).toEqual([
      'Status 3/2 Add 213 (1)',
      'Alert 222',
    ]);
    expect(door.inbox.items).toEqual([]);
    expect(door.inbox.parts()).toEqual({ 'card/1': 40 });
    expect(send([piece('1', whole.slice(40), null, false), piece('2', 'x', 9, true)])).toEqual([
      'Status 4/2 Add 201 (1)',
      'Status 4/3 Add 213 (2)',
      'Alert 222',
    ]);
    const [event] = door.inbox.items;
    expect(door.inbox.parts()).toEqual({ 'card/2': 1 });
    expect(event).toMatchObject({ luid: '1', contentType: 'text/x-vcard' });
    expect(text(event?.data)).toBe(whole);
  });

  it.each([
    ['one octet more declared', 1, 201],
    ['line ends counted once', -4, 201],
    ['too short (DS-130)', 9, 424],
    ['too long', -9, 424],
  ])('%s', (_, off, status) => {
    const { door, send } = session({ encoding: 'wbxml' });
    send([piece('1', whole.slice(0, 20), whole.length + off, true)]);
    expect(send([piece('1', whole.slice(20), null, false)])[0]).toBe(`Status 3/2 Add ${String(status)} (1)`);
    expect(door.inbox.items).toHaveLength(status === 201 ? 1 : 0);
    expect(door.inbox.parts()).toEqual({});
  });

  it('that break off are dropped, and the next command is carried out (DS-131)', () => {
    const { door, send } = session();
    send([piece('1', whole.slice(0, 20), whole.length, true)]);
    expect(send([change('Add', [item('2', card('B'))])])).toEqual(['Status 3/2 Add 201 (2)', 'Alert 223 1']);
    send([piece('3', 'BEGIN', 100, true)]);
    expect(send([], true).slice(0, 1)).toEqual(['Alert 223 3']);
    expect(door.inbox.items.map((event) => event.luid)).toEqual(['2']);
    expect(door.inbox.parts()).toEqual({});
  });

  it('begin again with a new Size', () => {
    const { door, send } = session({ encoding: 'wbxml' });
    send([piece('1', 'rubbish', whole.length, true)]);
    send([piece('1', whole.slice(0, 20), whole.length, true)]);
    expect(send([piece('1', whole.slice(20), null, false)])[0]).toBe('Status 4/2 Add 201 (1)');
    expect(text(door.inbox.items[0]?.data)).toBe(whole);
  });

  it('are refused when larger than we take, announced or not (F8)', () => {
    const small = { server: { maxObjSize: 100 } };
    const announced = session(small);
    expect(announced.send([piece('1', 'BEGIN', 101, true)])[0]).toBe('Status 2/2 Add 416 (1)');
    expect(announced.send([piece('1', 'END', null, false)])[0]).toBe('Status 3/2 Add 416 (1)');
    expect(announced.send([change('Add', [item('2', card('B'))])])[0]).toBe('Status 4/2 Add 201 (2)');
    const unannounced = session(small);
    expect(unannounced.send([piece('1', 'x'.repeat(90), null, true)])[0]).toBe('Status 2/2 Add 213 (1)');
    expect(unannounced.send([piece('1', 'x'.repeat(90), null, true)])[0]).toBe('Status 3/2 Add 413 (1)');
    expect(unannounced.door.inbox.parts()).toEqual({});
    expect(unannounced.send([piece('1', 'x'.repeat(90), null, false)])[0]).toBe('Status 4/2 Add 413 (1)');
    expect(session(small).send([change('Add', [item('1', 'x'.repeat(101))])])[0]).toBe(
      'Status 2/2 Add 413 (1)',
    );
  });

  it.each([
    ['a type the datastore does not take', 'text/calendar', whole, 415],
    ['text that is no vCard', 'text/plain', 'Hello', 415],
    ['text that may become one', 'text/plain', ' BE', 213],
    ['a vCard as plain text', 'text/plain', 'begin:vcard', 213],
  ])('are judged by their beginning: %s', (_, type, data, status) => {
    const { door, send } = session();
    const first = change('Add', [item('1', data, { moreData: true })], type);
    expect(send([first])[0]).toBe(`Status 2/2 Add ${String(status)} (1)`);
    expect(Object.keys(door.inbox.parts())).toHaveLength(status === 213 ? 1 : 0);
  });

  it.each([
    ['cut anywhere', (base64: string) => base64, 201],
    ['in lines', (base64: string) => base64.replace(/.{10}/g, '$&\r\n'), 201],
    ['without padding', (base64: string) => base64.replace(/=+$/, ''), 201],
    ['damaged', (base64: string) => base64.replace('Q', '*'), 400],
    ['with more behind the padding', (base64: string) => `${base64}QUJD`, 400],
  ])('in base64 are decoded as a whole: %s', (_, damage, status) => {
    const vcard = card('A'.repeat(51));
    const encoded = damage(btoa(vcard));
    expect(btoa(vcard)).toMatch(/=$/);
    for (const cut of [1, 7, 8, 30]) {
      const { door, send } = session({ encoding: 'wbxml' });
      let last: readonly string[] = [];
      for (let at = 0; at < encoded.length; at += cut) {
        const more = at + cut < encoded.length;
        const meta = { format: 'b64', ...(at === 0 ? { size: encoded.length } : {}) };
        const piece = item('1', encoded.slice(at, at + cut), { meta, ...(more ? { moreData: true } : {}) });
        last = send([change('Add', [piece])]);
      }
      expect(last[0]).toMatch(new RegExp(`Add ${String(status)} \\(1\\)`));
      expect(door.inbox.items.map(({ data }) => text(data))).toEqual(status === 201 ? [vcard] : []);
      expect(door.inbox.parts()).toEqual({});
    }
  });

  it('may end with an empty piece', () => {
    const { door, send } = session();
    send([piece('1', whole, whole.length, true)]);
    expect(send([change('Add', [item('1')])])[0]).toBe('Status 3/2 Add 201 (1)');
    expect(door.inbox.items.map(({ data }) => text(data).replaceAll('\r', ''))).toEqual([
      whole.replaceAll('\r', ''),
    ]);
  });

  it('leave nothing when the phone turns to a slow sync in the middle (Sync Protocol 1.1, 5.5)', () => {
    const { door, send } = session({ encoding: 'wbxml' });
    send([piece('1', whole.slice(0, 20), whole.length, true)]);
    door.post(message(3, [alert(201)], { final: false }));
    expect(door.inbox.parts()).toEqual({});
    const rest = [
      piece('1', whole.slice(0, 30), whole.length, true),
      piece('1', whole.slice(30), null, false),
    ];
    door.post(message(4, [sync(rest)], { final: false }));
    expect(door.inbox.items.map(({ data }) => text(data))).toEqual([whole]);
  });

  it('leave nothing when the session fails', () => {
    const { door, send } = session();
    send([piece('1', whole.slice(0, 20), whole.length, true)]);
    const [header] = statusesFor(door.post(message(3, [], { final: false })), { SyncHdr: 500 });
    door.post(message(4, header === undefined ? [] : [header], { final: false }));
    expect(door.status().ended).toBe(true);
    expect(door.inbox.parts()).toEqual({});
  });
});

describe('an object of two megabytes in pieces of 10 000 octets (F8)', () => {
  const length = 2_000_000;
  it('never makes the state grow, and comes out octet for octet', () => {
    const door = gateway({ encoding: 'wbxml', server: { maxObjSize: length } });
    let seen = door.post(message(1, [alert(200)]));
    const whole = `BEGIN:VCARD\r\nPHOTO:${'0123456789abcdefé'.repeat(length)}`.slice(0, length - 200_000);
    const octets = new TextEncoder().encode(whole);
    let largest = 0;
    let msgId = 1;
    for (let from = 0; from < octets.length; from += 10_000) {
      msgId += 1;
      const data = { kind: 'octets', octets: octets.subarray(from, from + 10_000) } as const;
      const more = from + 10_000 < octets.length;
      const one = {
        source: { uri: '1' },
        data,
        ...(from === 0 ? { meta: { size: octets.length } } : {}),
        ...(more ? { moreData: true } : {}),
      };
      seen = door.post(
        message(msgId, [...statusesFor(seen), sync([change('Add', [one])])], { final: !more }),
      );
      largest = Math.max(largest, door.state().length);
    }
    expect(msgId).toBeGreaterThan(180);
    expect(largest).toBeLessThan(3_000);
    const pieces = door.eventsOf('piece-received');
    expect(pieces.every(({ octets: { length: size } }) => size <= 10_000)).toBe(true);
    expect(pieces.reduce((sum, one) => sum + one.octets.length, 0)).toBe(octets.length);
    expect(text(door.inbox.items[0]?.data)).toBe(whole);
  });
});
