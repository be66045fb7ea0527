import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSource, workspaceRoot } from '../projects.ts';
import { namedTests, namesIn } from '../named/named-tests.ts';
import { complianceDocument, requirementIds } from './compliance.ts';
import { never, open } from './gaps.ts';
import { readRequirements } from './requirements.ts';

const target = 'shared/syncml-session/COMPLIANCE.md';
const requirements = readRequirements();
// This folder's own samples are no tests of the protocol.
const tests = namedTests(['services', 'shared', 'test'], requirementIds).filter(
  ({ path }) => !path.startsWith('test/workspace/'),
);

describe('the compliance document', () => {
  it('is what requirements and test names make of it (UPDATE_GOLDEN=1 writes it)', () => {
    const document = complianceDocument(requirements, tests);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(join(workspaceRoot, target), document);
    expect(readSource(target)).toBe(document);
  });

  it('has no test that names what does not exist', () => {
    const known = new Set(requirements.map(({ id }) => id));
    expect(tests.filter(({ id }) => !known.has(id))).toEqual([]);
  });

  it('explains gaps of requirements that exist, each once', () => {
    const numbers = [...Object.keys(open), ...Object.keys(never)].map(Number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => requirements[number - 1] === undefined)).toEqual([]);
  });

  it('knows all requirements, and all levels', () => {
    expect(requirements).toHaveLength(177);
    expect([...new Set(requirements.map(({ level }) => level))].toSorted()).toEqual([
      'MAY',
      'MAY*',
      'MUST',
      'POLICY',
      'SHOULD',
    ]);
  });

  it.each([
    ["  it('adds (DS-088)', () => {", [['DS-088', 'adds (DS-088)']]],
    [
      "  ['both (DS-001, DS-002)', x],",
      [
        ['DS-001', 'both (DS-001, DS-002)'],
        ['DS-002', 'both (DS-001, DS-002)'],
      ],
    ],
    ["  // 'DS-001'", []],
    [' * DS-001', []],
    ["  it('nothing', () => {", []],
  ])('reads %j', (line, expected) => {
    expect(namesIn(line, requirementIds).map(({ id, name }) => [id, name])).toEqual(expected);
  });
});
