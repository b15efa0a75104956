import { defineConfig } from 'electron-vite';
import rendererConfig from './vite.renderer.config.ts';

/** Main, its engine process and the preload script; dependencies stay in node_modules and are not bundled. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          index: 'electron/main/index.ts',
          utility: 'electron/hosts/utility.ts',
          worker: 'electron/hosts/worker.ts',
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { index: 'electron/preload/index.ts' },
        // A sandboxed preload script can't be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: rendererConfig,
});
