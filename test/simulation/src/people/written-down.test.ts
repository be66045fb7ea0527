/** Whether the gateway can know that a deletion in the cloud is of what it wrote itself. */
import type { ItemId } from '@anchorage/model';
import type { JournalOp, JournalState } from '@anchorage/store';
import { expect, it } from 'vitest';
import { accountWithCalendar } from '../testing/account-with-calendar.ts';
import { eventContent } from './event-content.ts';
import { isConfirmed, isUnread } from './written-down.ts';

interface Known {
  readonly etag: string | null;
  readonly base: string | null;
}

const text = eventContent.inCloud('1234567', 0);
const older = eventContent.inCloud('1234567', 1);
const rewritten = text.replace('END:VEVENT', 'X-SEEN:1\r\nEND:VEVENT');
const stored: Known = { etag: '"1"', base: text };

it.each<[string, Partial<Known> | null, [JournalOp, JournalState] | null, boolean]>([
  ['written down', {}, null, true],
  ['written down without an ETag', { etag: null }, null, true],
  ['not seen yet', null, null, false],
  ['created, which nobody has heard', { etag: null, base: null }, ['put', 'pending'], false],
  ['changed, which nobody has heard', {}, ['put', 'pending'], false],
  ['changed and refused too often', {}, ['put', 'failed'], false],
  ['changed, and heard', {}, ['put', 'done'], true],
  ['to be deleted', {}, ['delete', 'pending'], true],
])('%s', async (_, known, waiting, confirmed) => {
  const { account, store, collectionId, url } = await accountWithCalendar();
  const itemId = 'item-1' as ItemId;
  if (known !== null) {
    const item = {
      ...stored,
      ...known,
      id: itemId,
      collectionId,
      uid: null,
      href: `${url}event.ics`,
      body: text,
      revision: 1,
    };
    await store.items.insert(account.id, [item], { kind: 'cloud' });
  }
  if (waiting !== null) {
    const [op, state] = waiting;
    const row = { collectionId, itemId, op, revision: 1, sessionId: null, createdAt: 1 };
    await store.journal.append(account.id, [row]);
    const [written] = await store.journal.pendingOf(account.id, [itemId]);
    if (state === 'failed' && written !== undefined)
      await store.journal.postpone(account.id, written.id, { dueAt: 1, reason: 'refused', state });
    if (state === 'done') await store.journal.finish(account.id, itemId, 1);
  }
  expect(await isConfirmed({ store }, account, eventContent, 'event.ics')).toBe(confirmed);
});

it.each<[string, Known, string, boolean]>([
  ['nothing of it', { etag: null, base: null }, text, false],
  ['that it is there as it was sent', stored, text, false],
  ['that it is there, without an ETag', { etag: null, base: text }, text, true],
  ['nothing, and the server has made something else of it', { etag: null, base: null }, rewritten, true],
  ['what was there before, and not what it is now', { etag: '"1"', base: older }, text, false],
  [
    'what was there before, and the server has made something else of it',
    { etag: '"1"', base: older },
    rewritten,
    true,
  ],
])('has read: %s', async (_, known, body, unread) => {
  const { account, store, collectionId, url } = await accountWithCalendar();
  const item = {
    ...known,
    id: 'item-1' as ItemId,
    collectionId,
    uid: null,
    href: `${url}event.ics`,
    revision: 1,
  };
  await store.items.insert(account.id, [{ ...item, body: text }], { kind: 'cloud' });
  account.dav.collection(eventContent.collection).put('event.ics', body);
  expect(await isUnread({ store }, account, eventContent, '1234567')).toBe(unread);
});
