import { readFileSync } from 'node:fs';
import { TEST_KEY } from '../support/odds-api-payloads.ts';
import { type OddsApiServer, startOddsApiServer } from '../support/odds-api-server.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';
import { expect, openPage, openTerminal, pane, test } from './terminal.ts';

const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(`${sharedData}/data/odds-api/${name}`, 'utf8'));

const oddsApiArguments = (server: OddsApiServer, sports: string) => [
  '--source',
  'the-odds-api',
  '--odds-api-url',
  server.baseUrl,
  '--sports',
  sports,
];

test('recorded Odds API payloads fill the panes', async ({ page, serve, pageErrors }) => {
  test.skip(noSharedData, needsSharedData);
  const server = await startOddsApiServer({
    odds: {
      soccer_epl: recorded('v4_odds_epl_decimal_2024-03-27.json'),
      soccer_germany_bundesliga: recorded('v4_odds_bundesliga_decimal_2024-03.json'),
    },
  });
  const served = await serve(oddsApiArguments(server, 'soccer_epl,soccer_germany_bundesliga'), {
    OVERROUND_THE_ODDS_API: TEST_KEY,
  });
  await openTerminal(page, served);
  await expect(page.getByText('PAPER', { exact: true }).first()).toBeVisible();
  await expect(pane(page, 'Odds')).toContainText('Newcastle United');
  await expect(pane(page, 'Edges').locator('.ag-row').first()).toContainText('%');
  await page.keyboard.press('Alt+6');
  await expect(pane(page, 'Sources')).toContainText('The Odds API');
  await expect(pane(page, 'Sources')).not.toContainText(TEST_KEY);
  expect(pageErrors).toEqual([]);
  await server.close();
});

test('a wrong key and an unreachable source say what to do', async ({ page, serve }) => {
  const server = await startOddsApiServer({});
  const wrong = await serve(oddsApiArguments(server, 'soccer_epl'), {
    OVERROUND_THE_ODDS_API: 'not-the-key',
  });
  await openPage(page, wrong);
  await page.keyboard.press('Alt+6');
  await expect(pane(page, 'Sources')).toContainText(/does not know this key/i);
  await wrong.stop();
  await server.close();
  const alone = await serve(oddsApiArguments(server, 'soccer_epl'), { OVERROUND_THE_ODDS_API: TEST_KEY });
  await openPage(page, alone);
  await page.keyboard.press('Alt+6');
  await expect(pane(page, 'Sources')).toContainText(/refused the connection|running/i);
});

test('without a key real odds are off and say how to get them', async ({ page, serve }) => {
  const served = await serve(['--source', 'the-odds-api'], { OVERROUND_THE_ODDS_API: '' });
  await openPage(page, served);
  await page.keyboard.press('Alt+6');
  await expect(pane(page, 'Sources')).toContainText(/No key for The Odds API/i);
});
