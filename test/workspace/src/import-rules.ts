/**
 * Who may import whom: the whole table (ARCHITECTURE.md draws it). Everyone may import `model`; it imports nobody.
 * Tests (layer:test) may import any face; nobody imports a test project except tests.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  wbxml: [],
  'syncml-codec': ['wbxml'],
  devices: ['syncml-codec'],
  'syncml-session': ['devices', 'syncml-codec'],
  pim: [],
  reconcile: [],
  dav: [],
  providers: ['dav'],
  store: [],
  jobs: [],
  runtime: ['store', 'jobs'],
  front: ['syncml-session', 'syncml-codec', 'store', 'jobs', 'runtime'],
  connector: ['providers', 'pim', 'reconcile', 'store', 'jobs', 'runtime'],
  portal: ['providers', 'store', 'jobs', 'runtime'],
  gateway: ['front', 'connector', 'portal', 'providers', 'store', 'jobs', 'runtime'],
};

/** Packages that only compute: no IO module of Node, no clock, no randomness, no environment. */
export const corePackages = [
  'model',
  'wbxml',
  'syncml-codec',
  'syncml-session',
  'devices',
  'pim',
  'reconcile',
] as const;

/** What a core package would reach the outside world with. `node:crypto` hashes are handed in as functions. */
export const forbiddenInCore: readonly RegExp[] = [
  /from 'node:(?!util\/types)/,
  /\bimport\('node:/,
  /\bDate\.now\(/,
  /\bnew Date\(\)/,
  /\bMath\.random\(/,
  /\bprocess\.(env|hrtime|stdout|stderr)/,
  /\bfetch\(/,
  /\bsetTimeout\(/,
  /\bsetInterval\(/,
  /\bcrypto\.(getRandomValues|randomUUID)/,
];
