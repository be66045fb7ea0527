import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['services/**/*.test.ts', 'shared/**/*.test.ts', 'test/kit/**/*.test.ts', 'test/workspace/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
