import { describe, expect, it } from 'vitest';
import { nextAnchor } from './facts.ts';

describe('nextAnchor', () => {
  const noon = Date.UTC(2026, 10, 24, 12, 0, 0);
  it.each([
    ['the time, for a device that has none', [], '20261124T120000Z'],
    ['the time, after an older one', ['20261124T115959Z', null], '20261124T120000Z'],
    ['a second more, within the same second', ['20261124T120000Z'], '20261124T120001Z'],
    [
      'a second more than the latest, when the clock was set back',
      ['20261231T235959Z', '2'],
      '20270101T000000Z',
    ],
    ['the time, after something that is no time', ['x'], '20261124T120000Z'],
  ])('is %s', (_, anchors, expected) => {
    expect(
      nextAnchor(
        noon,
        anchors.map((serverAnchor) => ({ serverAnchor })),
      ),
    ).toBe(expected);
  });
});
