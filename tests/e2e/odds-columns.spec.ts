import { soccerPayload, TEST_KEY } from '../support/odds-api-payloads.ts';
import { startOddsApiServer } from '../support/odds-api-server.ts';
import { expect, openPage, pane, test } from './terminal.ts';

type Event = { readonly bookmakers: readonly object[] };

/** An exchange that backs and has nothing to lay. */
const withExchange = (): readonly unknown[] =>
  (soccerPayload as readonly Event[]).map((event) => ({
    ...event,
    bookmakers: [{ ...event.bookmakers[0], key: 'matchbook', title: 'Matchbook' }, ...event.bookmakers],
  }));

test('columns without a price take no room until they are wanted, and marks are explained', async ({
  page,
  serve,
  pageErrors,
}) => {
  await page.setViewportSize({ width: 1920, height: 1000 });
  const server = await startOddsApiServer({ odds: { soccer_epl: withExchange() } });
  const source = ['--source', 'the-odds-api', '--odds-api-url', server.baseUrl, '--sports', 'soccer_epl'];
  await openPage(page, await serve(source, { OVERROUND_THE_ODDS_API: TEST_KEY }));
  const odds = pane(page, 'Odds');
  await page.keyboard.press('Alt+1');
  await expect(odds).toContainText('Alder Rovers');
  const empty = odds.locator('.ag-header-cell[col-id="book/lay/matchbook"]');
  await expect(odds.locator('.ag-header-cell[col-id="book/back/matchbook"]')).toHaveCount(1);
  await expect(empty).toHaveCount(0);

  await expect(odds.getByRole('button', { name: 'Every book' })).toBeVisible();
  await page.keyboard.press('c');
  await expect(empty).toHaveCount(1);
  await page.keyboard.press('c');
  await expect(empty).toHaveCount(0);

  const best = odds.locator('.ag-cell.is-best[col-id^="book/"]').first();
  await best.hover();
  await expect(best).toHaveAttribute('title', /^The best price to back after commission/);

  await page.keyboard.press('m');
  const marks = page.getByRole('dialog', { name: 'Marks on prices' });
  await expect(marks).toContainText('Hatched');
  await expect(marks).toContainText('stale: older than may be traded');
  await page.keyboard.press('Escape');
  await expect(marks).toHaveCount(0);
  expect(pageErrors).toEqual([]);
  await server.close();
});
