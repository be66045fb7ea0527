/**
 * Where tests name what they show: requirements, faults. Names are string literals on one line of a test file; comments
 * do not count.
 */
import { readSource, sourceFiles } from '../projects.ts';

export interface NamedTest {
  readonly id: string;
  /** From the workspace's root. */
  readonly path: string;
  readonly name: string;
}

/** All of them below some folders, in order of path and line. `ids` is global and finds the ids within a name. */
export function namedTests(roots: readonly string[], ids: RegExp): readonly NamedTest[] {
  return roots
    .flatMap((root) => sourceFiles(root))
    .filter((path) => /\.(test|suite)\.ts$/.test(path))
    .toSorted()
    .flatMap((path) => namesIn(readSource(path), ids).map((found) => ({ path, ...found })));
}

/** Ids with the name they stand in. */
export function namesIn(
  text: string,
  ids: RegExp,
): readonly { readonly id: string; readonly name: string }[] {
  return text
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line))
    .flatMap((line) => [...line.matchAll(literal)].map(([, , name = '']) => name))
    .flatMap((name) => [...new Set(name.match(ids))].map((id) => ({ id, name })));
}

const literal = /(['"`])((?:\\.|(?!\1).)*)\1/g;
