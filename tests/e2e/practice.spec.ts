import type { Page } from '@playwright/test';
import { expect, oddsCells, openTerminal, pane, test } from './terminal.ts';

/** Asks two ticks less than is offered, as one does in a moving market: the fill is at what is there. */
async function allowTwoTicks(page: Page): Promise<void> {
  await expect(pane(page, 'Ticket').locator('.ticket')).toBeFocused();
  await page.keyboard.press('-');
  await page.keyboard.press('-');
}

/** The best edge before the start, by keys; ends in the Bets pane. */
async function takeBestEdge(page: Page): Promise<void> {
  const edges = pane(page, 'Edges');
  await page.keyboard.press('Alt+2');
  await page.keyboard.press('p');
  await expect(edges.locator('.ag-row').first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await allowTwoTicks(page);
  await page.keyboard.press('a');
  await expect(pane(page, 'Ticket').getByRole('timer')).toBeVisible();
  await page.keyboard.press('p');
  await page.keyboard.press('Alt+5');
}

test('a bet goes from a price to settled money by keys alone', async ({ page, serve, pageErrors }) => {
  const served = await serve();
  await openTerminal(page, served);
  await expect(page).toHaveTitle(/practice/i);

  // The soonest event that has not started: its bet settles first.
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('p');
  await expect(pane(page, 'Odds').getByRole('radio', { name: 'Pre-match' })).toBeChecked();
  await page.keyboard.press('ArrowDown');
  await expect(pane(page, 'Odds').locator('.ag-cell-focus')).toBeVisible();
  await page.keyboard.press('b');
  const ticket = pane(page, 'Ticket');
  await expect(ticket).toContainText('Liability');
  await page.keyboard.press('Control+2');
  await expect(ticket.getByLabel('Stake GBP')).toHaveValue('10');
  await allowTwoTicks(page);
  await page.keyboard.press('a');
  await expect(ticket.getByRole('timer')).toBeVisible();
  await page.keyboard.press('p');
  const bets = pane(page, 'Bets');
  await page.keyboard.press('Alt+5');
  await expect(bets.locator('.ag-row').first()).toContainText(/matched/i);

  await page.keyboard.press('Alt+Shift+5');
  await expect(page.getByText('1000×').first()).toBeVisible();
  await page.keyboard.press('a');
  const settled = bets.locator('.ag-row').first();
  await expect(settled).toContainText(/won|lost/i, { timeout: 60_000 });
  await expect(settled).toContainText(/[+-]\d+\.\d+%/);
  await expect(page.getByText(/^Profit/).first()).not.toContainText('£0.00');
  expect(pageErrors).toEqual([]);
});

test('an edge is taken with its Kelly stake', async ({ page, serve }) => {
  const served = await serve();
  await openTerminal(page, served);
  await takeBestEdge(page);
  await expect(pane(page, 'Bets').locator('.ag-row').first()).toBeVisible();
});

test('a stake that makes no sense is refused with what to do', async ({ page, serve }) => {
  const served = await serve();
  await openTerminal(page, served);
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('p');
  await page.keyboard.press('ArrowDown');
  await expect(pane(page, 'Odds').locator('.ag-cell-focus')).toBeVisible();
  await page.keyboard.press('b');
  const ticket = pane(page, 'Ticket');
  const stake = ticket.getByLabel('Stake GBP');
  for (const [typed, message] of [
    ['0', /above zero/i],
    ['-1', /above zero/i],
    ['1000000000', /at most|limit|largest/i],
    ['NaN', /number|type/i],
  ] as const) {
    await stake.fill(typed);
    await expect(ticket).toContainText(message);
    await expect(ticket.getByRole('button', { name: /PRACTICE · / })).toBeDisabled();
  }
});

test('the palette lists every command with its key, and ? shows the keys', async ({ page, serve }) => {
  const served = await serve();
  await openTerminal(page, served);
  await page.keyboard.press('Control+K');
  await expect(page.getByRole('dialog')).toBeVisible();
  const options = page.getByRole('option');
  expect(await options.count()).toBeGreaterThan(40);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText(/panic/i);
});

test('moves between panes, finds an event and opens its market', async ({ page, serve }) => {
  const served = await serve();
  await openTerminal(page, served);
  for (const [digit, title] of [
    ['3', 'Market'],
    ['4', 'Ticket'],
    ['5', 'Bets'],
    ['6', 'Sources'],
    ['1', 'Odds'],
  ] as const) {
    await page.keyboard.press(`Alt+${digit}`);
    await expect(pane(page, title).and(page.locator(':focus-within'))).toBeVisible();
  }
  const name = (await page.locator('.ag-row [col-id="event"]').first().textContent()) ?? '';
  const team = name.split(/ \d| v /)[0] ?? '';
  await page.keyboard.press('Control+P');
  await page.keyboard.type(team);
  await page.keyboard.press('Enter');
  await expect(pane(page, 'Market')).toContainText(team);
});

test('the panic key halts until released, from anywhere', async ({ page, serve }) => {
  const served = await serve();
  await openTerminal(page, served);
  await page.keyboard.press('Control+Shift+Backspace');
  // The status bar's word, told by the engine; the message about it is on screen before.
  const halted = page.getByText('HALTED', { exact: true });
  await expect(halted).toBeVisible();
  await page.keyboard.press('Control+K');
  await page.keyboard.type('release');
  await page.keyboard.press('Enter');
  await expect(halted).toHaveCount(0);
});

test('comes back after the engine is killed, with its layout and bets', async ({ page, serve, data }) => {
  const first = await serve();
  await openTerminal(page, first);
  await takeBestEdge(page);
  await expect(pane(page, 'Bets').locator('.ag-row').first()).toBeVisible();
  await first.kill();
  await expect(page.getByText(/not reachable|reconnecting|retrying/i).first()).toBeVisible();

  const second = await serve();
  expect(second.data).toBe(data);
  await openTerminal(page, second);
  await page.keyboard.press('Alt+5');
  await expect(pane(page, 'Bets').locator('.ag-row').first()).toBeVisible();
});

test('without its token the page says how to open it', async ({ page, serve }) => {
  const served = await serve();
  await page.goto(`http://127.0.0.1:${served.port}/`);
  await expect(page.getByText(/token|address|link/i).first()).toBeVisible();
  await expect(oddsCells(page)).toHaveCount(0);
});

test('the newest message goes by its key, from fields too, and the screen is never chosen whole', async ({
  page,
  serve,
}) => {
  await openTerminal(page, await serve());
  const messages = page.locator('.toast');
  await page.keyboard.press('Alt+o');
  await expect(messages).toHaveText(/Odds: /);
  await page.keyboard.press('/');
  await page.keyboard.type('x');
  await page.keyboard.press('Alt+n');
  await expect(messages).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+o');
  await expect(messages).toHaveText(/Odds: /);
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Escape');
  await expect(messages).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+a');
  expect(await page.evaluate(() => document.getSelection()?.toString())).toBe('');
});
