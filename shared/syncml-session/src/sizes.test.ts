import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from './contract.ts';
import { messageLimit } from './sizes.ts';
import { gateway } from './testing/gateway.ts';
import { alert, card, message, octets, outline, statusesFor, sync } from './testing/messages.ts';

const profile = {
  defaultMaxMsgSize: { xml: 10_000, wbxml: 5_000 },
  maxMsgSizeShare: 0.7,
  maxMsgSizeCap: null,
};

describe('the limit for our messages (F9)', () => {
  it.each([
    ['not said', null, 10_000],
    ['0', 0, 10_000],
    ['1', 1, 10_000],
    ['less than a header', 499, 10_000],
    ['very small', 1_200, 1_200],
    ['small', 2_000, 1_500],
    ['ordinary', 10_000, 7_000],
    ['huge', 4_294_967_295, 3_006_477_106],
  ])('%s', (_, announced, limit) => {
    expect(messageLimit(announced, profile, 'xml')).toBe(limit);
    expect(messageLimit(announced, { ...profile, maxMsgSizeCap: 900 }, 'xml')).toBe(900);
  });
});

it('a phone that takes objects of 0 octets gets its items all the same (F9)', () => {
  const entry = (id: string, data: string): OutboxEntry => ({
    id,
    command: 'add',
    guid: id,
    luid: null,
    contentType: 'text/x-vcard',
    data: octets(data),
  });
  const door = gateway({ outbox: { card: [entry('a', card('A')), entry('b', card('B'.repeat(12_000)))] } });
  const meta = (sent: ReturnType<typeof message>) => ({
    ...sent,
    header: { ...sent.header, meta: { maxMsgSize: 3_000, maxObjSize: 0 } },
  });
  const first = door.post(meta(message(1, [alert(200)])));
  const reply = door.post(meta(message(2, [...statusesFor(first), sync()])));
  expect(outline(reply).slice(-3)).toEqual(['Sync ./C/pb', '  Add a', 'Final']);
  expect(door.eventsOf('item-answered')).toEqual([{ kind: 'item-answered', outboxId: 'b', status: 413 }]);
});
