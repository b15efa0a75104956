import { defineConfig } from 'electron-vite';
import rendererConfig from './renderer/vite.config.ts';

export default defineConfig({
  renderer: rendererConfig,
});
