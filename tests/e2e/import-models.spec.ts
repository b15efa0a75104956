import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeOnnx } from '../../electron/engine/inference/onnx/write-onnx.ts';
import { zipMapFile } from '../support/onnx-files.ts';
import {
  cell,
  expect,
  fillFocused,
  goToRow,
  oddsCells,
  openPage,
  openPane,
  pane,
  tabTo,
  test,
} from './terminal.ts';

const COLUMNS = ['average_home', 'average_draw', 'average_away'];
const INPUT = [0.5, 0.3, 0.2];
const exponentials = INPUT.map((share) => Math.exp(2 * share));
/** Softmax of twice the input. */
const OUTPUT = exponentials.map((one) => one / exponentials.reduce((sum, each) => sum + each, 0));

/** A model of three columns whose outputs can be counted by hand. */
const sharpened = (): Uint8Array =>
  writeOnnx(
    {
      kind: 'logistic',
      columns: 3,
      classes: 3,
      mean: [0, 0, 0],
      scale: [1, 1, 1],
      coefficients: [2, 0, 0, 0, 2, 0, 0, 0, 2],
      intercepts: [0, 0, 0],
    },
    { kind: 'none' },
    { name: 'sharpened', description: '' },
  );

const models = (page: Page) => pane(page, 'Models');
const problem = (page: Page) => models(page).locator('.import-foot').getByRole('alert');
const step = (page: Page) => models(page).locator('[aria-current="step"]');
const next = (page: Page) => page.keyboard.press('Control+Enter');

async function readFile(page: Page, file: string): Promise<void> {
  await expect(models(page).getByLabel('ONNX file')).toBeFocused();
  await fillFocused(page, file);
  await next(page);
}

/** Chooses an option of the select that has the keyboard by typing its beginning. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  const select = models(page).getByLabel(label);
  await tabTo(page, select);
  await page.keyboard.type(option);
  await expect(select.locator('option:checked')).toHaveText(new RegExp(`^${option}`));
}

test('a model made elsewhere is imported by keys, prices the practice market, and is refused once changed', async ({
  page,
  serve,
  data,
  pageErrors,
}) => {
  const [file, text, zipMap] = ['sharpened.onnx', 'notes.onnx', 'zip-map.onnx'].map((name) =>
    join(data, name),
  ) as [string, string, string];
  writeFileSync(file, sharpened());
  writeFileSync(text, 'These are notes about a model, not the model.\n');
  writeFileSync(zipMap, zipMapFile([0, 1, 2]));
  const first = await serve();
  await openPage(page, first);
  await openPane(page, 'Models');
  await page.keyboard.press('5');
  await readFile(page, join(data, 'nowhere.onnx'));
  await expect(problem(page)).toContainText(/There is no file .*check its path/);
  await readFile(page, text);
  await expect(models(page)).toContainText(
    /It can't be served as it is\..*This is a text file, not an ONNX model/,
  );
  await readFile(page, file);
  await expect(models(page)).toContainText('It can be served.');
  await next(page);
  await expect(step(page)).toContainText('Meaning');
  await expect(models(page).getByLabel('Target')).toBeFocused();
  await choose(page, 'Its columns are', 'football-market@1');
  await tabTo(page, models(page).getByLabel(/^Names of the columns/));
  await fillFocused(page, COLUMNS.join(', '));
  await expect(models(page)).toContainText('All 3 columns are mapped.');
  await next(page);
  await expect(step(page)).toContainText('Golden vector');
  await fillFocused(page, JSON.stringify({ input: INPUT, output: [...OUTPUT].reverse() }));
  await next(page);
  await expect(step(page)).toContainText('Name and import');
  await next(page);
  await expect(problem(page)).toContainText(/does not give its golden output/);
  await page.keyboard.press('Control+Shift+Enter');
  await expect(step(page)).toContainText('Golden vector');
  await fillFocused(page, JSON.stringify({ input: INPUT, output: OUTPUT }));
  await next(page);
  await next(page);
  await expect(cell(models(page), 'sharpened', 'state')).toHaveText('Draft');

  await page.keyboard.press('c');
  // It was judged on nothing yet, so that promoting takes a second thought.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(cell(models(page), 'sharpened', 'state')).toHaveText('Champion');
  await expect(cell(models(page), 'sharpened', 'predictions')).toHaveText(/\d/);
  await page.keyboard.press('Alt+Enter');
  await page.keyboard.press('Alt+1');
  await expect(oddsCells(page).first()).toBeVisible();
  await page.keyboard.press('p');
  await page.keyboard.press('ArrowDown');
  const market = pane(page, 'Market');
  await expect(market.locator('.ag-row', { hasText: 'sharpened' }).first()).toBeVisible();

  await openPane(page, 'Models');
  await page.keyboard.press('5');
  await readFile(page, zipMap);
  await expect(models(page)).toContainText('It can be served');
  await next(page);
  await tabTo(page, models(page).getByLabel('Sport'));
  await fillFocused(page, 'football');
  await tabTo(page, models(page).getByLabel(/^Names of the columns/));
  await fillFocused(page, 'a, b, c');
  await next(page);
  await next(page);
  await next(page);
  await expect(cell(models(page), 'zip-map', 'state')).toHaveText('Draft');
  await expect(models(page)).toContainText('overround predict zip-map --csv FILE');
  await page.keyboard.press('s');
  await expect(page.getByText(/which live events don't bring/)).toBeVisible();
  await expect(cell(models(page), 'zip-map', 'state')).toHaveText('Draft');
  // A page left open would say in its console that the engine is gone.
  await page.goto('about:blank');
  await first.stop();

  appendFileSync(join(data, 'models', 'sharpened', 'model.onnx'), 'x');
  await openPage(page, await serve());
  const banner = page.getByRole('alert').filter({ hasText: 'Engine trouble' });
  await expect(banner).toContainText(/sharpened, the champion of .*, is not served.*model\.onnx/);
  await openPane(page, 'Models');
  await expect(cell(models(page), 'sharpened', 'problem')).toContainText('model.onnx');
  await expect(cell(models(page), 'sharpened', 'predictions')).toHaveText('');
  await goToRow(page, models(page), 'sharpened');
  await page.keyboard.press('z');
  await expect(cell(models(page), 'sharpened', 'state')).toHaveText('Retired');
  await expect(banner).toHaveCount(0);
  expect(pageErrors).toEqual([]);
});
