import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,contract,migrations,replay}/**/*.test.{ts,tsx}'],
    environment: 'node',
    restoreMocks: true,
  },
});
