import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { soccerPayload, TEST_KEY } from '../support/odds-api-payloads.ts';
import { startOddsApiServer } from '../support/odds-api-server.ts';
import { expect, fillFocused, openPage, pane, tabTo, test } from './terminal.ts';

/** Every file of the data folder but the one that is for keys. */
function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && !file.endsWith('secrets.json'));
}

test('a source is added, keyed, tested, changed and removed by keys, and its key is nowhere but in its file', async ({
  page,
  serve,
  data,
  pageErrors,
}) => {
  const server = await startOddsApiServer({ odds: { soccer_epl: soccerPayload } });
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await openPage(page, await serve());
  const sources = pane(page, 'Sources');

  await page.keyboard.press('Alt+6');
  await expect(sources).toContainText('PRACTICE');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Open the real market');
  await page.keyboard.press('Enter');
  await expect(sources).toContainText('Real prices, simulated bets.');
  await expect(sources).toContainText('No source yet');

  await page.keyboard.press('Alt+6');
  await page.keyboard.press('a');
  await expect(sources.locator('.offer').first()).toBeFocused();
  await expect(sources.locator('.offer')).toHaveText([/The Odds API/, /Betfair/, /Kalshi/, /Polymarket/]);
  await page.keyboard.press('Enter');
  const key = sources.getByLabel('API key');
  await expect(key).toBeFocused();
  await fillFocused(page, 'not-the-key');
  await tabTo(page, sources.getByLabel('Address'));
  await fillFocused(page, server.baseUrl);
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(sources.locator('.setup-steps')).toContainText('Failed');
  await expect(sources.locator('.source-name')).toHaveCount(0);

  await key.focus();
  await fillFocused(page, TEST_KEY);
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(sources.locator('.setup-steps .is-bad')).toHaveCount(0);
  await expect(sources.locator('.setup-steps .is-good').first()).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(sources.locator('.source-live')).toBeVisible();
  await expect(pane(page, 'Odds')).toContainText('Alder Rovers');

  await sources.locator('.source-name').focus();
  await page.keyboard.press('e');
  await expect(sources.getByLabel('API key')).toHaveAttribute('placeholder', /stored/);
  await expect(sources.getByLabel('API key')).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(sources.locator('.source-name')).toBeFocused();

  await page.keyboard.press('Delete');
  await expect(page.getByRole('dialog')).toContainText('Remove The Odds API?');
  await page.getByRole('button', { name: 'Remove, and forget its keys' }).click();
  await expect(sources.locator('.source-name')).toHaveCount(0);

  expect(await page.content()).not.toContain(TEST_KEY);
  expect(requested.join('\n')).not.toContain(TEST_KEY);
  expect(readFileSync(join(data, 'secrets.json'), 'utf8')).not.toContain(TEST_KEY);
  const holding = filesUnder(data).filter((file) => readFileSync(file).includes(TEST_KEY));
  expect(holding).toEqual([]);
  expect(pageErrors).toEqual([]);
  await server.close();
});

test('the form of a source stands over the window whole, and throws nothing away that was typed', async ({
  page,
  serve,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPage(page, await serve(['--source', 'real']));
  await page.keyboard.press('Alt+6');
  await expect(pane(page, 'Sources')).toContainText('No source yet');
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('.offer').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.locator('.offer', { hasText: 'Betfair' })).toBeFocused();
  await page.keyboard.press('Enter');

  const key = dialog.getByLabel('Application key');
  await expect(key).toBeFocused();
  const body = dialog.locator('.dialog-body');
  expect(await body.evaluate((element) => element.scrollHeight <= element.clientHeight)).toBe(true);
  await expect(dialog.getByRole('button', { name: /^Test/ })).toBeInViewport({ ratio: 1 });

  // What the log-in lacks is named at its field; nothing is added, and the user name can be read while it is typed.
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(dialog.locator('.field-problem', { hasText: 'needs it to log in' })).toHaveCount(3);
  await expect(key).toBeFocused();
  await expect(dialog.getByLabel('User name')).toHaveAttribute('type', 'text');
  await expect(dialog.getByLabel('Password', { exact: true })).toHaveAttribute('type', 'password');
  await expect(pane(page, 'Sources').locator('.source-name')).toHaveCount(0);

  // Typed and left: asked, and every Escape keeps what was typed.
  await page.keyboard.type('a-key');
  const question = dialog.getByRole('alertdialog');
  for (let times = 0; times < 2; times += 1) {
    await page.keyboard.press('Escape');
    await expect(question.getByRole('button', { name: /Keep editing/ })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(question).toHaveCount(0);
    await expect(key).toBeFocused();
  }
  await expect(key).toHaveValue('a-key');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(question.getByRole('button', { name: 'Discard' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);

  // Nothing was typed: nothing is asked, and the keyboard is back.
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('API key')).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('a');
  await page.keyboard.press('Escape');
  await expect(pane(page, 'Sources').locator('.source-add')).toBeFocused();
});

test('the market opened last is opened again, and the way back leads to practice', async ({
  page,
  serve,
}) => {
  const first = await serve();
  await openPage(page, first);
  await page.keyboard.press('Alt+6');
  await pane(page, 'Sources').getByRole('button', { name: 'Open the real market' }).click();
  await expect(page.getByText('PAPER', { exact: true }).first()).toBeVisible();
  await first.stop();
  await openPage(page, await serve());
  await expect(page.getByText('PAPER', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Alt+6');
  await pane(page, 'Sources').getByRole('button', { name: 'Open the practice market' }).click();
  await expect(page.getByText('PRACTICE', { exact: true }).first()).toBeVisible();
});
