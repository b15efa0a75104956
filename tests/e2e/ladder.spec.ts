import { expect, openTerminal, pane, test } from './terminal.ts';

test('the ladder is traded by keys: queued beyond the best price, found where it was left, cancelled', async ({
  page,
  serve,
  pageErrors,
}) => {
  await openTerminal(page, await serve());
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('p');
  await page.keyboard.press('ArrowDown');
  await expect(pane(page, 'Odds').locator('.ag-cell-focus')).toBeVisible();
  await page.keyboard.press('Alt+3');
  await page.keyboard.press('d');
  const market = pane(page, 'Market');
  const rows = market.locator('.full-ladder-scroll');
  await expect(market.locator('.ladder-size:focus')).toBeVisible();
  const scrolled = () => rows.evaluate(({ scrollTop }) => scrollTop);

  // Longer than the best price to back: nobody offers it.
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowUp');
  const asked = await market.locator('tr:has(.ladder-size:focus)').getAttribute('data-price');
  const before = await scrolled();
  expect(before).toBeGreaterThan(0);
  await page.keyboard.press('Enter');
  const ticket = pane(page, 'Ticket');
  await expect(ticket.getByRole('button', { name: 'Keep in queue' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Control+2');
  await page.keyboard.press('a');
  await expect(ticket.getByRole('button', { name: /Disarm/ })).toBeEnabled();
  await page.keyboard.press('p');
  await expect(ticket).toContainText('waits in the queue');

  await page.keyboard.press('Escape');
  await expect(market.locator(`tr[data-price="${asked}"] .ladder-size.is-back`)).toBeFocused();
  expect(await scrolled()).toBe(before);
  await expect(market.locator(`tr[data-price="${asked}"] .ladder-mine`).first()).toHaveText('10');
  await page.keyboard.press('Delete');
  await expect(page.getByText(/^Cancelled: /)).toBeVisible();
  await expect(market.locator(`tr[data-price="${asked}"] .ladder-mine`).first()).toHaveText('');
  expect(pageErrors).toEqual([]);
});
