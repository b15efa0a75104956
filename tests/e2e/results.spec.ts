import type { Page } from '@playwright/test';
import { expect, fillFocused, openTerminal, pane, test } from './terminal.ts';

const results = (page: Page) => pane(page, 'Results');
const form = (page: Page) => page.getByRole('dialog', { name: /^Result of / });
/** The scrolling part of each row; start and event stand in a pinned one. */
const rows = (page: Page) => results(page).locator('.ag-row:has([col-id="status"])');
const cellOf = (page: Page, column: string) => rows(page).first().locator(`[col-id="${column}"]`);
const cash = (page: Page) => page.getByText(/^Bankroll/).first();

/** Backs the soonest event that has not started, by keys. */
async function betOnTheNext(page: Page): Promise<void> {
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('p');
  await page.keyboard.press('ArrowDown');
  await expect(pane(page, 'Odds').locator('.ag-cell-focus')).toBeVisible();
  await page.keyboard.press('b');
  await expect(pane(page, 'Ticket')).toContainText('Liability');
  await page.keyboard.press('Control+2');
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  await page.keyboard.press('a');
  await expect(pane(page, 'Ticket').getByRole('timer')).toBeVisible();
  await page.keyboard.press('p');
  await page.keyboard.press('Alt+5');
  await expect(pane(page, 'Bets').locator('.ag-row').first()).toContainText(/matched/i);
}

/** Lets the market run until the first event with a bet has begun, and no further. */
async function untilItBegan(page: Page): Promise<void> {
  await page.keyboard.press('Alt+0');
  await expect(results(page).and(page.locator(':focus-within'))).toBeVisible();
  await page.keyboard.press('Alt+Shift+4');
  await expect(rows(page).first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Alt+Shift+1');
}

async function typeResult(page: Page, score: string, halfTime: string): Promise<void> {
  await expect(form(page).getByLabel('Final score')).toBeFocused();
  await fillFocused(page, score);
  await page.keyboard.press('Tab');
  await fillFocused(page, halfTime);
}

async function confirm(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await expect(form(page)).toHaveCount(0);
}

test('a result is entered, corrected, disputed and undone by keys, with its money shown before', async ({
  page,
  serve,
  pageErrors,
}) => {
  await openTerminal(page, await serve());
  await betOnTheNext(page);
  await untilItBegan(page);
  await expect(cellOf(page, 'attention')).toContainText('It is not over');
  const name = (await results(page).locator('.ag-row [col-id="event"]').innerText()).split(' v ')[0] ?? '';

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await typeResult(page, '9-0', '4-');
  await expect(form(page)).toContainText('Type it like 1-0, or leave it empty.');
  await expect(form(page).getByRole('button', { name: /^Settle/ })).toBeDisabled();
  await fillFocused(page, '4-0');
  const effect = form(page).getByRole('region', { name: 'What it does to bets' });
  const becomes = effect.locator('tbody tr').first().locator('td').nth(2);
  await expect(effect.locator('tbody tr')).toHaveCount(1);
  await expect(effect.locator('tbody tr').first()).toContainText('Open');
  const first = await becomes.innerText();
  // Nobody has said yet that it is over: that is asked once more.
  await expect(form(page).getByRole('alert')).toContainText('The match is still in play');
  await page.keyboard.press('Control+Enter');
  await expect(form(page).getByRole('button', { name: /^Not over: settle all the same/ })).toBeVisible();
  await confirm(page);
  await expect(rows(page)).toHaveCount(0);
  await expect(results(page)).toContainText('No bets wait for a result');

  await page.keyboard.press('a');
  await page.keyboard.press('a');
  await page.keyboard.press('/');
  await fillFocused(page, name);
  await page.keyboard.press('Enter');
  const entered = rows(page).filter({ has: page.locator('[col-id="origin"]', { hasText: 'By hand' }) });
  await expect(entered).toHaveCount(1);
  await expect(entered.locator('[col-id="score"]')).toHaveText('9-0');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await typeResult(page, '0-9', '0-4');
  await expect(becomes).not.toHaveText(first);
  const second = await becomes.innerText();
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('Typed the wrong way round');
  await confirm(page);
  await page.keyboard.press('Alt+5');
  await page.keyboard.press('a');
  await expect(pane(page, 'Bets').locator('.ag-row').first()).toContainText(second);
  await expect(pane(page, 'Bets').locator('.ag-row').first()).toContainText('corrected');

  await page.keyboard.press('Alt+0');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(form(page).getByLabel('Final score')).toBeFocused();
  await page.keyboard.press('p');
  await expect(form(page).getByRole('radio', { name: 'Postponed' })).toBeChecked();
  await expect(becomes).toHaveText('Void');
  await confirm(page);
  await page.keyboard.press('z');
  await expect(form(page).getByLabel('Note')).toHaveValue(/^Undoes revision 3 \(postponed\)/);
  await expect(becomes).toHaveText(second);
  await expect(form(page)).toContainText('Undoes revision 3 (postponed) and brings back revision 2');
  await confirm(page);
  // Once more goes further back, and does not undo the undo.
  await page.keyboard.press('z');
  await expect(form(page).getByRole('button', { name: /^Undo revision 2/ })).toBeVisible();
  await expect(form(page)).toContainText('brings back revision 1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(form(page).getByRole('radio', { name: 'Set aside' })).toBeChecked();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  const history = form(page).getByRole('region', { name: 'History of the result' });
  await expect(history.locator('tbody tr')).toHaveCount(4);
  await expect(history).toContainText('Typed the wrong way round');
  await page.keyboard.press('Escape');

  // Later its source tells the real score: what was entered stands, and the pane says so.
  await page.keyboard.press('Alt+Shift+4');
  await expect(entered.locator('[col-id="attention"]')).toContainText(/^Source .* says \d+-\d+/, {
    timeout: 60_000,
  });
  await expect(entered.locator('[col-id="score"]')).toHaveText('0-9');
  await page.keyboard.press('Alt+Shift+1');
  await expect(cash(page)).toBeVisible();
  expect(pageErrors).toEqual([]);
});
