import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@deadwax/source', 'module', 'node', 'development'] } },
  resolve: { conditions: ['@deadwax/source', 'module', 'node', 'development'] },
  test: {
    include: ['{engine,kernels,codecs,hosts,conformance,examples,bench,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    passWithNoTests: false,
    testTimeout: 120_000,
  },
});
