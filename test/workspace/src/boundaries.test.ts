import { describe, expect, it } from 'vitest';
import { corePackages, forbiddenInCore, mayImport } from './import-rules.ts';
import { readProjects, readSource, sourceFiles } from './projects.ts';

const projects = readProjects();
const product = projects.filter(({ root }) => root.startsWith('services/') || root.startsWith('shared/'));

describe('the workspace', () => {
  it('knows every project by name and by two tags', () => {
    expect(product.map(({ name }) => name).toSorted()).toEqual(Object.keys(mayImport).toSorted());
    for (const { name, tags } of projects.filter(({ root }) => root !== '.')) {
      expect(
        tags.filter((tag) => tag.startsWith('layer:')),
        name,
      ).toHaveLength(1);
      expect(
        tags.filter((tag) => tag.startsWith('side:')),
        name,
      ).toHaveLength(1);
    }
  });

  it.each(product.map((project) => [project.name, project] as const))(
    '%s imports only what it may',
    (name, project) => {
      const allowed = new Set(['model', ...(mayImport[name] ?? [])]);
      const imported = importedPackages(
        sourceFiles(project.root).filter((path) => !path.endsWith('.test.ts')),
      );
      expect(imported.filter((other) => !allowed.has(other))).toEqual([]);
      expect(declaredTooMuch(project.dependencies, allowed)).toEqual([]);
    },
  );

  it('keeps phone side and cloud side apart', () => {
    const sideOf = new Map(
      projects.map(({ name, tags }) => [name, tags.find((tag) => tag.startsWith('side:'))]),
    );
    const crossings = product.flatMap(({ name, dependencies }) =>
      dependencies
        .filter((other) => new Set([sideOf.get(name), sideOf.get(other), 'side:both']).size === 3)
        .map((other) => `${name} -> ${other}`),
    );
    expect(crossings).toEqual([]);
  });

  it('has no cycle of projects', () => {
    expect(cyclesOf(new Map(projects.map(({ name, dependencies }) => [name, dependencies])))).toEqual([]);
  });

  it('imports packages by their face only', () => {
    const deep = projects
      .filter(({ root }) => root !== '.')
      .flatMap(({ root }) => sourceFiles(root))
      .flatMap((path) =>
        [...readSource(path).matchAll(/from '(@anchorage\/[^']+)'/g)].map(
          (match) => [path, match[1] ?? ''] as const,
        ),
      )
      .filter(([, specifier]) => specifier.split('/').length > 2);
    expect(deep).toEqual([]);
  });

  it.each(corePackages)('%s reaches for nothing outside', (name) => {
    const found = sourceFiles(`shared/${name}/src`)
      .filter(
        (path) =>
          !path.endsWith('.test.ts') && !path.includes('/testing/') && !/\.(suite|script)\.ts$/.test(path),
      )
      .flatMap((path) =>
        forbiddenInCore
          .filter((pattern) => pattern.test(withoutComments(readSource(path))))
          .map((pattern) => `${path}: ${pattern}`),
      );
    expect(found).toEqual([]);
  });
});

function importedPackages(paths: readonly string[]): readonly string[] {
  const names = paths.flatMap((path) =>
    [...readSource(path).matchAll(/from '@anchorage\/([^'/]+)/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set(names)];
}

/** package.json may name test projects for its tests; anything else undeclared in the table is an error. */
function declaredTooMuch(dependencies: readonly string[], allowed: ReadonlySet<string>): readonly string[] {
  const tests = new Set(projects.filter(({ tags }) => tags.includes('layer:test')).map(({ name }) => name));
  return dependencies.filter((other) => !allowed.has(other) && !tests.has(other));
}

function cyclesOf(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) cycles.push([...path.slice(path.indexOf(name)), name].join(' -> '));
    if (done.has(name) || path.includes(name)) return;
    for (const other of edges.get(name) ?? []) visit(other, [...path, name]);
    done.add(name);
  };
  for (const name of edges.keys()) visit(name, []);
  return cycles;
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}
