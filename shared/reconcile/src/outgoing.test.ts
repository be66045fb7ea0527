import { syncTypes } from '@anchorage/model';
import type { SyncType } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { planOutgoing } from './outgoing.ts';
import type { FilterSide, OutgoingSituation } from './outgoing.ts';

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
known   held   same      true  none    none    none    none    none    add
waiting held   same      true  add     add     none    none    add     add
pending held   same      true  none    none    none    none    none    add
pending living same      false replace replace none    none    replace add
pending living different true  replace replace none    none    replace add
pending gone   same      true  delete  delete  none    none    delete  none
withdrawn living same    false replace replace none    none    replace add
withdrawn gone same      true  delete  delete  none    none    delete  none`;

const outside = {
  'outside-exclusive': `
mapping item   phone     news  200      201      202      203      204      205
none    living different true  none     none     none     none     none     none
waiting living same      false unsay    forget   none     none     unsay    forget
known   living same      false withdraw withdraw none     none     withdraw drop
known   living different true  withdraw withdraw none     none     withdraw drop
pending living same      false withdraw withdraw none     none     withdraw drop
withdrawn living same    false withdraw withdraw none     none     withdraw drop
known   gone   same      true  delete   delete   none     none     delete   none`,
  'outside-inclusive': `
mapping item   phone     news  200      201      202      203      204      205
none    living different true  none     none     none     none     none     none
waiting living same      false none     forget   none     none     none     forget
known   living same      false none     none     none     none     none     drop
known   living same      true  bump     bump     none     none     bump     drop
known   living different true  replace  replace  none     none     replace  drop
pending living same      false replace  replace  none     none     replace  drop
withdrawn living same    false none     none     none     none     none     drop
known   gone   same      true  delete   delete   none     none     delete   none`,
} as const;

describe('planOutgoing', () => {
  it('decides as printed', () => {
    expect(printed(table, 'inside', 8)).toBe(table.trim());
  });

  it.each(Object.entries(outside) as [FilterSide, string][])('decides %s as printed', (filter, text) => {
    expect(printed(text, filter, 9)).toBe(text.trim());
  });
});

function printed(text: string, filter: FilterSide, width: number): string {
  const lines = text.trim().split('\n');
  const [head = ''] = lines;
  return [head, ...lines.slice(1).map((line) => answer(line, filter, width))].join('\n');
}

function answer(line: string, filter: FilterSide, width: number): string {
  const [mapping, item, onPhone, news] = line.split(/\s+/) as [string, string, string, string];
  const situation = { mapping, item, onPhone, news: news === 'true', filter } as Omit<
    OutgoingSituation,
    'syncType'
  >;
  const answers = (Object.values(syncTypes) as SyncType[]).map((syncType) =>
    planOutgoing({ ...situation, syncType }).padEnd(width),
  );
  return (line.slice(0, 31) + answers.join('')).trimEnd();
}
