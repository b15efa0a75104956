import { join } from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import {
  type FootballDataFiles,
  type FootballDataOptions,
  writeFootballDataFiles,
} from '../support/football-data-files.ts';
import { type Served, startServe, temporaryFolder } from '../support/serve.ts';

type Terminal = {
  /** Starts `overround serve` on this test's own data folder; stopped after the test. */
  readonly serve: (
    args?: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<Served>;
  readonly data: string;
  /** Writes CSV files of past matches beside the data folder. */
  readonly pastMatches: (options?: FootballDataOptions) => FootballDataFiles;
  /** What the page wrote to its console as errors; tests expect none. */
  readonly pageErrors: readonly string[];
};

export const test = base.extend<Terminal>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern
  data: async ({}, use) => {
    const folder = temporaryFolder();
    await use(folder.path);
    folder.remove();
  },
  serve: async ({ data }, use) => {
    const running: Served[] = [];
    await use(async (args = [], environment = {}) => {
      const served = await startServe(data, args, environment);
      running.push(served);
      return served;
    });
    for (const served of running) if (served.child.exitCode === null) await served.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  pastMatches: async ({}, use) => {
    const folder = temporaryFolder();
    await use((options) => writeFootballDataFiles(join(folder.path, 'csv'), options));
    folder.remove();
  },
  pageErrors: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await use(errors);
  },
});

export { expect };

export const pane = (page: Page, title: string) => page.locator(`section.pane[aria-label="${title}"]`);

/** Opens the page and waits until it has its engine and its workspace. */
export async function openPage(page: Page, served: Served): Promise<void> {
  await page.goto(served.url);
  await expect(page.getByText('Connected')).toBeVisible();
  await expect(page.locator('section.pane').first()).toBeVisible();
}

/** Opens the page and waits until prices are on it. */
export async function openTerminal(page: Page, served: Served): Promise<void> {
  await openPage(page, served);
  await expect(oddsCells(page).first()).toBeVisible();
}

/** Price cells of the Odds grid. */
export const oddsCells = (page: Page) => page.locator('.ag-row .ag-cell').filter({ hasText: /^\d+\.\d+$/ });

/** Every part of a grid's row: pinned columns stand in one of their own. */
export const rowOf = (within: Locator, id: string) => within.locator(`.ag-row[row-id="${id}"]`);

export const cell = (within: Locator, id: string, column: string) =>
  rowOf(within, id).locator(`[col-id="${column}"]`);

/** Arrows from the row that has the keyboard to another. */
export async function goToRow(page: Page, within: Locator, id: string): Promise<void> {
  const place = async (row: Locator) => Number(await row.first().getAttribute('row-index'));
  const from = await place(within.locator('.ag-row:has(.ag-cell-focus)'));
  const by = (await place(rowOf(within, id))) - from;
  for (let i = 0; i < Math.abs(by); i += 1) await page.keyboard.press(by > 0 ? 'ArrowDown' : 'ArrowUp');
  await expect(rowOf(within, id).locator('.ag-cell-focus')).toBeVisible();
}

/** In place of what stands in the focused field. */
export async function fillFocused(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** Brings a pane to the front by its key, over the whole window. */
export async function openPane(page: Page, title: keyof typeof PANE_KEYS): Promise<void> {
  await page.keyboard.press(PANE_KEYS[title]);
  await expect(pane(page, title).and(page.locator(':focus-within'))).toBeVisible();
  const restore = page.getByRole('button', { name: 'Restore the pane' });
  if ((await restore.count()) === 0) await page.keyboard.press('Alt+Enter');
  await expect(restore.first()).toBeVisible();
}

const PANE_KEYS = { Models: 'Alt+7', Backtest: 'Alt+8' } as const;

/** Moves the keyboard on until it is in the field. */
export async function tabTo(page: Page, field: Locator): Promise<void> {
  for (let i = 0; i < 20; i += 1) {
    if (await field.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(field).toBeFocused();
}
