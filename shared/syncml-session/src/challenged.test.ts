import { createHash } from 'node:crypto';
import type { Message, StatusCommand } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { replyMac } from './challenged.ts';
import { parseState } from './serialise.ts';
import { datastore } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import type { Gateway } from './testing/gateway.ts';
import {
  alert,
  card,
  change,
  item,
  map,
  message,
  octets,
  outline,
  statusesFor,
  sync,
} from './testing/messages.ts';
import { add } from './testing/outbox.ts';

const md5 = (some: Uint8Array): Uint8Array => new Uint8Array(createHash('md5').update(some).digest());
const login = { username: 'alice', password: 'wonder', md5 };
const nonce = 'bjBuY2UtMTc=';

/** The phone refuses a message of ours as a whole, and asks who we are. */
function refusing(reply: Message, code: 401 | 407, type = 'syncml:auth-md5', next = nonce): StatusCommand[] {
  return statusesFor(reply)
    .filter((status) => status.cmd === 'SyncHdr')
    .concat(statusesFor(reply).filter((status) => status.cmd !== 'SyncHdr'))
    .map((status) => ({
      ...status,
      code,
      ...(status.cmd === 'SyncHdr' ? { chal: { meta: { type, format: 'b64', nextNonce: next } } } : {}),
    }));
}

/** It takes our credentials: for the session (212), or for this message with the next nonce (200). */
function taking(reply: Message, code: 200 | 212, next?: string): StatusCommand[] {
  return statusesFor(reply).map((status) =>
    status.cmd === 'SyncHdr'
      ? { ...status, code, ...(next === undefined ? {} : { chal: { meta: { nextNonce: next } } }) }
      : status,
  );
}

function door(options: Parameters<typeof gateway>[0] = {}): Gateway {
  return gateway({
    login,
    datastores: [datastore('card')],
    outbox: { card: [add('g1'), add('g2')] },
    ...options,
  });
}

