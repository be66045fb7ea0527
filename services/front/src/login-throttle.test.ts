import { describe, expect, it } from 'vitest';
import { createLoginThrottle } from './login-throttle.ts';

describe('the login throttle', () => {
  const who = { username: 'phone', address: '192.0.2.1' };

  function afterFailures(count: number) {
    let now = 1_000_000;
    const throttle = createLoginThrottle({ now: () => now });
    for (let i = 0; i < count; i++) throttle.failed(who);
    return { throttle, pass: (ms: number) => void (now += ms), fail: () => throttle.failed(who) };
  }

  it('lets a phone with a wrong password try a few times', () => {
    expect(afterFailures(11).throttle.allows(who)).toBe(true);
    expect(afterFailures(12).throttle.allows(who)).toBe(false);
  });

  it('lets it try again after a rest, which grows', () => {
    const { throttle, pass, fail } = afterFailures(12);
    pass(4_000);
    expect(throttle.allows(who)).toBe(true);
    for (let i = 0; i < 4; i++) fail();
    pass(4_000);
    expect(throttle.allows(who)).toBe(false);
    pass(4_000);
    expect(throttle.allows(who)).toBe(true);
  });

  it('does not shut out the same user elsewhere, nor others here', () => {
    const { throttle } = afterFailures(20);
    expect(throttle.allows({ ...who, address: '192.0.2.2' })).toBe(true);
    expect(throttle.allows({ ...who, username: 'other' })).toBe(true);
  });

  it('forgets with a success, and with time', () => {
    const one = afterFailures(12);
    one.throttle.succeeded(who);
    expect(one.throttle.allows(who)).toBe(true);
    const two = afterFailures(11);
    two.pass(16 * 60_000);
    two.fail();
    expect(two.throttle.allows(who)).toBe(true);
  });

  it('stays small', () => {
    const throttle = createLoginThrottle({ now: () => 0 });
    for (let i = 0; i < 12; i++) throttle.failed(who);
    for (let i = 0; i < 10_001; i++) throttle.failed({ username: `u${i}`, address: '192.0.2.9' });
    expect(throttle.allows(who)).toBe(true);
  });
});
