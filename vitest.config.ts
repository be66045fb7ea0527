import { defineConfig } from 'vitest/config';

/** Suites that start real servers or whole processes, or run long: one file at a time, with room for slow machines. */
const realSuites = ['test/conformance/**/*.test.ts', 'test/e2e/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'services/**/*.test.ts',
            'shared/**/*.test.ts',
            'test/{kit,workspace,fuzz}/**/*.test.ts',
            'test/simulation/src/{*,oracle/*,people/*}.test.ts',
          ],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'storms',
          include: ['test/storms/**/*.test.ts'],
          // Nothing but computing, in two halves: by default the runner leaves one processor of two alone.
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
          testTimeout: 900_000,
        },
      },
      {
        test: {
          name: 'simulation',
          include: ['test/simulation/src/long/*.test.ts'],
          // One file, which takes every processor there is for threads of its own.
          sequence: { groupOrder: 2 },
          testTimeout: 1_200_000,
        },
      },
      {
        test: {
          name: 'real',
          include: realSuites,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
