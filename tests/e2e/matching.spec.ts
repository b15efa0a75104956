import type { SourceId } from '../../shared/domain/units.ts';
import { connectEngine } from '../support/engine-client.ts';
import { TEST_KEY } from '../support/odds-api-payloads.ts';
import { type OddsApiServer, startOddsApiServer } from '../support/odds-api-server.ts';
import { startPolymarketServer } from '../support/polymarket-server.ts';
import { cell, expect, openPage, pane, test } from './terminal.ts';

const oddsApiArguments = (server: OddsApiServer) => [
  '--source',
  'the-odds-api',
  '--odds-api-url',
  server.baseUrl,
  '--sports',
  'soccer_epl',
];

/** As The Odds API tells them, and as Polymarket does; an empty name where it does not. */
const GAMES: readonly (readonly [home: string, away: string, homeThere: string, awayThere: string])[] = [
  ['Fulham', 'Chelsea', 'Fulham FC', 'Chelsea FC'],
  ['Wolverhampton Wanderers', 'Aston Villa', 'Molineux Men', 'Aston Villa FC'],
  ['Everton', 'Arsenal', 'Toffees', 'Arsenal FC'],
  ['Brentford', 'Burnley', 'Bees', 'Burnley FC'],
  ['Leeds United', 'Sunderland', '', ''],
];

const startOf = (now: number, index: number): string =>
  `${new Date(now + (index + 2) * 3_600_000).toISOString().slice(0, 16)}:00Z`;

function oddsPayload(now: number): readonly Record<string, unknown>[] {
  const at = new Date(now).toISOString();
  return GAMES.map(([home, away], index) => ({
    id: `game${index}`,
    sport_key: 'soccer_epl',
    sport_title: 'EPL',
    commence_time: startOf(now, index),
    home_team: home,
    away_team: away,
    bookmakers: [
      {
        key: 'cedarbet',
        title: 'Cedarbet',
        last_update: at,
        markets: [
          {
            key: 'h2h',
            last_update: at,
            outcomes: [
              { name: home, price: 2.1 },
              { name: away, price: 3.6 },
              { name: 'Draw', price: 3.4 },
            ],
          },
        ],
      },
    ],
  }));
}

const polymarketEvents = (now: number) =>
  GAMES.flatMap(([, , home, away], index) => {
    if (home === '') return [];
    const startTime = startOf(now, index);
    const questions = [`Will ${home} win?`, `Will ${home} vs. ${away} end in a draw?`, `Will ${away} win?`];
    return [
      {
        id: `900${index}`,
        slug: `epl-${index}`,
        title: `${home} vs. ${away}`,
        gameId: `game-${index}`,
        startTime,
        markets: questions.map((question, side) => ({
          id: `${index}${side}`,
          tokens: [`${index}${side}01`, `${index}${side}02`] as const,
          active: true,
          closed: false,
          acceptingOrders: true,
          enableOrderBook: true,
          gameStartTime: startTime.replace('T', ' ').replace('Z', '+00'),
          feesEnabled: false,
          feeSchedule: null,
          question,
          sportsMarketType: 'moneyline',
          outcomes: JSON.stringify(['Yes', 'No']),
        })),
      },
    ];
  });

test('doubtful pairs are decided by key, taken back, and kept through a restart', async ({
  page,
  serve,
  pageErrors,
}) => {
  const now = Date.now();
  const odds = await startOddsApiServer({ odds: { soccer_epl: oddsPayload(now) } });
  const polymarket = await startPolymarketServer();
  polymarket.setEvents('nfl', []);
  polymarket.setEvents('epl', polymarketEvents(now));
  const environment = { OVERROUND_THE_ODDS_API: TEST_KEY };
  const served = await serve(oddsApiArguments(odds), environment);
  await openPage(page, served);
  await expect(pane(page, 'Odds')).toContainText('Wolverhampton Wanderers');
  const client = connectEngine(served.url);
  await client.call('sources.save', {
    id: 'polymarket' as SourceId,
    enabled: true,
    values: { leagues: ['EPL'], depth: 10, pollSeconds: 10, address: polymarket.address },
    maximumAgeMs: null,
    secrets: {},
  });
  client.close();

  await page.keyboard.press('Alt+9');
  const matching = pane(page, 'Matching');
  await expect(matching.getByText('Doubtful 3', { exact: true })).toBeVisible();
  await expect(matching.getByText('Unmatched 1', { exact: true })).toBeVisible();
  await expect(matching.getByText('Matched 1', { exact: true })).toBeVisible();
  await page.keyboard.press('Alt+Enter');

  const focused = matching.locator('.ag-row:has(.ag-cell-focus)').first();
  const first = await focused.getAttribute('row-id');
  const pair = matching.getByRole('region', { name: 'The pair' });
  await expect(pair).toContainText('Traded apart until you decide');
  await page.keyboard.press('a');
  await expect(matching.getByText('Doubtful 2', { exact: true })).toBeVisible();
  await expect(matching.getByText('Names 1', { exact: true })).toBeVisible();
  await expect(focused).not.toHaveAttribute('row-id', first ?? '');
  const second = await focused.getAttribute('row-id');
  await page.keyboard.press('x');
  await expect(matching.getByText('Kept apart 1', { exact: true })).toBeVisible();
  await expect(matching.getByText('Doubtful 1', { exact: true })).toBeVisible();
  await expect(focused).not.toHaveAttribute('row-id', second ?? '');
  await page.keyboard.press('u');
  await expect(matching.getByText('Doubtful 2', { exact: true })).toBeVisible();
  await expect(matching.getByText('Kept apart 0', { exact: true })).toBeVisible();

  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'Choose its match' });
  await expect(dialog.locator('.candidate').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(matching.getByText('Doubtful 1', { exact: true })).toBeVisible();
  await expect(matching.getByText('Names 2', { exact: true })).toBeVisible();

  await page.keyboard.press('n');
  await expect(
    cell(matching, 'soccer/Molineux Men', 'means')
      .or(cell(matching, 'soccer/Toffees', 'means'))
      .or(cell(matching, 'soccer/Bees', 'means'))
      .first(),
  ).toBeVisible();
  await page.keyboard.press('x');
  await expect(matching.getByText('Names 1', { exact: true })).toBeVisible();
  await page.keyboard.press('d');
  await expect(matching).toContainText('Name forgotten');
  await expect(matching).toContainText('Engine');

  await served.stop();
  const again = await serve(oddsApiArguments(odds), environment);
  await openPage(page, again);
  await page.keyboard.press('Alt+9');
  await expect(matching.getByText('Matched 3', { exact: true })).toBeVisible();
  await expect(matching.getByText('Names 1', { exact: true })).toBeVisible();
  expect(pageErrors.filter((error) => !error.includes('WebSocket'))).toEqual([]);
  await polymarket.close();
  await odds.close();
});
