import { describe, expect, it } from 'vitest';
import { createLogger, errorFields } from './logger.ts';
import type { LogLevel } from './logger.ts';

function setUp(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { log: createLogger({ level, name: 'front', destination }), lines };
}

describe('logger', () => {
  it('writes one line of JSON with constant message and fields, and those of its parents', () => {
    const { log, lines } = setUp();
    log.child({ account: 'a1' }).child({ device: 'd1' }).info('session opened', { items: 3, slow: true });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      name: 'front',
      msg: 'session opened',
      account: 'a1',
      device: 'd1',
      items: 3,
      slow: true,
    });
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = setUp('warn');
    log.debug('no');
    log.info('no');
    log.warn('yes');
    log.error('yes');
    expect(lines).toHaveLength(2);
  });

  it.each(['password', 'newPassword', 'token', 'authorization', 'cookie', 'clientSecret', 'body', 'raw'])(
    'blanks a field called %s, also of a child',
    (name) => {
      const { log, lines } = setUp();
      log.info('x', { [name]: 'CANARY' });
      log.child({ [name]: 'CANARY' }).info('x');
      expect(lines.join('')).not.toContain('CANARY');
    },
  );

  it('cuts user information out of URLs and very long texts', () => {
    const { log, lines } = setUp();
    log.info('x', { url: 'https://ada:CANARY@dav.example.org/a', long: 'x'.repeat(100_000) });
    expect(lines[0]).toContain('https://dav.example.org/a');
    expect(lines[0]).not.toContain('CANARY');
    expect(lines[0]?.length).toBeLessThan(5_000);
  });
});

describe('errorFields', () => {
  it('tells class, code, causes and where, but no message', () => {
    const cause = Object.assign(new RangeError('CANARY inside'), { code: 'EINSIDE' });
    const fields = errorFields(new TypeError('CANARY outside\nat CANARY', { cause }));
    expect(fields.error).toBe('TypeError < RangeError EINSIDE');
    expect(fields.stack).toContain('logger.test.ts');
    expect(JSON.stringify(fields)).not.toContain('CANARY outside');
  });

  it.each([undefined, null, 'text', 7])('survives that %o was thrown', (thrown) => {
    expect(errorFields(thrown).error).toBe(typeof thrown);
  });
});
