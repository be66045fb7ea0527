import { describe, expect, it } from 'vitest';
import { planRemote } from './remote.ts';

const locals = ['absent', 'twin', 'clean', 'dirty', 'deleting', 'tombstone', 'unborn'] as const;
const remotes = ['changed', 'rewritten', 'removed'] as const;

const table = `
local      changed      rewritten    removed
absent     insert       insert       ignore
twin       adopt        adopt        ignore
clean      take         note         delete
dirty      merge        note         recreate
deleting   undelete     keep-delete  finish
tombstone  undelete     undelete     ignore
unborn     undelete     keep-delete  ignore`;

describe('planRemote', () => {
  it('decides as printed', () => {
    const head = `local      ${remotes.map((remote) => remote.padEnd(13)).join('')}`.trimEnd();
    const lines = locals.map((local) =>
      (
        local.padEnd(11) + remotes.map((remote) => planRemote({ local, remote }).padEnd(13)).join('')
      ).trimEnd(),
    );
    expect([head, ...lines].join('\n')).toBe(table.trim());
  });

  it('never lets a removal on the server take away what was changed here', () => {
    expect(planRemote({ local: 'dirty', remote: 'removed' })).toBe('recreate');
  });
});
