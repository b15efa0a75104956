import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,contract,migrations,replay}/**/*.test.{ts,tsx}'],
    environment: 'node',
    setupFiles: ['tests/support/property-seed.ts'],
    restoreMocks: true,
    // A hung test ends; a slow machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
