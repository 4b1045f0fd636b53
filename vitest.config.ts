import tsconfigPaths from 'vite-tsconfig-paths'
import { defineConfig } from 'vitest/config'

const shared = { plugins: [tsconfigPaths()] }

/**
 * Time limits are for machines with other things to do; nothing here is judged by its speed.
 *
 * `unit` needs nothing; `integration` and `acceptance` start a real Postgres (PGlite, or
 * TEST_DATABASE_URL). Each group has its own number of workers, so the groups run one after another.
 */
export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['{app,workers,scripts,tests}/**/*.test.ts'],
          exclude: ['tests/{integration,acceptance,e2e}/**'],
        },
      },
      {
        ...shared,
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/helpers/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          maxWorkers: 2,
        },
      },
      {
        ...shared,
        test: {
          name: 'acceptance',
          sequence: { groupOrder: 2 },
          include: ['tests/acceptance/**/*.test.ts'],
          exclude: ['tests/acceptance/chaos/**'],
          globalSetup: ['tests/helpers/global-setup.ts', 'tests/helpers/build-web.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
        },
      },
      {
        // Starts databases, services and workers of its own, to kill them. CHAOS=full runs all of it: npm run test:chaos.
        ...shared,
        test: {
          name: 'chaos',
          include: ['tests/acceptance/chaos/**/*.test.ts'],
          globalSetup: ['tests/helpers/build-web.ts'],
          testTimeout: 1_200_000,
          hookTimeout: 600_000,
          maxWorkers: 1,
          fileParallelism: false,
        },
      },
    ],
  },
})
