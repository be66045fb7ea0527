import { defineConfig } from 'vitest/config';

/** Minutes on two processors: beside `npm test` until what it finds has been worked off. */
export default defineConfig({
  test: { include: ['test/simulation/src/long/*.test.ts'], testTimeout: 1_200_000 },
});
