import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { createNodeClock } from '../../electron/hosts/node-ports/clock.ts';
import {
  APP_KEY,
  type BetfairServer,
  PASSWORD,
  startBetfairServer,
  USERNAME,
} from '../support/betfair-server.ts';
import {
  AWAY,
  createWorld,
  DRAW,
  HOME,
  redefined,
  sampleCatalogue,
  type WireMarket,
} from '../support/betfair-server-world.ts';
import { expect, fillFocused, openPage, pane, tabTo, test } from './terminal.ts';

const MATCH_ODDS = '1.101';
const SECRETS = [APP_KEY, USERNAME, PASSWORD, encodeURIComponent(PASSWORD), 'session+token'];

/** The sample's matches as if they started `hours` from now. */
function upcoming(hours: number): WireMarket[] {
  const start = new Date(Date.now() + hours * 3_600_000).toISOString();
  return sampleCatalogue().map((market) => ({
    ...market,
    marketStartTime: start,
    event: { ...market.event, openDate: start },
  }));
}

/** Twelve prices on either side of the home win. */
function deepen(server: BetfairServer): void {
  const back = Array.from({ length: 12 }, (_, step) => [
    Number((2 - step * 0.01).toFixed(2)),
    120 + step * 35,
  ]);
  const lay = Array.from({ length: 12 }, (_, step) => [
    Number((2.04 + step * 0.02).toFixed(2)),
    90 + step * 40,
  ]);
  server.stream.publish(MATCH_ODDS, {
    rc: [
      { id: HOME, atb: back as [number, number][], atl: [[2.1, 0], ...lay] as [number, number][] },
      {
        id: AWAY,
        atb: [
          [2, 0],
          [3.9, 60],
        ],
        atl: [
          [2.1, 0],
          [4.1, 75],
        ],
      },
      {
        id: DRAW,
        atb: [
          [2, 0],
          [3.8, 55],
        ],
        atl: [
          [2.1, 0],
          [4, 45],
        ],
      },
    ],
  });
}

/** Every file of the data folder but the one that is for keys. */
const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && !file.endsWith('secrets.json'));

/** Adds Betfair through the form, by keys, up to the test of what it holds. */
async function setUpBetfair(page: Page, sources: Locator, server: BetfairServer): Promise<void> {
  await page.keyboard.press('Alt+6');
  await expect(sources).toContainText('No source yet');
  await page.keyboard.press('a');
  await expect(sources.locator('.offer').first()).toBeFocused();
  await sources.locator('.offer', { hasText: 'Betfair' }).focus();
  await page.keyboard.press('Enter');
  await expect(sources.getByLabel('Application key')).toBeFocused();
  await fillFocused(page, APP_KEY);
  await tabTo(page, sources.getByLabel('User name', { exact: true }));
  await fillFocused(page, USERNAME);
  await tabTo(page, sources.getByLabel('Password', { exact: true }));
  await fillFocused(page, PASSWORD);
  await tabTo(page, sources.getByLabel('Servers on this machine'));
  await fillFocused(page, `127.0.0.1:${server.api.port},127.0.0.1:${server.stream.port}`);
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(sources.locator('.setup-steps li')).toHaveText([
    /Log in/,
    /Application key.*The key works/,
    /Catalogue.*4 markets/,
    /Prices.*Live prices/,
    /Stream.*The stream lets us in/,
  ]);
  await expect(sources.locator('.setup-steps .is-bad')).toHaveCount(0);
}

const ladder = (page: Page) => pane(page, 'Market').locator('.full-ladder-frame');
/** A price of the full ladder, in ten-thousandths. */
const rung = (page: Page, price: number) => ladder(page).locator(`tr[data-price="${price}"]`);

/** The best three prices and sizes of both sides as the ladder has them now. */
const shownLadder = (page: Page): Promise<readonly string[]> =>
  ladder(page)
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows
        .map((row) => [...row.children].map((cell) => cell.textContent ?? ''))
        .filter((cells) => `${cells[2]}${cells[4]}` !== '')
        .map((cells) => [cells[2], cells[3], cells[4]].join('|')),
    );

/** Moves to the first price in Odds; Market follows. */
async function goToMatch(page: Page): Promise<void> {
  await page.keyboard.press('Alt+1');
  await expect(pane(page, 'Odds')).toContainText('Köln');
  const price = pane(page, 'Odds')
    .locator('.ag-cell')
    .filter({ hasText: /^\d+\.\d+$/ });
  await price.first().click();
  await page.keyboard.press('Alt+3');
  await expect(pane(page, 'Market')).toContainText('Köln');
}

