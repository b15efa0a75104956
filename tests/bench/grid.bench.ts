/** Frames of the real Odds pane under load, in Chromium. The page is built into a temporary folder. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import type { Bench } from './bench.ts';
import type { FeedOptions, FrameReport } from './grid-page.ts';

/** A frame that missed its turn at 60 Hz. */
const LATE_MS = 20;
const SECONDS = 10;
const ORIGIN = 'http://grid.bench';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export const bench: Bench = {
  name: 'grid',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'overround-grid-'));
    let browser: Browser | undefined;
    try {
      const built = await buildPage(folder);
      browser = await launch();
      const page = await openPage(browser, built);
      await measure(page, { perSecond: 5000, seconds: 2 });
      const idle = await measure(page, { perSecond: 0, seconds: SECONDS });
      const load = await measure(page, { perSecond: 20_000, seconds: SECONDS });
      const onScreen = await measure(page, { perSecond: 20_000, seconds: SECONDS, rows: 30 });
      const calm = await measure(page, { perSecond: 5000, seconds: SECONDS });
      const late = lateShare(load.frames);
      return {
        unit: 'share of frames over 20 ms at 20,000 updates/s',
        ours: late,
        theirs: 0.01,
        against: 'one frame in a hundred, the target',
        ratio: 0.01 / Math.max(late, 1e-4),
        target: 1,
        detail: {
          'nothing ticking: late share': lateShare(idle.frames),
          'selections x books': (await page.evaluate(() => window.benchPage?.cells)) ?? 0,
          'updates applied': load.applied,
          ...distribution('frame', load.frames),
          'all ticks on 30 rows: late share': lateShare(onScreen.frames),
          ...distribution('all ticks on 30 rows: frame', onScreen.frames),
          'at 5,000/s: late share': lateShare(calm.frames),
          'at 5,000/s: tick to paint p50 ms': quantile(calm.toPaint, 0.5),
          'at 5,000/s: tick to paint p99 ms': quantile(calm.toPaint, 0.99),
          'at 20,000/s: tick to paint p50 ms': quantile(load.toPaint, 0.5),
          'at 20,000/s: tick to paint p99 ms': quantile(load.toPaint, 0.99),
        },
      };
    } finally {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function buildPage(folder: string): Promise<string> {
  const entry = fileURLToPath(new URL('grid-page.ts', import.meta.url));
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en" data-theme="dark" data-mode="practice"><meta charset="utf-8">
<title>Grid bench</title><div id="root"></div><script type="module" src="./main.js"></script></html>`,
  );
  await writeFile(join(folder, 'main.js'), `import ${JSON.stringify(entry)};\n`);
  const outDir = join(folder, 'out');
  await build({ root: folder, configFile: false, logLevel: 'error', build: { outDir, target: 'es2024' } });
  return outDir;
}

const launch = (): Promise<Browser> =>
  chromium.launch({
    ...(existsSync('/usr/bin/chromium') ? { executablePath: '/usr/bin/chromium' } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });

async function openPage(browser: Browser, folder: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = join(folder, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file)) return route.fulfill({ status: 404 });
    return route.fulfill({
      contentType: TYPES[extname(file)] ?? 'application/octet-stream',
      body: await readFile(file),
    });
  });
  await page.goto(ORIGIN);
  await page.waitForSelector('.ag-row .ag-cell');
  if (errors.length > 0) throw new Error(`The bench page failed: ${errors.join('; ')}`);
  return page;
}

const measure = (page: Page, options: FeedOptions): Promise<FrameReport> =>
  page.evaluate(async (feed) => {
    if (window.benchPage === undefined) throw new Error('The bench page did not start.');
    return window.benchPage.run(feed);
  }, options);

const lateShare = (frames: readonly number[]): number =>
  round(frames.filter((ms) => ms > LATE_MS).length / Math.max(1, frames.length), 4);

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0, 1);
}

const distribution = (name: string, frames: readonly number[]): Record<string, number> => ({
  [`${name}s`]: frames.length,
  [`${name} p50 ms`]: quantile(frames, 0.5),
  [`${name} p95 ms`]: quantile(frames, 0.95),
  [`${name} p99 ms`]: quantile(frames, 0.99),
  [`${name} max ms`]: quantile(frames, 1),
});

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
