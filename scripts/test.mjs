/** `npm test`: sets up, verifies, then the end-to-end tests in a real browser. Ends with `N passed, N failed, N skipped`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { ensureBuilt, ensureInstalled, must, projectNode, root } from './set-up.mjs';

/** Installs Debian's Chromium where that is possible without asking; elsewhere Playwright fetches its own. */
function ensureBrowser() {
  if (findBrowser()) return;
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(osRelease) && process.getuid?.() === 0) {
    console.error('Installing chromium ...');
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2] });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (findBrowser()) return;
  }
  must(projectNode, [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium'], {
    quiet: true,
  });
}

const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

ensureInstalled();
ensureBuilt();
ensureBrowser();
const { countedTests, verify } = await import('./verify.mjs');
const checks = await verify();

const scratch = mkdtempSync(join(tmpdir(), 'overround-test-'));
const report = join(scratch, 'playwright.json');
process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = report;
const endToEnd = await countedTests(
  'end-to-end tests',
  [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'],
  report,
  ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }),
);
rmSync(scratch, { recursive: true, force: true });

const { passed, failed, skipped } = add(checks, endToEnd);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
