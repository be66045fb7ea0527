import { conflictPolicies } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { planPhoneChange } from './phone-change.ts';
import type { PhoneChange } from './phone-change.ts';

const contents = `
command mapped occurrence      writable → action
add     none   none            yes      → create
add     none   none            no       → reject
add     none   series          yes      → add-occurrence
add     none   series          no       → reject
add     none   series-unknown  yes      → wait
add     none   series-unknown  no       → reject
add     living none            yes      → edit
add     living none            no       → restore
add     living series          yes      → edit
add     living series          no       → restore
add     gone   none            yes      → recreate
add     gone   none            no       → reject
add     gone   series          yes      → recreate
add     gone   series          no       → reject`;

const deletes = `
mapped occurrence writable cloud   policy     → action
none   none       yes      same    merge      → ignore
gone   none       yes      same    merge      → delete-too
gone   series     yes      same    merge      → forget
gone   none       no       same    merge      → forget
living none       yes      same    merge      → delete-item
living none       yes      changed merge      → revive
living none       yes      changed cloud-wins → revive
living none       yes      changed keep-both  → revive
living none       yes      changed phone-wins → delete-item
living none       no       same    phone-wins → revive
living series     yes      same    merge      → delete-occurrence
living series     yes      changed merge      → revive
living series     yes      changed phone-wins → delete-occurrence`;

const repeated = `
mapped phone   policy     writable → action
gone   changed merge      yes      → recreate
gone   changed newest     yes      → recreate
gone   changed cloud-wins yes      → yield
gone   changed cloud-wins no       → yield
gone   same    merge      yes      → ignore
gone   same    cloud-wins yes      → ignore
gone   same    keep-both  yes      → ignore
gone   same    phone-wins yes      → recreate
gone   same    merge      no       → ignore
none   same    merge      yes      → create
living same    merge      yes      → edit`;

describe('planPhoneChange', () => {
  it('decides Add as printed', () => {
    expect(print(contents, (change) => change)).toBe(contents.trim());
  });

  it('decides Replace as Add', () => {
    expect(print(contents, (change) => ({ ...change, command: 'replace' }))).toBe(contents.trim());
  });

  it('brings nothing back that was only sent again', () => {
    expect(print(repeated, (change) => change)).toBe(repeated.trim());
  });

  it('decides Delete as printed', () => {
    expect(print(deletes, (change) => ({ ...change, command: 'delete' }))).toBe(deletes.trim());
  });

  it('never takes for a deletion that the phone lacks what was taken off it for a filter', () => {
    const answers = conflictPolicies.flatMap((policy) =>
      (['none', 'series', 'stand-in'] as const).map((occurrence) =>
        planPhoneChange({
          ...base,
          command: 'delete',
          mapped: 'living',
          withdrawn: true,
          occurrence,
          policy,
        }),
      ),
    );
    expect(new Set(answers)).toEqual(new Set(['forget']));
    expect(planPhoneChange({ ...base, command: 'replace', mapped: 'living', withdrawn: true })).toBe('edit');
  });

  it('edits whatever the policy and whether or not the cloud changed: the merge is the policy', () => {
    for (const policy of conflictPolicies) {
      for (const cloud of ['same', 'changed'] as const) {
        expect(planPhoneChange({ ...base, mapped: 'living', cloud, policy })).toBe('edit');
      }
    }
  });
});

const base: PhoneChange = {
  command: 'add',
  mapped: 'none',
  withdrawn: false,
  occurrence: 'none',
  phone: 'changed',
  cloud: 'same',
  writable: true,
  policy: 'merge',
};

/** Reads the situations from the table's own lines, so that the table is both the question and the answer. */
function print(table: string, adjust: (change: PhoneChange) => PhoneChange): string {
  const [head = '', ...lines] = table.trim().split('\n');
  const names = head.split('→')[0]?.trim().split(/\s+/) ?? [];
  return [head, ...lines.map((line) => answer(line, names, adjust))].join('\n');
}

function answer(
  line: string,
  names: readonly string[],
  adjust: (change: PhoneChange) => PhoneChange,
): string {
  const situation = line.slice(0, line.indexOf('→'));
  const words = situation.trim().split(/\s+/);
  const entries = names.map((name, index) => [
    name,
    name === 'writable' ? words[index] === 'yes' : words[index],
  ]);
  return `${situation}→ ${planPhoneChange(adjust({ ...base, ...(Object.fromEntries(entries) as Partial<PhoneChange>) }))}`;
}
