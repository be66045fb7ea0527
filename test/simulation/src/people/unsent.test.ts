/** Which edits a session wrote over on the phone that alone had them. */
import { syncTypes } from '@anchorage/model';
import type { SyncType } from '@anchorage/model';
import type { Phone } from '@anchorage/kit';
import { describe, expect, it } from 'vitest';
import { eventContent } from './event-content.ts';
import { watchUnsent } from './unsent.ts';
import type { UnsentValue } from './unsent.ts';

const token = '1234567';
const sent = eventContent.onPhone(token, 0);
const edited = eventContent.change(sent, 'extra', 'kanari v1');

type DatastoreState = ReturnType<Phone['state']>['datastores'][string];
type Interrupted = NonNullable<DatastoreState['interrupted']>;

describe('an edit that its phone has not sent', () => {
  it.each<
    [string, SyncType | 'broken off', string | null, Partial<DatastoreState>, readonly string[], number]
  >([
    ['written over', syncTypes.oneWayFromServer, sent, {}, ['kanari v1'], 0],
    ['written over before the session broke off', 'broken off', sent, {}, ['kanari v1'], 0],
    ['left alone', syncTypes.oneWayFromServer, edited, {}, [], 1],
    [
      'another field of it written over',
      syncTypes.oneWayFromServer,
      eventContent.change(edited, 'note', 'kanari v2'),
      {},
      [],
      1,
    ],
    [
      'left beside what the cloud has',
      syncTypes.oneWayFromServer,
      eventContent.change(sent, 'extra', 'kanari v3, kanari v1'),
      {},
      [],
      1,
    ],
    ['deleted', syncTypes.oneWayFromServer, null, {}, [], 1],
    ['sent, and the answer in its place', syncTypes.twoWay, sent, {}, [], 1],
    ['sent and taken', syncTypes.twoWay, sent, { changes: {} }, [], 0],
    ['taken before the session broke off', 'broken off', sent, { interrupted: brokenOff(['1']) }, [], 0],
  ])('%s', (_, syncType, after, about, lost, unsent) => {
    const value: UnsentValue = {
      content: eventContent,
      luid: '1',
      token,
      field: 'extra',
      value: 'kanari v1',
    };
    const device = { phone: () => phone(edited, {}), unsent: new Set([value]) };
    const overwritten: string[] = [];
    const note = watchUnsent(device, {
      overwritten: (_token, _field, one) => void overwritten.push(one),
    });
    const state = syncType === 'broken off' ? { interrupted: brokenOff([]), ...about } : about;
    device.phone = () => phone(after, state);
    note(syncType === 'broken off' ? null : { datastores: { cal: { ...report, syncType } } });
    expect(overwritten).toEqual(lost);
    expect(device.unsent.size).toBe(unsent);
  });
});

/** With one event at most, changed since the last session unless `about` says otherwise. */
function phone(text: string | null, about: Partial<DatastoreState>): Pick<Phone, 'items' | 'state'> {
  const items: Record<string, string> = text === null ? {} : { 1: text };
  const cal: DatastoreState = {
    items,
    changes: { 1: 'replace' },
    nextLuid: 2,
    anchor: null,
    maps: [],
    ...about,
  };
  return {
    items: () => new Map(Object.entries(items)),
    state: () => ({ nonce: null, sessionCounter: 1, devInfSent: true, datastores: { cal } }),
  };
}

function brokenOff(accepted: readonly string[]): Interrupted {
  return { syncType: syncTypes.oneWayFromServer, accepted, partial: null, incoming: null };
}

const none = { add: 0, replace: 0, delete: 0 };
const report = { alertStatus: 200, sent: none, received: none, itemStatuses: {}, finished: true };
