import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { namedTests, namesIn } from '../named/named-tests.ts';
import { stateOf, tickedDocument } from '../named/ticked-document.ts';
import { readSource, workspaceRoot } from '../projects.ts';
import { faultIds, readFaults } from './faults.ts';
import { never, open } from './gaps.ts';

const target = 'test/FAULTS.md';
const faults = readFaults();
// This folder's own samples are no tests of a fault.
const tests = namedTests(['services', 'shared', 'test'], faultIds).filter(
  ({ path }) => !path.startsWith('test/workspace/'),
);

describe('the fault matrix', () => {
  it('is what faults and test names make of it (UPDATE_GOLDEN=1 writes it)', () => {
    const entries = faults.map(({ id, fault, outcome }) => ({ id, text: `${sentence(fault)}: ${outcome}.` }));
    const document = tickedDocument(opening, entries, tests, { open, never });
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(join(workspaceRoot, target), document);
    expect(readSource(target)).toBe(document);
  });

  it('has no test that names what does not exist, and explains only faults that do', () => {
    const known = new Set(faults.map(({ id }) => id));
    expect(tests.filter(({ id }) => !known.has(id))).toEqual([]);
    expect([...Object.keys(open), ...Object.keys(never)].filter((id) => !known.has(id))).toEqual([]);
    expect(faults).toHaveLength(65);
  });

  it('takes nothing for open any more that its tests show, without a word on what is missing', () => {
    const bare = faults.filter(({ id }) => {
      const naming = tests.filter((test) => test.id === id);
      return stateOf({ id, text: '' }, naming, { open, never }) === 'open' && open[id] === undefined;
    });
    expect(bare.map(({ id }) => id)).toEqual([]);
  });

  it.each([
    ["  it('is refilled (F21)', () => {", ['F21']],
    ["  ['both (F24, F25, F9)', x],", ['F24', 'F25', 'F9']],
    ["  it('F11: twice at once', () => {", ['F11']],
    ["  it('both kinds (DS-101, F5)', () => {", ['F5']],
    ["  it('a key F5, F100 and (F0)', () => {", []],
    ["  // '(F5)'", []],
  ])('reads %j', (line, expected) => {
    expect(namesIn(line, faultIds).map(({ id }) => id)).toEqual(expected);
  });
});

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const opening = `# Faults

What can go wrong, what is to come of it, and the tests that show it. Written from \`test/workspace/src/faults\` and the
tests' names by \`UPDATE_GOLDEN=1 npx vitest run --project unit test/workspace/src/faults\`; a test fails when it is stale.
A test below an open fault shows a part of it.`;