test('Betfair from its form to the full ladder, through suspension and a lost stream, and again as a recording', async ({
  page,
  serve,
  data,
  pageErrors,
}) => {
  test.setTimeout(180_000);
  const server = await startBetfairServer({
    clock: createNodeClock(),
    world: createWorld(upcoming(3)),
    plain: true,
  });
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await openPage(page, await serve(['--source', 'real']));
  const sources = pane(page, 'Sources');

  await setUpBetfair(page, sources, server);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(sources.locator('.source-live')).toBeVisible();
  await page.keyboard.press('Alt+Shift+R');
  await expect(page.getByText('Every payload of every source is recorded')).toBeVisible();
  await expect.poll(() => server.stream.kinds).toContain('SUB_IMAGE');
  deepen(server);

  await goToMatch(page);
  await page.keyboard.press('d');
  await expect(ladder(page).locator('td:focus')).toBeVisible();
  const market = pane(page, 'Market');
  await expect(rung(page, 2_0000)).toHaveClass(/is-best-back/);
  await expect(rung(page, 2_0400)).toHaveClass(/is-best-lay/);
  await expect(rung(page, 1_9500).locator('.ladder-size.is-back')).toHaveText('295');
  await expect(rung(page, 1_8900).locator('.ladder-total').first()).toHaveText('3,750');
  await expect(ladder(page)).toContainText('Spread 2.00 – 2.04, 2 ticks');
  expect(await shownLadder(page)).toHaveLength(24);

  // Every change is at its price, and no row moves for it.
  const before = await rung(page, 1_9500).boundingBox();
  server.stream.publish(MATCH_ODDS, { rc: [{ id: HOME, atb: [[1.95, 0]], atl: [[2.02, 33]] }] });
  await expect(rung(page, 2_0200)).toHaveClass(/is-best-lay/);
  await expect(rung(page, 1_9500).locator('.ladder-size.is-back')).toHaveText('');
  expect(await rung(page, 1_9500).boundingBox()).toEqual(before);

  // From the best back two prices down: a ticket at that price.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const ticket = pane(page, 'Ticket');
  await expect(ticket.getByLabel('Price', { exact: true })).toHaveValue('1.98');
  await expect(ticket).toContainText('Betfair');

  server.stream.publish(MATCH_ODDS, redefined(server.world, MATCH_ODDS, { status: 'SUSPENDED' }));
  await expect(ladder(page)).toHaveAttribute('data-standing', 'suspended');
  await expect(ladder(page).getByRole('status')).toContainText(/suspended/i);
  await expect(market.locator('.ag-cell.is-held-word').first()).toHaveText('susp.');
  await expect(market.locator('.ag-cell.is-held').first()).toBeVisible();
  // Neither a stake nor arming is needed for the ticket to say so.
  const standing = ticket.locator('.verdict', { hasText: 'Book open' });
  await expect(standing).toHaveClass(/verdict-failed/);
  await expect(standing).toContainText(/Betfair.* has suspended this market/);
  await page.keyboard.press('Alt+1');
  await expect(pane(page, 'Odds').locator('.ag-cell.is-suspended').first()).toBeVisible();

  server.stream.publish(MATCH_ODDS, redefined(server.world, MATCH_ODDS, { status: 'OPEN' }));
  await expect(ladder(page)).toHaveAttribute('data-standing', 'open');
  await expect(market.locator('.ag-cell.is-held')).toHaveCount(0);
  await expect(standing).toHaveClass(/verdict-passed/);

  // The stream is cut and doesn't come back, and the first poll in its place is never answered.
  const polls = server.api.count('listMarketBook');
  server.api.inject('listMarketBook', { kind: 'silent' });
  server.stream.setConnectionsAvailable(0);
  server.stream.dropAll();
  await expect(ladder(page)).toHaveAttribute('data-standing', 'unreliable');
  await expect(market.locator('.ag-cell.is-held-word').first()).toHaveText('unsure');
  await expect(standing).toContainText(/Betfair.* can't be relied on now/);
  // The unanswered poll is given up first.
  await expect.poll(() => server.api.count('listMarketBook'), { timeout: 60_000 }).toBeGreaterThan(polls + 1);
  await expect(ladder(page)).toHaveAttribute('data-standing', 'open');
  const images = () => server.stream.kinds.filter((kind) => /^(SUB_IMAGE|RESUB_DELTA)$/.test(kind)).length;
  const imagesBefore = images();
  server.stream.setConnectionsAvailable(9);
  await expect.poll(images, { timeout: 60_000 }).toBeGreaterThan(imagesBefore);
  server.stream.publish(MATCH_ODDS, { rc: [{ id: HOME, atb: [[2, 777]] }] });
  await expect(rung(page, 2_0000).locator('.ladder-size.is-back')).toHaveText('777');
  const last = await shownLadder(page);

  await page.keyboard.press('Alt+Shift+R');
  await expect(page.getByText('The recording is complete')).toBeVisible();
  await page.keyboard.press('Alt+r');
  const replay = pane(page, 'Replay');
  // The list has the keyboard, so that Enter replays what is chosen.
  await expect(replay.locator('.recording-row').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(/leaves/);
  await page.keyboard.press('Enter');
  await expect(page.getByText('REPLAY', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Alt+r');
  await replay.getByRole('button', { name: '1000×', exact: true }).click();
  await expect(replay.locator('.replay-ended')).toBeVisible();
  await goToMatch(page);
  await expect.poll(() => shownLadder(page)).toEqual(last);

  const content = await page.content();
  const holding = filesUnder(data).filter((file) => {
    const bytes = readFileSync(file);
    return SECRETS.some((secret) => bytes.includes(secret));
  });
  expect(holding).toEqual([]);
  for (const secret of SECRETS) {
    expect(content).not.toContain(secret);
    expect(requested.join('\n')).not.toContain(secret);
  }
  expect(pageErrors.filter((error) => !error.includes('WebSocket'))).toEqual([]);
  await server.close();
});
