import { describe, expect, it } from 'vitest';
import {
  datastoreNames,
  itemKinds,
  kindOfDatastore,
  receivesFromPhone,
  sendsToPhone,
  syncTypes,
} from './sync.ts';

describe('sync types (SyncML Sync Protocol 1.1, 5 to 7)', () => {
  it.each([
    ['twoWay', 200, true, true],
    ['slow', 201, true, true],
    ['oneWayFromClient', 202, true, false],
    ['refreshFromClient', 203, true, false],
    ['oneWayFromServer', 204, false, true],
    ['refreshFromServer', 205, false, true],
  ] as const)('%s is %i', (name, code, receives, sends) => {
    expect(syncTypes[name]).toBe(code);
    expect(receivesFromPhone(code)).toBe(receives);
    expect(sendsToPhone(code)).toBe(sends);
  });
});

it('gives every datastore a kind of its own', () => {
  expect(datastoreNames.map((name) => kindOfDatastore[name]).toSorted()).toEqual(itemKinds.toSorted());
});
