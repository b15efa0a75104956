import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page that both hosts show: Electron loads it from disk, the Node host serves it. */
export default defineConfig({
  root: 'renderer',
  // Relative, so that the bundle works from a file as well as from a server.
  base: './',
  plugins: [react()],
  build: {
    // Absolute: electron-vite and vite take it from different folders.
    outDir: fileURLToPath(new URL('./out/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2024',
    // Both hosts forbid `data:` fonts and images in their content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2500,
    rolldownOptions: { input: 'renderer/index.html' },
  },
});
