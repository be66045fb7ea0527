import { describe, expect, it } from 'vitest';
import { createRandom, systemRandom } from './system-ports.ts';

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('ids', () => {
  it('are UUIDs of version 7 that begin with the time', () => {
    const before = Date.now();
    const id = systemRandom.id();
    expect(id).toMatch(shape);
    const time = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now() + 1);
  });

  it.each([
    ['stands still', () => 1_000_000],
    ['goes backwards', (step: number) => 1_000_000 - step],
    ['jumps about', (step: number) => 1_000_000 + ((step * 7919) % 13) - 6],
  ])('grow and never repeat while the clock %s', (_name, at) => {
    let step = 0;
    const random = createRandom(() => at((step += 1)));
    const ids = Array.from({ length: 20_000 }, () => random.id());
    expect(ids.every((id) => shape.test(id))).toBe(true);
    expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? ''))).toBe(true);
  });

  it('has octets of any number', () => {
    expect(systemRandom.bytes(0)).toHaveLength(0);
    expect(systemRandom.bytes(12)).not.toEqual(systemRandom.bytes(12));
  });
});