describe('a phone that asks who we are (DS-061)', () => {
  it.each([
    ['1.1', 'qk1jHJy8d+/uGbvsTNwm0A=='],
    ['1.2', 'qk1jHJy8d+/uGbvsTNwm0A=='],
    ['1.0', createHash('md5').update('alice:wonder:n0nce-17').digest('base64')],
  ] as const)('gets package 2 once more with our md5 in SyncML %s, and syncs', (version, data) => {
    const gate = door({ version });
    const refused = gate.post(message(1, [alert(200)], { version }));
    expect(refused.header.cred).toBeUndefined();
    const again = gate.post(message(2, refusing(refused, 407), { version }));
    expect(again.header.cred).toEqual({ meta: { type: 'syncml:auth-md5', format: 'b64' }, data });
    expect(again.header.source.name).toBe('alice');
    expect(outline(again)).toEqual(['Status 2/0 SyncHdr 200', 'Alert 200 ./C/pb', 'Final']);

    const changes = [...taking(again, 212), sync([change('Add', [item('1', card('One'))])])];
    const third = gate.post(message(3, changes, { version }));
    expect(third.header.cred).toBeUndefined();
    expect(third.header.source.name).toBeUndefined();
    expect(outline(third)).toContain('  Add g1');
    const last = gate.post(
      message(
        4,
        [
          ...statusesFor(third),
          map([
            ['g1', '7'],
            ['g2', '8'],
          ]),
        ],
        { version },
      ),
    );
    expect(last.final).toBe(true);
    expect(gate.eventsOf('datastore-finished')).toHaveLength(1);
    expect(gate.eventsOf('session-ended')).toMatchObject([{ outcome: 'finished', reason: 'complete' }]);
  });

  it('gets everything of the refused message again, what was put beside the Alert too', () => {
    const gate = door({ devInfKnown: false });
    const get = { name: 'Get' as const, cmdId: '', items: [{ target: { uri: './devinf12' } }] };
    const refused = gate.post(message(1, [get, alert(200)]));
    const again = gate.post(message(2, refusing(refused, 401)));
    const commands = (reply: Message) => outline(reply).filter((line) => !line.startsWith('Status'));
    expect(commands(refused)).toHaveLength(4);
    expect(commands(again)).toEqual(commands(refused));
  });

  it('gets package 4 again when it asks only then, and each item once', () => {
    const gate = door();
    const first = gate.post(message(1, [alert(200)]));
    const refused = gate.post(message(2, [...statusesFor(first), sync()]));
    expect(outline(refused)).toContain('  Add g2');
    const again = gate.post(message(3, refusing(refused, 407)));
    expect(again.header.cred).toBeDefined();
    expect(outline(again)).toEqual([
      'Status 3/0 SyncHdr 200',
      'Sync ./C/pb',
      '  Add g1',
      '  Add g2',
      'Final',
    ]);
    expect(gate.eventsOf('item-unsent').map(({ outboxId }) => outboxId)).toEqual(['out-g1', 'out-g2']);
    expect(gate.eventsOf('item-answered')).toEqual([]);
    gate.post(
      message(4, [
        ...taking(again, 212),
        map([
          ['g1', '7'],
          ['g2', '8'],
        ]),
      ]),
    );
    expect(gate.eventsOf('item-answered').map(({ status }) => status)).toEqual([201, 201]);
    expect(gate.eventsOf('session-ended')).toMatchObject([{ reason: 'complete' }]);
  });

  it('is shown credentials with each message while it answers 200, with the nonce it gave last', () => {
    const gate = door();
    const refused = gate.post(message(1, [alert(200)]));
    const second = gate.post(message(2, refusing(refused, 401)));
    const third = gate.post(message(3, [...taking(second, 200, 'Tm9uY2U='), sync()]));
    expect(third.header.cred?.data).not.toBe(second.header.cred?.data);
    const same = gate.post(message(4, taking(third, 200), { final: false }));
    expect(same.header.cred?.data).toBe(third.header.cred?.data);
    const settled = gate.post(message(5, taking(same, 212), { final: false }));
    expect(settled.header.cred).toBeUndefined();
  });

  it('gets one more try for a stale nonce, and the session ends when it refuses for the third time', () => {
    const gate = door();
    let reply = gate.post(message(1, [alert(200)]));
    const nonces = ['b25l', 'dHdv', 'dGhyZWU='];
    const shown = nonces.map((next, at) => {
      reply = gate.post(message(at + 2, refusing(reply, 401, 'syncml:auth-md5', next)));
      return reply.header.cred?.data;
    });
    expect(new Set(shown).size).toBe(3);
    expect(gate.eventsOf('session-ended')).toEqual([]);
    const last = gate.post(message(5, refusing(reply, 401)));
    expect(last.header.cred).toBeUndefined();
    expect(gate.eventsOf('session-ended')).toEqual([
      { kind: 'session-ended', outcome: 'aborted', reason: 'the phone does not take our credentials' },
    ]);
    expect(gate.eventsOf('datastore-finished')).toEqual([]);
  });

  it.each([
    ['is on a private line', { scheme: 'md5', privateLine: true }],
    ['has shown its own in clear', { scheme: 'basic' }],
  ] as const)('is shown the password in clear when it %s', (_, options) => {
    const gate = door(options);
    const refused = gate.post(message(1, [alert(200)]));
    const again = gate.post(message(2, refusing(refused, 407, 'syncml:auth-basic')));
    expect(again.header.cred).toEqual({
      meta: { type: 'syncml:auth-basic', format: 'b64' },
      data: btoa('alice:wonder'),
    });
  });

  it.each([
    ['in clear after a login without it over an open line', 'syncml:auth-basic'],
    ['of a kind we have not', 'syncml:auth-x509'],
  ])('is shown nothing when it asks for credentials %s', (_, type) => {
    const gate = door({ scheme: 'md5' });
    const refused = gate.post(message(1, [alert(200)]));
    const reply = gate.post(message(2, refusing(refused, 407, type)));
    expect(reply.header.cred).toBeUndefined();
    expect(gate.eventsOf('session-ended')).toMatchObject([{ outcome: 'aborted' }]);
  });

  it('does not make us repeat anything with a Status for an older message, or without a challenge', () => {
    const gate = door();
    const first = gate.post(message(1, [alert(200)]));
    const second = gate.post(message(2, [...statusesFor(first), sync()], { final: false }));
    const stale = refusing(first, 401).slice(0, 1);
    const bare = statusesFor(second)
      .slice(0, 1)
      .map((status) => ({ ...status, code: 401 }));
    const third = gate.post(message(3, [...stale, ...bare], { final: false }));
    expect(third.header.cred).toBeUndefined();
    expect(outline(third)).toEqual(['Status 3/0 SyncHdr 200', 'Alert 222']);
  });

  it('gets a MAC beside every message where it asks for one', () => {
    const gate = door();
    const refused = gate.post(message(1, [alert(200)]));
    const again = gate.post(message(2, refusing(refused, 401, 'syncml:auth-MAC')));
    expect(again.header).toMatchObject({ source: { name: 'alice' } });
    expect(again.header.cred).toBeUndefined();
    const body = octets('<SyncML/>');
    const secret = createHash('md5').update('alice:wonder').digest('base64');
    const signed = createHash('md5').update(body).digest('base64');
    const mac = createHash('md5').update(`${secret}:n0nce-17:${signed}`).digest('base64');
    expect(replyMac(parseState(gate.state()), body, login)).toBe(
      `algorithm=MD5, username="alice", mac=${mac}`,
    );
    // 212 would be the end of it for md5; a MAC is of one message.
    gate.post(message(3, [...taking(again, 212), sync()]));
    expect(replyMac(parseState(gate.state()), body, login)).not.toBeNull();
  });
});

describe('a session that began with a MAC', () => {
  it('is answered 200 and a nonce for each message', () => {
    const gate = door({ scheme: 'mac' });
    const first = gate.post(message(1, [alert(200)]));
    const second = gate.post(message(2, [...statusesFor(first), sync()]));
    for (const reply of [first, second]) {
      expect(reply.commands[0]).toMatchObject({
        cmd: 'SyncHdr',
        code: 200,
        chal: { meta: { type: 'syncml:auth-MAC', format: 'b64', nextNonce: btoa('next-nonce') } },
      });
    }
    expect(gate.status().signed).toBe(true);
  });

  it('goes on from the number of a message that was refused in between', () => {
    const gate = door({ scheme: 'mac' });
    const first = gate.post(message(1, [alert(200)]));
    const third = gate.post(message(3, [...statusesFor(first), sync()]));
    expect(third.header.msgId).toBe(3);
  });
});
