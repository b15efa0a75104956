import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { EvaluationRow } from '../../shared/contract/runs.ts';
import { runOverround } from '../support/command-line.ts';
import { jobProcesses } from '../support/job-processes.ts';
import { readCsv } from '../support/read-csv.ts';
import { cell, expect, fillFocused, goToRow, openPage, openPane, pane, tabTo, test } from './terminal.ts';

const LOGISTIC = 'football-1x2-logistic-regression';
const BOOSTING = 'football-1x2-gradient-boosting';

const models = (page: Page) => pane(page, 'Models');
const stateOf = (page: Page, id: string) => cell(models(page), id, 'state');
const details = (page: Page) => models(page).getByRole('region', { name: /^Details of / });
/** Of the run at this place from the top; the newest stands first. */
const runState = (page: Page, place = 0) =>
  models(page).locator(`.ag-row[row-index="${place}"] [col-id="state"]`);

const progress = (page: Page) => details(page).getByRole('status').innerText();
/** What passes must be seen while it is there. */
const OFTEN = { intervals: [50] };

/** Leaves the keyboard in the list of recipes. */
async function chooseRecipe(page: Page, name: string, downFromFirst: number): Promise<void> {
  await page.keyboard.press('3');
  const recipes = models(page).getByLabel('Recipe');
  await expect(recipes).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(recipes).toBeFocused();
  await page.keyboard.press('Home');
  for (let i = 0; i < downFromFirst; i += 1) await page.keyboard.press('ArrowDown');
  await expect(models(page).getByLabel('Name', { exact: true })).toHaveValue(name);
}

async function train(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await expect(details(page)).toBeVisible();
}

