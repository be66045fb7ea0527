import { describe, expect, it } from 'vitest';
import { datastoreOn } from './datastore-on.ts';
import { profileFor } from './profile-for.ts';

const unknown = profileFor({
  devInf: null,
  userAgent: null,
  deviceUri: 'IMEI:000000000000001',
  timeZone: 'UTC',
});
const task = unknown.datastores.task;
if (task === undefined) throw new TypeError('a profile has every datastore');
const combined = { datastores: { ...unknown.datastores, task: { ...task, within: 'cal' } } } as const;

describe('what a phone means by a name', () => {
  it.each([
    ['EventTask/Tasks', 'cal', 'task'],
    ['./C:Calendar', 'cal', 'cal'],
    ['card', 'card', 'card'],
    ['bookmarks', null, null],
  ] as const)('%s', (uri, onCombined, onPlain) => {
    expect(datastoreOn(combined, uri)).toBe(onCombined);
    expect(datastoreOn(unknown, uri)).toBe(onPlain);
  });
});
