import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { storeContract, testKeys, testRandom } from './contract.suite.ts';
import { openStore } from '@anchorage/store';

const folder = mkdtempSync(join(tmpdir(), 'anchorage-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

storeContract('SQLite in memory', (clock) =>
  openStore({ url: 'sqlite::memory:', keys: testKeys(), clock, random: testRandom }),
);
storeContract('SQLite in a file', (clock) =>
  openStore({ url: `sqlite:${join(folder, 'made', 'a.db')}`, keys: testKeys(), clock, random: testRandom }),
);