/** Answers yes to the question on screen. */
async function agree(page: Page, question: RegExp): Promise<void> {
  const dialog = page.getByRole('dialog', { name: question });
  await expect(dialog).toBeVisible();
  // Where models were judged on other matches, Enter alone is no.
  if (await dialog.getByRole('button', { name: /anyway/ }).isVisible()) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('models are trained, compared, promoted, shadowed and rolled back by keys', async ({
  page,
  serve,
  pastMatches,
  pageErrors,
}) => {
  const { files, matches } = pastMatches();
  await openPage(page, await serve());
  await openPane(page, 'Models');
  await page.keyboard.press('3');
  await expect(models(page)).toContainText('No matches are imported');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: /^Import past matches/ })).toBeFocused();
  await fillFocused(page, files.join('\n'));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(pane(page, 'Sources').getByRole('status')).toContainText(
    `${matches.toLocaleString('en-GB')} imported`,
  );

  await openPane(page, 'Models');
  await chooseRecipe(page, 'Football 1X2, logistic regression', 0);
  await train(page);
  await chooseRecipe(page, 'Football 1X2, gradient boosting', 1);
  await tabTo(page, models(page).getByLabel('Rounds of trees'));
  await fillFocused(page, '20');
  await train(page);
  for (const place of [0, 1]) await expect(runState(page, place)).toHaveText('Done', { timeout: 60_000 });
  await expect(details(page).getByRole('progressbar')).toHaveAttribute('value', '1');
  await expect(details(page)).toContainText('market log loss');
  await page.keyboard.press('j');
  await expect(stateOf(page, BOOSTING)).toHaveText('Draft');
  await expect(stateOf(page, LOGISTIC)).toHaveText('Draft');

  await expect(details(page).getByRole('img', { name: /^Log loss of model and market/ })).toBeVisible();
  await expect(details(page).getByRole('row', { name: /^2023\/24/ })).toContainText('270');
  await page.keyboard.press('g');
  await expect(details(page).getByRole('row', { name: /^D1/ })).toContainText('270');
  await page.keyboard.press(']');
  await expect(details(page).getByRole('img', { name: /^How often forecasts came true/ })).toBeVisible();
  await expect(details(page).getByRole('row').nth(1)).toContainText('%');
  await page.keyboard.press(']');
  await expect(details(page)).toContainText('told after 100 settled predictions');

  await page.keyboard.press('Space');
  await goToRow(page, models(page), LOGISTIC);
  await page.keyboard.press('Space');
  await page.keyboard.press('v');
  const comparison = models(page).getByRole('region', { name: 'Comparison of the marked models' });
  await expect(
    comparison.getByRole('columnheader', { name: 'Football 1X2, logistic regression' }).first(),
  ).toBeVisible();
  await expect(comparison.getByRole('img', { name: /^Log loss of each model/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(comparison).toHaveCount(0);

  await page.keyboard.press('c');
  await agree(page, /Make Football 1X2, logistic regression the champion/);
  await expect(stateOf(page, LOGISTIC)).toHaveText('Champion');
  await goToRow(page, models(page), BOOSTING);
  await page.keyboard.press('s');
  await expect(stateOf(page, BOOSTING)).toHaveText('Shadow');
  await page.keyboard.press('c');
  await agree(page, /Make Football 1X2, gradient boosting the champion/);
  await expect(stateOf(page, BOOSTING)).toHaveText('Champion');
  await expect(stateOf(page, LOGISTIC)).toHaveText('Retired');
  await page.keyboard.press('z');
  await expect(stateOf(page, LOGISTIC)).toHaveText('Champion');
  await expect(stateOf(page, BOOSTING)).toHaveText('Retired');
  await page.keyboard.press('s');
  await expect(stateOf(page, BOOSTING)).toHaveText('Shadow');
  expect(pageErrors).toEqual([]);
});

const SCORES = [
  ['Log loss', 'logLoss'],
  ['RPS', 'rps'],
  ['ECE', 'ece'],
  ['Brier', 'brier'],
  ['Accuracy %', 'accuracy'],
] as const;

test('an evaluation on screen is the one of the command line', async ({ page, serve, data, pastMatches }) => {
  const { files, folder } = pastMatches();
  await runOverround('import', 'football-data', ...files, '--data', data);
  await runOverround('train', 'football-1x2-logistic', '--data', data);
  await openPage(page, await serve());
  await openPane(page, 'Models');
  await page.keyboard.press('4');
  await expect(models(page).getByLabel('Target')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const told = await runOverround<{ rows: readonly EvaluationRow[]; common: number }>(
    ...['evaluate', '--files', folder, '--data', data],
  );
  await expect(models(page)).toContainText(`${told.common} common of 1,620 matches`);

  await page.keyboard.press('p');
  await page.keyboard.press('p');
  await expect(models(page).getByRole('radio', { name: 'All' })).toBeChecked();
  for (const covers of ['common', 'own'] as const) {
    await expect(models(page).getByRole('radio', { name: covers })).toBeChecked();
    const expected = told.rows.filter((row) => row.covers === covers);
    expect(expected.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['PS:power', 'overround-line', 'overround-line-close', `model:${LOGISTIC}`]),
    );
    const download = page.waitForEvent('download');
    await page.keyboard.press('Shift+E');
    const exported = readCsv(readFileSync(await (await download).path(), 'utf8'));
    expect(new Set(exported.map((row) => row['Forecaster']))).toEqual(
      new Set(expected.map(({ name }) => name)),
    );
    for (const row of exported) {
      const same = expected.find(({ name }) => name === row['Forecaster']);
      expect(Number(row['Matches'])).toBe(same?.n);
      for (const [header, id] of SCORES)
        expect(Number(row[header]), `${same?.name} ${header}`).toBe(same?.[id]);
    }
    const line = expected.find(({ name }) => name === 'overround-line');
    await page.keyboard.press('/');
    await page.keyboard.type('overround-line');
    await expect(cell(models(page), 'overround-line', 'logLoss')).toHaveText(line?.logLoss?.toFixed(5) ?? '');
    await expect(cell(models(page), 'overround-line', 'accuracy')).toHaveText(
      ((line?.accuracy ?? 0) * 100).toFixed(2),
    );
    await fillFocused(page, '');
    await page.keyboard.press('Escape');
    await page.keyboard.press('o');
  }
});

test('a training is cancelled and resumed, survives the death of its process, and refuses too few seasons', async ({
  page,
  serve,
  data,
  pastMatches,
}) => {
  const { files } = pastMatches({ leagues: ['E0'] });
  await runOverround('import', 'football-data', ...files, '--data', data);
  const served = await serve();
  await openPage(page, served);
  await openPane(page, 'Models');
  await chooseRecipe(page, 'Football 1X2, gradient boosting', 1);
  await tabTo(page, models(page).getByRole('listbox', { name: 'Seasons' }));
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(models(page).getByRole('alert')).toContainText(
    /at least 3 seasons.*there are 2 .*Choose or import more/,
  );
  await tabTo(page, models(page).getByRole('listbox', { name: 'Seasons' }));
  await page.keyboard.press('a');

  await tabTo(page, models(page).getByLabel('Rounds of trees'));
  await fillFocused(page, '4000');
  await train(page);
  // Each fit that is done is a checkpoint.
  await expect.poll(() => progress(page), OFTEN).toMatch(/Running \d+% .*fitting, 2 of 4, round \d+ of 4000/);
  await page.keyboard.press('x');
  await expect(runState(page)).toHaveText('Cancelled');
  await expect(details(page)).toContainText('Resume');
  await page.keyboard.press('u');
  await expect.poll(() => progress(page), OFTEN).toMatch(/Running \d+% .*fitting, [23] of 4/);
  const [worker, ...others] = jobProcesses(served.child.pid);
  expect(others).toEqual([]);
  process.kill(worker ?? Number.NaN, 'SIGKILL');
  await expect(runState(page)).toHaveText('Failed');
  await expect(details(page).getByRole('alert')).toContainText(/signal SIGKILL.*[Rr]esume/);
  await expect(page.getByText('Connected')).toBeVisible();
  await page.keyboard.press('u');
  await expect(runState(page)).toHaveText('Done', { timeout: 60_000 });
  await page.keyboard.press('j');
  await expect(stateOf(page, BOOSTING)).toHaveText('Draft');
});
