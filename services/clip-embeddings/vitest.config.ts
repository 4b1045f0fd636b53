import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'src/**/*.test.ts'],
    // Far above what any test takes: on a machine shared with other work a start of the service can take a minute.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Each file starts ONNX Runtime with threads of its own; more files at once only queue for the cores.
    maxWorkers: 2,
  },
})
