import { EventEmitter } from 'node:events';
import { silentLogger } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { createLifecycle } from './lifecycle.ts';

class FakeProcess extends EventEmitter {
  readonly codes: number[] = [];
  exit(code: number): void {
    this.codes.push(code);
  }
}

function setUp(stepTimeoutMs = 1_000) {
  const host = new FakeProcess();
  return { host, life: createLifecycle(silentLogger, { process: host, stepTimeoutMs }) };
}

describe('lifecycle', () => {
  it('is ready when told so, until it stops', async () => {
    const { life } = setUp();
    expect([life.isReady(), life.isStopping()]).toEqual([false, false]);
    life.ready();
    expect(life.isReady()).toBe(true);
    await life.stop('test');
    expect([life.isReady(), life.isStopping()]).toEqual([false, true]);
  });

  it('closes in reverse order, once, whatever fails or hangs', async () => {
    const { life } = setUp(50);
    const closed: string[] = [];
    life.onStop('store', () => void closed.push('store'));
    life.onStop('hangs', () => new Promise(() => undefined));
    life.onStop('fails', () => {
      throw new Error('no');
    });
    life.onStop('server', async () => void closed.push('server'));
    await Promise.all([life.stop('one'), life.stop('two')]);
    expect(closed).toEqual(['server', 'store']);
  });

  it.each(['SIGTERM', 'SIGINT'])('stops on %s and ends with 0, at once on a second one', async (signal) => {
    const { host, life } = setUp();
    const gate = Promise.withResolvers<void>();
    life.onStop('slow', () => gate.promise);
    host.emit(signal, signal);
    host.emit(signal, signal);
    expect(host.codes).toEqual([1]);
    gate.resolve();
    await expect.poll(() => host.codes).toEqual([1, 0]);
  });

  it.each(['uncaughtException', 'unhandledRejection'])('ends with 1 after an %s, in order', async (fault) => {
    const { host, life } = setUp();
    let closed = false;
    life.onStop('store', () => {
      closed = true;
    });
    host.emit(fault, new Error('bug'));
    host.emit(fault, new Error('another while stopping'));
    await expect.poll(() => host.codes).toEqual([1]);
    expect(closed).toBe(true);
  });
});
