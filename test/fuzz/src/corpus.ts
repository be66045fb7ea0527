/** Good inputs: the vectors of the WBXML package and what simulated phones have sent in the transcripts. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

export function files(pattern: string): readonly Uint8Array[] {
  const found = globSync(pattern, { cwd: root }).toSorted();
  if (found.length === 0) throw new Error(`nothing at ${pattern}`);
  return found.map((path) => new Uint8Array(readFileSync(join(root, path))));
}

/** The requests of each transcript, in order. */
export function conversations(ending: 'xml' | 'wbxml'): readonly (readonly Uint8Array[])[] {
  const found = globSync(`test/transcripts/*/*/*-request.${ending}`, { cwd: root }).toSorted();
  return [...Map.groupBy(found, (path) => dirname(path)).values()].map((paths) =>
    paths.map((path) => new Uint8Array(readFileSync(join(root, path)))),
  );
}
