import type { Message } from '@anchorage/syncml-codec';
import { expect, it } from 'vitest';
import { messageProblem } from './message-problem.ts';
import { alert, change, item, message, sync } from './testing/messages.ts';

const long = (length: number): string => 'x'.repeat(length);
const header = (parts: Partial<Message['header']>): Message => {
  const plain = message(1, [alert(200)]);
  return { ...plain, header: { ...plain.header, ...parts } };
};
const alerting = (uri: string, last: string, next: string): Message => {
  const items = [{ target: { uri }, source: { uri: './C/pb' }, meta: { anchor: { last, next } } }];
  return message(1, [{ ...alert(200), items }]);
};
const numbered = (cmdId: string): Message => {
  const plain = message(2, []);
  const add = { ...change('Add', [item('1', 'x')]), cmdId };
  return { ...plain, commands: [{ ...sync([]), cmdId: '1', commands: [add] }] };
};

it.each([
  ['no Source', header({ source: { uri: '' } }), 'no Source'],
  ['a Source of 255 characters', header({ source: { uri: long(255) } }), null],
  ['one of 256', header({ source: { uri: long(256) } }), 'identifier too long'],
  ['a SessionID of 256', header({ sessionId: long(256) }), 'identifier too long'],
  ['a Target of 512', header({ target: { uri: long(512) } }), null],
  ['one of 513', header({ target: { uri: long(513) } }), 'Target too long'],
  ['an Alert', alerting(long(512), long(255), long(255)), null],
  ['its datastore', alerting(long(513), '1', '2'), 'datastore address too long'],
  ['its Last', alerting('./card', long(256), '2'), 'anchor too long'],
  ['its Next', alerting('./card', '1', long(256)), 'anchor too long'],
  ['a CmdID inside a Sync', numbered(long(255)), null],
  ['one of 256 characters', numbered(long(256)), 'CmdID too long'],
])('%s', (_, said, problem) => {
  expect(messageProblem(said)).toBe(problem);
});
