import { describe, expect, it } from 'vitest';
import { begin } from './begin.ts';
import { classifyMessage } from './identity.ts';
import { dialect, profile } from './testing/facts.ts';
import { alert, item, map, message, next, sync } from './testing/messages.ts';

describe('classifyMessage', () => {
  const state = { ...begin(message(1, []), dialect(), profile()), clientMsgId: 3 };
  const cred = { data: 'YWxpY2U6d29uZGVy' };
  const done = { ...state, phase: 'done' } as const;
  const put = { name: 'Put', cmdId: '', items: [item('./devinf12', 'x')] } as const;
  const login = message(2, [put]);

  it.each([
    ['no session', null, message(1, [alert(200)]), 'b', 'new'],
    ['no session, nothing but a Status', null, message(4, []), 'b', 'new'],
    ['next MsgID', state, message(4, [sync()]), 'b', 'new'],
    ['a MsgID left out', state, message(7, [sync()]), 'b', 'new'],
    ['same MsgID, same octets (DS-145)', state, message(3, [sync()]), 'a', 'resend'],
    ['same octets in package 1', state, message(3, [alert(200)]), 'a', 'resend'],
    ['same MsgID, other octets', state, message(3, [next()]), 'b', 'new'],
    ['same MsgID, package 1', state, message(3, [alert(200)]), 'b', 'restart'],
    ['earlier MsgID, package 1', state, message(1, [alert(225)]), 'b', 'restart'],
    ['earlier MsgID, login with Put', state, { ...login, header: { ...login.header, cred } }, 'b', 'restart'],
    ['earlier MsgID, anything else', state, message(2, [sync()]), 'b', 'stale'],
    ['earlier MsgID, Put without a login', state, login, 'b', 'stale'],
    ['next MsgID after the end, package 1', done, message(4, [alert(200)]), 'b', 'restart'],
    [
      'next MsgID after an early end, package 1',
      { ...state, phase: 'aborted' },
      message(4, [alert(201)]),
      'b',
      'restart',
    ],
    ['next MsgID after the end, late Maps', done, message(4, [map([['g', '1']])]), 'b', 'new'],
    ['another SessionID (DS-146)', state, message(4, [sync()], { sessionId: '8' }), 'a', 'restart'],
  ] as const)('%s', (_, stored, incoming, hash, identity) => {
    expect(classifyMessage(stored, 'a', hash, incoming, 'xml')).toBe(identity);
  });

  it.each([
    ['goes on', message(4, [sync()]), 'stale'],
    ['begins anew', message(1, [alert(200)]), 'restart'],
    ['has no session', null, 'new'],
  ] as const)('a phone that changes its encoding and %s', (_, incoming, identity) => {
    const stored = incoming === null ? null : state;
    expect(classifyMessage(stored, 'a', 'b', incoming ?? message(1, []), 'wbxml')).toBe(identity);
  });
});
