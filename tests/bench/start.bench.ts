import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { browserLaunch } from '../support/browser-launch.ts';
import { startServe, temporaryFolder } from '../support/serve.ts';
import type { Bench } from './bench.ts';

const RUNS = 3;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** From starting a process that serves the page to the first price in the Odds grid. */
async function overround(browser: Browser): Promise<number> {
  const folder = temporaryFolder();
  const started = performance.now();
  const served = await startServe(folder.path);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(served.url);
  await page
    .locator('.ag-row .ag-cell')
    .filter({ hasText: /^\d+\.\d\d$/ })
    .first()
    .waitFor();
  const elapsed = performance.now() - started;
  await page.close();
  await served.stop();
  folder.remove();
  return elapsed;
}

/** The least there is: a Node process that serves one empty page. */
async function emptyPage(browser: Browser): Promise<number> {
  const folder = temporaryFolder();
  const file = join(folder.path, 'server.mjs');
  writeFileSync(
    file,
    `import { createServer } from 'node:http';
const server = createServer((_, answer) => answer.end('<!doctype html><p id="there">there'));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));`,
  );
  const started = performance.now();
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<string>((resolve) =>
    child.stdout.once('data', (line) => resolve(String(line).trim())),
  );
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.locator('#there').waitFor();
  const elapsed = performance.now() - started;
  await page.close();
  child.kill();
  folder.remove();
  return elapsed;
}

/** `serve` to first quote on the page, against an empty page of an empty server, in the same running browser. */
export const bench: Bench = {
  name: 'start',
  async run() {
    const browser = await chromium.launch(browserLaunch());
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let i = 0; i < RUNS; i += 1) {
      ours.push(await overround(browser));
      theirs.push(await emptyPage(browser));
    }
    await browser.close();
    return {
      unit: 'ms',
      ours: Math.round(median(ours)),
      theirs: Math.round(median(theirs)),
      against: 'an empty Node server and page',
      ratio: median(theirs) / median(ours),
      target: null,
      detail: { runs: RUNS },
    };
  },
};
