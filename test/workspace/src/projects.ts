/** The workspace as Nx sees it: its projects, their tags, and the edges it found in imports and package.json files. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Project {
  readonly name: string;
  readonly root: string;
  readonly tags: readonly string[];
  readonly dependencies: readonly string[];
}

export const workspaceRoot = join(import.meta.dirname, '..', '..', '..');

interface Graph {
  readonly graph: {
    readonly nodes: Readonly<
      Record<string, { readonly data: { readonly root: string; readonly tags?: readonly string[] } }>
    >;
    readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>>;
  };
}

/** Names come without the scope: `@anchorage/store` is `store`. */
export function readProjects(): readonly Project[] {
  const folder = mkdtempSync(join(tmpdir(), 'graph-'));
  try {
    const file = join(folder, 'graph.json');
    execFileSync(join(workspaceRoot, 'node_modules', '.bin', 'nx'), ['graph', `--file=${file}`], {
      cwd: workspaceRoot,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const { graph } = JSON.parse(readFileSync(file, 'utf8')) as Graph;
    return Object.entries(graph.nodes).map(([name, { data }]) => ({
      name: withoutScope(name),
      root: data.root,
      tags: data.tags ?? [],
      dependencies: [...new Set((graph.dependencies[name] ?? []).map(({ target }) => target))]
        .filter((target) => target in graph.nodes)
        .map(withoutScope),
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All TypeScript files below a folder, as paths from the workspace's root. */
export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(workspaceRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
    .map((path) => join(folder, path));
}

export function readSource(path: string): string {
  return readFileSync(join(workspaceRoot, path), 'utf8');
}

function withoutScope(name: string): string {
  return name.replace(/^@anchorage\//, '');
}
