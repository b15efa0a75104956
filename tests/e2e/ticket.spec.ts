import { expect, openTerminal, pane, test } from './terminal.ts';

test('a ticket opened from a price is worked by the keys of the key sheet', async ({ page, serve }) => {
  const served = await serve();
  await openTerminal(page, served);
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('p');
  await page.keyboard.press('ArrowDown');
  await expect(pane(page, 'Odds').locator('.ag-cell-focus')).toBeVisible();
  await page.keyboard.press('b');
  const ticket = pane(page, 'Ticket');
  const price = ticket.getByLabel('Price', { exact: true });
  const stake = ticket.getByLabel('Stake GBP');
  await expect(ticket.locator('.ticket')).toBeFocused();

  const opened = await price.inputValue();
  await page.keyboard.press('+');
  await expect(price).not.toHaveValue(opened);
  await expect(ticket).toContainText(/The market offers .+; the ticket asks/);
  // A bookmaker's price may lie between two steps of the ladder; from a step, one up and one down is the step again.
  const step = await price.inputValue();
  await page.keyboard.press('+');
  await expect(price).not.toHaveValue(step);
  await page.keyboard.press('-');
  await expect(price).toHaveValue(step);

  await page.keyboard.press('2');
  await page.keyboard.press('5');
  await page.keyboard.press('d');
  await expect(stake).toHaveValue('25');
  await page.keyboard.press('Enter');
  await expect(ticket.locator('.ticket')).toBeFocused();
  await page.keyboard.press('7');
  await expect(stake).toHaveValue('7');
  await page.keyboard.press('Escape');
  await expect(stake).toHaveValue('25');
  await expect(ticket.locator('.ticket')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(ticket).toContainText('No ticket open');
  await expect(pane(page, 'Odds').and(page.locator(':focus-within'))).toBeVisible();
});
