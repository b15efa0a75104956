import { expect, openTerminal, pane, test } from './terminal.ts';

test('the keyboard stays in the list of edges or arbitrages that is shown', async ({
  page,
  serve,
  pageErrors,
}) => {
  await openTerminal(page, await serve());
  const edges = pane(page, 'Edges');
  const focused = edges.locator('.ag-cell:focus');
  await expect(edges.locator('.ag-row').first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Alt+2');
  await page.keyboard.press('ArrowDown');
  await expect(focused).toBeVisible();

  await page.keyboard.press('a');
  await expect(edges.getByRole('radio', { name: 'Arbs' })).toBeChecked();
  await expect(focused).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('a');
  await expect(edges.getByRole('radio', { name: 'Edges' })).toBeChecked();
  await expect(focused).toBeVisible();
  await page.keyboard.press('a');
  await expect(focused).toBeVisible({ timeout: 60_000 });

  await page.keyboard.press('Enter');
  const ticket = pane(page, 'Ticket');
  await expect(ticket).toContainText(/Leg 1 of \d: \d+\.\d% of £/);
  await expect(ticket.locator('.ticket')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(edges.and(page.locator(':focus-within'))).toBeVisible();
  expect(pageErrors).toEqual([]);
});

test('nothing worked out from a former price stays while the field holds none', async ({ page, serve }) => {
  await openTerminal(page, await serve());
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('p');
  await page.keyboard.press('ArrowDown');
  await expect(pane(page, 'Odds').locator('.ag-cell-focus')).toBeVisible();
  await page.keyboard.press('b');
  const ticket = pane(page, 'Ticket');
  await ticket.getByLabel('Stake GBP').fill('5033');
  const stakes = ticket.locator('.ticket-stakes');
  await expect(stakes).toContainText('£5,033.00');
  await expect(ticket.locator('.ticket-failed')).toContainText(/5,033\.00 GBP.*raise the limit in settings/);
  await ticket.getByLabel('Price', { exact: true }).fill('2,5');
  await expect(ticket).toContainText('"2,5" is not a price');
  await expect(stakes).not.toContainText('£');
  await expect(ticket.locator('.ticket-failed')).toHaveCount(0);
  await expect(ticket.locator('.verdict', { hasText: 'Exposure' })).toHaveClass(/verdict-waiting/);
});
