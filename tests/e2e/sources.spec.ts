import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, openPage, pane, test } from './terminal.ts';

const CSV = [
  'Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,B365H,B365D,B365A',
  'E0,16/08/2025,Ash,Birch,2,1,H,1.90,3.50,4.20',
  'E0,not a date,Cedar,Elm,0,0,D,2.40,3.20,3.00',
].join('\n');

test('a row that could not be used is read with its reason, by keys', async ({
  page,
  serve,
  data,
  pageErrors,
}) => {
  const file = join(data, 'E0.csv');
  await openPage(page, await serve());
  writeFileSync(file, CSV);
  await page.keyboard.press('Alt+6');
  const sources = pane(page, 'Sources');
  await expect(sources).toContainText('Nothing is quarantined');
  await sources.getByRole('textbox').fill(file);
  await sources.getByRole('button', { name: 'Import' }).click();
  await expect(sources.getByRole('status')).toContainText('1 quarantined');
  await page.keyboard.press('q');
  const reason = sources.locator('.quarantine-reason');
  await expect(reason).toHaveCount(1);
  await expect(reason).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sources.locator('.quarantine-sample')).toContainText('not a date');
  expect(pageErrors).toEqual([]);
});

test('what happened to the data stays on screen until it is dismissed', async ({ page, serve, data }) => {
  await (await serve()).stop();
  const folder = join(data, 'practice');
  for (const name of readdirSync(folder))
    if (/^market\.db/.test(name)) writeFileSync(join(folder, name), 'no database at all');
  await openPage(page, await serve());
  const warning = page.getByRole('alert').filter({ hasText: /^Warning/ });
  await expect(warning).toContainText(/market|prices/i);
  await page.reload();
  await expect(warning).toBeVisible();
  await warning.getByRole('button', { name: 'Dismiss' }).click();
  await expect(warning).toHaveCount(0);
});
