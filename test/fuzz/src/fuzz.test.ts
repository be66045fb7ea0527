import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { joinFrames, splitFrames } from './frames.ts';
import { targets } from './targets/index.ts';

const folder = join(import.meta.dirname, '..', 'found');
const found = readdirSync(folder).toSorted();

/** Some seconds each, in a process of their own; a million of each are run by hand. */
const short = { wbxml: 12_000, xml: 3_000, session: 500 } as const;
const patience = 240_000;

describe.each(Object.entries(short))('%s', (name, inputs) => {
  it(
    'takes or refuses whatever comes',
    async () => {
      const report = await run(name, inputs);
      // Mutations that are all refused, or all taken, would test nothing.
      expect(report.taken + report.refused).toBe(inputs);
      expect(Math.min(report.taken, report.refused)).toBeGreaterThan(inputs / 200);
      expect(report.kept).toBeGreaterThan(0);
      expect(report.findings).toBe(0);
    },
    patience,
  );

  it('takes its corpus', () => {
    const target = open(name);
    expect(target.corpus.length).toBeGreaterThan(5);
    expect(target.corpus.filter((input) => target.run(input) === 'taken').length).toBeGreaterThan(5);
  });
});

it.each(found)('%s, which once went wrong, does not (F18, F19)', (file) => {
  const input = new Uint8Array(readFileSync(join(folder, file)));
  expect(['taken', 'refused']).toContain(open(file.split('-')[0] ?? '').run(input));
});

it('frames come apart as they were joined, and cut ones do no harm', () => {
  const frames = [Uint8Array.of(1, 2, 3), new Uint8Array(), Uint8Array.of(4)];
  const joined = joinFrames(frames);
  expect(splitFrames(joined)).toEqual(frames);
  for (let length = 0; length < joined.length; length += 1)
    expect(splitFrames(joined.subarray(0, length)).length).toBeLessThanOrEqual(frames.length);
});

function open(name: string) {
  const make = targets[name];
  if (make === undefined) throw new TypeError(`no target ${name}`);
  return make();
}

type Report = Readonly<Record<'taken' | 'refused' | 'kept' | 'findings', number>>;

async function run(name: string, inputs: number): Promise<Report> {
  const keep = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const program = join(import.meta.dirname, 'main.ts');
  const args = [
    program,
    '--target',
    name,
    '--inputs',
    String(inputs),
    '--seed',
    '7',
    '--keep',
    keep,
    '--json',
  ];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return JSON.parse(stdout) as Report;
  } finally {
    rmSync(keep, { recursive: true });
  }
}
