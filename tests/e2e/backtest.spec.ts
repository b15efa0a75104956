import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { RunResult } from '../../shared/contract/runs.ts';
import { runOverround } from '../support/command-line.ts';
import { jobProcesses } from '../support/job-processes.ts';
import { readCsv } from '../support/read-csv.ts';
import { expect, openPage, openPane, pane, tabTo, test } from './terminal.ts';

type Told = Extract<RunResult, { kind: 'backtest' }>;

const KAUNITZ = 'Kaunitz consensus, closing';
const LOGISTIC = 'football-1x2-logistic-regression';

const backtests = (page: Page) => pane(page, 'Backtest');
const details = (page: Page, name: string) =>
  backtests(page).getByRole('region', { name: `Backtest ${name}`, exact: true });
/** The newest stands first. */
const newest = (page: Page, column: string) =>
  backtests(page).locator(`.ag-row[row-index="0"] [col-id="${column}"]`);
const tile = (page: Page, name: string) =>
  backtests(page).locator('.backtest-tile', { has: page.getByText(name, { exact: true }) });

const percent = (share: number | null): string =>
  share === null ? '–' : `${share > 0 ? '+' : ''}${(share * 100).toFixed(2)}%`;
const pounds = (pennies: number): string =>
  (Math.abs(pennies) / 100).toLocaleString('en-GB', { style: 'currency', currency: 'GBP' });

/** Leaves the keyboard in the list of strategies to begin with. */
async function chooseStrategy(page: Page, name: string): Promise<void> {
  await page.keyboard.press('2');
  const strategies = backtests(page).getByLabel('Begin with');
  await expect(strategies).toBeFocused();
  await page.keyboard.press('Home');
  for (let i = 0; i < 10 && (await strategies.inputValue()) !== name; i += 1)
    await page.keyboard.press('ArrowDown');
  // Where a model is believed, its name comes behind.
  await expect(backtests(page).getByLabel('Name', { exact: true })).toHaveValue(
    new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`),
  );
}

async function expectOnScreen(page: Page, { summary }: Told): Promise<void> {
  await expect(tile(page, 'Bets')).toContainText(summary.bets.toLocaleString('en-GB'));
  await expect(tile(page, 'Profit')).toContainText(pounds(summary.profit));
  await expect(tile(page, 'Yield')).toContainText(percent(summary.yield));
  await expect(tile(page, 'CLV')).toContainText(percent(summary.clv));
  await expect(tile(page, 'Staked')).toContainText(pounds(summary.staked));
  await expect(tile(page, 'Worst drawdown')).toContainText(pounds(summary.maxDrawdown));
  await expect(tile(page, 'Longest losing run')).toContainText(String(summary.longestLosingRun));
  await expect(tile(page, 'Matches')).toContainText(summary.matches.toLocaleString('en-GB'));
}

test('backtests on screen are those of the command line, compared and exported by keys', async ({
  page,
  serve,
  data,
  pastMatches,
  pageErrors,
}) => {
  const { files } = pastMatches();
  await runOverround('import', 'football-data', ...files, '--data', data);
  await runOverround('train', 'football-1x2-logistic', '--data', data);
  const served = await serve();
  await openPage(page, served);
  await openPane(page, 'Backtest');
  await chooseStrategy(page, KAUNITZ);
  await page.keyboard.press('Control+Enter');
  await expect(newest(page, 'state')).toHaveText('Done');
  const kaunitz = await runOverround<Told>('backtest', 'kaunitz-closing', '--data', data);
  expect(kaunitz.summary.bets).toBeGreaterThan(50);
  await expectOnScreen(page, kaunitz);
  await expect(newest(page, 'bets')).toHaveText(kaunitz.summary.bets.toLocaleString('en-GB'));
  await expect(newest(page, 'yield')).toHaveText(percent(kaunitz.summary.yield));
  await expect(details(page, KAUNITZ).getByRole('img', { name: /^Profit by day/ })).toBeVisible();

  await page.keyboard.press('Enter');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Shift+E');
  const exported = new Map(
    readCsv(readFileSync(await (await download).path(), 'utf8')).map((row) => [
      row['figure'],
      Number(row['value']),
    ]),
  );
  const { summary } = kaunitz;
  for (const [figure, value] of [
    ['Bets', summary.bets],
    ['Won', summary.won],
    ['Profit', summary.profit / 100],
    ['Staked', summary.staked / 100],
    ['Final bank', summary.finalBank / 100],
    ['Yield', summary.yield],
    ['Yield, lower end', summary.yieldLow],
    ['Yield, upper end', summary.yieldHigh],
    ['p', summary.p],
    ['CLV', summary.clv],
    ['Worst drawdown', summary.maxDrawdown / 100],
  ] as const)
    expect(exported.get(figure), figure).toBe(value);

  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await expect(backtests(page).locator('.backtest-details .ag-row').first()).toBeVisible();
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  await page.keyboard.press('Escape');

  await chooseStrategy(page, 'Model value');
  const model = backtests(page).getByLabel('Model', { exact: true });
  await tabTo(page, model);
  await page.keyboard.press('Home');
  for (let i = 0; i < 10 && (await model.inputValue()) !== LOGISTIC; i += 1)
    await page.keyboard.press('ArrowDown');
  await expect(model).toHaveValue(LOGISTIC);
  await page.keyboard.press('Control+Enter');
  await expect(newest(page, 'name')).toHaveText(/^Model value, .*logistic/i);
  await expect(newest(page, 'state')).toHaveText('Done');
  await expectOnScreen(
    page,
    await runOverround<Told>('backtest', 'model-value', '--model', LOGISTIC, '--data', data),
  );

  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('v');
  const comparison = backtests(page).getByRole('region', { name: 'Comparison of the marked backtests' });
  await expect(comparison).toContainText(KAUNITZ);
  await expect(comparison.getByRole('row', { name: /^Yield/ })).toContainText(percent(summary.yield));
  await page.keyboard.press('Alt+t');
  expect(pageErrors).toEqual([]);
});

test('a backtest shows how it goes, is cancelled and started again', async ({
  page,
  serve,
  data,
  pastMatches,
}) => {
  const { files } = pastMatches({ leagues: ['E0'] });
  await runOverround('import', 'football-data', ...files, '--data', data);
  const served = await serve();
  await openPage(page, served);
  await openPane(page, 'Backtest');
  await chooseStrategy(page, KAUNITZ);
  await page.keyboard.press('Control+Enter');
  // Held as soon as it is there: it has too little to do to be seen.
  let worker = 0;
  const findWorker = () => {
    worker = jobProcesses(served.child.pid)[0] ?? 0;
    return worker;
  };
  await expect.poll(findWorker, { intervals: [20] }).toBeGreaterThan(0);
  process.kill(worker, 'SIGSTOP');
  await expect(newest(page, 'state')).toHaveText('Running');
  await expect(details(page, KAUNITZ).getByRole('progressbar')).toBeVisible();
  await page.keyboard.press('x');
  await expect(newest(page, 'state')).toHaveText('Cancelled');
  await expect.poll(() => jobProcesses(served.child.pid)).toEqual([]);
  await page.keyboard.press('u');
  await expect(newest(page, 'state')).toHaveText('Done');
  await expect(tile(page, 'Bets')).toContainText(/\d/);
});
