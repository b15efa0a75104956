import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, openPage, pane, test } from './terminal.ts';

/**
 * Ten matches a day apart, alternately won by home and away. bet365 gives 3.00 for home where the average is 2.00: above
 * 1 / (1 / 2 - 0.05), and the only such price. Flat stakes of 10.00: five bets win 20.00, five lose 10.00.
 */
const CSV = [
  'Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,B365H,B365D,B365A,BWH,BWD,BWA,WHH,WHD,WHA,AvgH,AvgD,AvgA',
  ...Array.from({ length: 10 }, (_, index) => {
    const day = String(index + 1).padStart(2, '0');
    const score = index % 2 === 0 ? '2,1,H' : '0,1,A';
    return `E0,${day}/09/2022,Ash ${day},Birch ${day},${score},3.00,3.30,3.80,1.95,3.30,3.80,1.95,3.30,3.80,2.00,3.30,3.80`;
  }),
].join('\n');

test('a strategy is run over imported matches and read to its bets, by keys', async ({
  page,
  serve,
  data,
  pageErrors,
}) => {
  const file = join(data, 'E0.csv');
  writeFileSync(file, CSV);
  const opened = page.waitForEvent('websocket');
  await openPage(page, await serve());
  const socket = await opened;
  await page.keyboard.press('Alt+8');
  const backtest = pane(page, 'Backtest');
  await expect(backtest).toContainText('No backtests yet');
  await page.keyboard.press('2');
  await expect(backtest).toContainText('No matches are imported');

  await page.keyboard.press('Alt+6');
  const sources = pane(page, 'Sources');
  await sources.getByRole('textbox').fill(file);
  await sources.getByRole('button', { name: 'Import' }).click();
  await expect(sources.getByRole('status')).toContainText('10');

  await page.keyboard.press('Alt+8');
  await expect(backtest.getByText('10 of 10 imported')).toBeVisible();
  await backtest.getByLabel('Begin with').focus();
  const saved = socket.waitForEvent('framesent', ({ payload }) =>
    /workspace\.save.*"begunWith":"Kaunitz consensus, pre-closing"/.test(String(payload)),
  );
  await page.keyboard.press('ArrowDown');
  await expect(backtest.getByLabel('Name')).toHaveValue('Kaunitz consensus, pre-closing');
  await expect(backtest.locator('.strategy-sentence')).toContainText('both pre-closing');
  await page.keyboard.press('Control+Enter');

  await page.keyboard.press('Alt+Enter');
  const tile = (name: string) =>
    backtest.locator('.backtest-tile', { has: page.getByText(name, { exact: true }) });
  await expect(tile('Profit')).toContainText('+£50.00');
  await expect(tile('Bets')).toContainText('10');
  await expect(tile('Skipped')).toContainText('0');
  await expect(backtest.getByLabel('What it proves')).toContainText('includes zero');

  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await expect(backtest.getByText('10 of 10 bets')).toBeVisible();
  await expect(backtest.getByRole('row', { name: /Ash 01 v Birch 01/ })).toContainText('+£20.00');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+E');
  expect((await download).suggestedFilename()).toBe('overround-backtest-bets.csv');

  // What was chosen is on the form again in another session.
  await saved;
  await page.reload();
  await page.keyboard.press('Alt+8');
  await expect(backtest.getByRole('row', { name: /Kaunitz consensus, pre-closing/ })).toContainText(
    '+£50.00',
  );
  await page.keyboard.press('2');
  await expect(backtest.getByLabel('Name')).toHaveValue('Kaunitz consensus, pre-closing');
  expect(pageErrors).toEqual([]);
});
