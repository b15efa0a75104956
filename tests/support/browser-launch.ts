import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

/** Debian's Chromium where it is, Playwright's own elsewhere; for end-to-end tests and benches alike. */
export function browserLaunch(): LaunchOptions {
  const installed = [process.env['OVERROUND_BROWSER'], '/usr/bin/chromium'].find(
    (path) => path !== undefined && existsSync(path),
  );
  return {
    ...(installed === undefined ? {} : { executablePath: installed }),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  };
}
