import { syncTypes } from '@anchorage/model';
import type { SyncType } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { planOutgoing } from './outgoing.ts';
import type { OutgoingSituation } from './outgoing.ts';

const table = `
mapping item   phone     news  200     201     202     203     204     205
none    living same      false add     add     none    none    add     add
none    living different true  add     add     none    none    add     add
none    gone   same      true  none    none    none    none    none    none
waiting living same      false add     add     none    none    add     add
waiting gone   same      true  unsay   unsay   none    none    unsay   unsay
known   living same      false none    none    none    none    none    add
known   living same      true  bump    bump    none    none    bump    add
known   living different true  replace replace none    none    replace add
known   living different false replace replace none    none    replace add
known   gone   same      true  delete  delete  none    none    delete  none
pending living same      false replace replace none    none    replace add
pending living different true  replace replace none    none    replace add
pending gone   same      true  delete  delete  none    none    delete  none`;

describe('planOutgoing', () => {
  it('decides as printed', () => {
    const lines = table.trim().split('\n');
    const [head = ''] = lines;
    expect([head, ...lines.slice(1).map(answer)].join('\n')).toBe(table.trim());
  });
});

function answer(line: string): string {
  const [mapping, item, onPhone, news] = line.split(/\s+/) as [string, string, string, string];
  const situation = { mapping, item, onPhone, news: news === 'true' } as Omit<OutgoingSituation, 'syncType'>;
  const answers = (Object.values(syncTypes) as SyncType[]).map((syncType) =>
    planOutgoing({ ...situation, syncType }).padEnd(8),
  );
  return (line.slice(0, 31) + answers.join('')).trimEnd();
}
