import { test as base, expect, type Page } from '@playwright/test';
import { type Served, startServe, temporaryFolder } from '../support/serve.ts';

type Terminal = {
  /** Starts `overround serve` on this test's own data folder; stopped after the test. */
  readonly serve: (
    args?: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<Served>;
  readonly data: string;
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
  await expect(pane(page, 'Odds')).toBeVisible();
}

/** Opens the page and waits until prices are on it. */
export async function openTerminal(page: Page, served: Served): Promise<void> {
  await openPage(page, served);
  await expect(oddsCells(page).first()).toBeVisible();
}

/** Price cells of the Odds grid. */
export const oddsCells = (page: Page) => page.locator('.ag-row .ag-cell').filter({ hasText: /^\d+\.\d+$/ });
