import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { betfairMatch } from '../support/betfair-recording.ts';
import { expect, openPage, openTerminal, pane, test } from './terminal.ts';

/** Two moments of one hockey match at two books. */
const TABLE = [
  'date,sport,game_id,commence_time,snapshot_taken_at_utc,home_team,away_team,bookmaker,ml_home,ml_away',
  ...['12:00', '12:10'].flatMap((time, index) =>
    ['cedarbet', 'dogwood'].map(
      (book) =>
        `2026-03-01,NHL,g1,2026-03-02T00:00:00Z,2026-03-01T${time}:00Z,Elks,Owls,${book},-1${5 + index}0,130`,
    ),
  ),
  '',
].join('\n');

test('plays a file, step by step and by its keys', async ({ page, serve, data, pageErrors }) => {
  const file = join(data, 'odds.csv');
  writeFileSync(file, TABLE);
  await openPage(page, await serve(['--replay', file, '--speed', '1']));
  await expect(page.getByText('REPLAY', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Alt+r');
  const replay = pane(page, 'Replay');
  await expect(replay.getByText('odds snapshots')).toBeVisible();
  await expect(replay.getByText('1 of 2')).toBeVisible();
  await replay.getByRole('button', { name: 'Pause' }).focus();
  await page.keyboard.press('Space');
  await expect(replay.getByText('Paused')).toBeVisible();
  await page.keyboard.press('s');
  await expect(replay.getByText('2 of 2')).toBeVisible();
  await page.keyboard.press('=');
  await expect(replay.getByRole('button', { name: '5×', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(replay.getByRole('button', { name: 'Start recording' })).toBeDisabled();
  expect(pageErrors).toEqual([]);
});

test('refuses a file that can not be replayed, and says what it is', async ({ page, serve, data }) => {
  const file = join(data, 'log.csv');
  writeFileSync(file, 'run_at_utc,snapshot_label,sport\n2026-07-08T03:48:42Z,close,NHL\n');
  await openPage(page, await serve());
  await page.keyboard.press('Alt+r');
  const replay = pane(page, 'Replay');
  // Nothing is recorded that Enter could replay: it asks for a file.
  await page.keyboard.press('Enter');
  await expect(replay.getByLabel('Replay a file')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('o');
  await expect(replay.getByLabel('Replay a file')).toBeFocused();
  await page.keyboard.type(file);
  await page.keyboard.press('Enter');
  await expect(replay.getByRole('alert')).toContainText('This is a log of polls');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(data);
  await page.keyboard.press('Enter');
  await expect(replay.getByRole('alert')).toContainText('it is a folder');
  // No market was left for it.
  await expect(page.getByText('PRACTICE', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a bet is placed, filled and settled in a replay, by keys alone', async ({
  page,
  serve,
  data,
  pageErrors,
}) => {
  const file = join(data, 'match.json');
  writeFileSync(file, betfairMatch());
  await openPage(page, await serve(['--replay', file, '--speed', '0.1']));
  await page.keyboard.press('Alt+r');
  const replay = pane(page, 'Replay');
  await page.keyboard.press('Space');
  await expect(replay.getByText('Paused')).toBeVisible();
  await page.keyboard.press('s');

  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Home');
  await expect(pane(page, 'Odds').locator('.ag-cell-focus')).toBeVisible();
  await page.keyboard.press('b');
  const ticket = pane(page, 'Ticket');
  await expect(ticket).toContainText('Liability');
  await page.keyboard.press('Control+2');
  await expect(ticket.getByLabel('Stake GBP')).toHaveValue('10');
  await page.keyboard.press('a');
  await expect(ticket.getByRole('timer')).toBeVisible();
  await page.keyboard.press('p');
  await expect(ticket).toContainText('Recorded, waiting for Betfair to answer');
  await page.keyboard.press('Alt+r');
  await expect(replay).toContainText('1 order is on the way to the venue: time stands still');
  await page.keyboard.press('s');
  await expect(ticket).toContainText('Matched');

  // So would another market, from wherever it is asked for.
  await page.keyboard.press('Control+K');
  await page.keyboard.type('Open the practice market');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Leave this replay?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+R');
  await expect(page.getByRole('dialog', { name: 'Leave this replay?' })).toContainText('real markets');
  await page.keyboard.press('Escape');
  // Back would forget the bet: that is asked, and Escape leaves it.
  await page.keyboard.press('b');
  await expect(page.getByRole('dialog')).toContainText(
    'The bets and open orders of this replay are forgotten',
  );
  await page.keyboard.press('Escape');
  await expect(ticket).toContainText('Matched');
  await page.keyboard.press('2');
  await expect(replay.getByText('Paused')).toBeVisible();
  await expect(page.getByLabel('Go to')).toHaveValue(/^2026-03-01 \d\d:01:00$/);
  await page.keyboard.press('3');
  await expect(replay.getByText('Ended', { exact: true })).toBeVisible();
  await page.keyboard.press('Alt+5');
  await page.keyboard.press('a');
  const settled = pane(page, 'Bets').locator('.ag-row').first();
  await expect(settled).toContainText(/won|lost/i);
  await expect(page.getByText(/^Profit/).first()).not.toContainText('£0.00');

  // The order is forgotten with the replay it was placed in, and so is its ticket.
  await page.keyboard.press('Alt+r');
  await page.keyboard.press('b');
  await page.keyboard.press('Enter');
  await expect(ticket).toContainText('No ticket open');
  expect(pageErrors).toEqual([]);
});

test('goes to typed moments, says what is wrong with them, and lists what was refused', async ({
  page,
  serve,
  data,
}) => {
  const file = join(data, 'odds.csv');
  writeFileSync(file, `${TABLE}2026-03-01,NHL,g1,2026-03-02T00:00:00Z,2026-03-01T12:20:00Z,Elks,Owls,,1,2\n`);
  await openPage(page, await serve(['--replay', file, '--speed', '0.1']));
  await page.keyboard.press('Alt+r');
  const replay = pane(page, 'Replay');
  await expect(replay.getByText('1 of 2')).toBeVisible();
  await page.keyboard.press('g');
  const moment = page.getByLabel('Go to');
  await expect(moment).toBeFocused();
  await page.keyboard.type('03/01/2026, 1:00 PM');
  await page.keyboard.press('Enter');
  await expect(replay.getByRole('alert')).toContainText('Write a moment like 2026-11-21 14:05:09');
  await moment.fill('2026-03-01 23:00Z');
  await page.keyboard.press('Enter');
  await expect(replay.getByRole('alert')).toContainText('The file ends at');
  await moment.fill('2026-03-01 12:05Z');
  await page.keyboard.press('Enter');
  await expect(moment).toHaveValue(/:05:\d\d$/);
  await replay.getByRole('button', { name: 'Pause' }).focus();
  await page.keyboard.press('f');
  const refused = page.getByRole('dialog', { name: 'Refused parts of the file' });
  await expect(refused).toContainText('row 5');
  await expect(refused).toContainText('No bookmaker');
  await page.keyboard.press('Escape');
  await expect(refused).toHaveCount(0);
});

test('the keyboard is where the replay is: on its way in, and once a file is open', async ({
  page,
  serve,
  data,
}) => {
  const file = join(data, 'odds.csv');
  writeFileSync(file, TABLE);
  await openTerminal(page, await serve());
  const replay = pane(page, 'Replay');
  await page.keyboard.press('Alt+r');
  await expect(replay).toBeFocused();
  // In front already, with the keyboard elsewhere.
  await page.keyboard.press('Alt+1');
  await expect(pane(page, 'Odds').locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Alt+r');
  await expect(replay).toBeFocused();
  await page.keyboard.press('o');
  await expect(replay.getByLabel('Replay a file')).toBeFocused();
  await page.keyboard.type(file);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('leaves the practice market');
  await page.keyboard.press('Enter');
  const play = replay.getByRole('button', { name: /^(Play|Pause)$/ });
  await expect(play).toBeFocused();
  await page.keyboard.press('Space');
  await expect(replay.getByText('Paused')).toBeVisible();
  await page.keyboard.press('s');
  await expect(replay.getByText('2 of 2')).toBeVisible();
  await expect(replay.getByLabel('Replay a file')).not.toHaveValue(/s$/);
  // From the beginning: the transport comes anew, and keeps the keyboard.
  await page.keyboard.press('b');
  await expect(replay.getByText('1 of 2')).toBeVisible();
  await expect(play).toBeFocused();
});

test('what was looked at in one market is not looked for in another', async ({ page, serve, data }) => {
  const file = join(data, 'odds.csv');
  writeFileSync(file, TABLE);
  await openTerminal(page, await serve());
  const [market, history, replay] = [pane(page, 'Market'), pane(page, 'History'), pane(page, 'Replay')];
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Home');
  await expect(market.getByRole('tab').first()).toBeVisible();
  await page.keyboard.press('Alt+h');
  await expect(history.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(history.locator('.history-prices')).toBeVisible();
  const from = history.getByLabel('From', { exact: true });
  await expect(from).not.toHaveValue(/^2026-02-28/);

  await page.keyboard.press('Alt+r');
  await expect(replay).toBeFocused();
  await page.keyboard.press('o');
  await page.keyboard.type(file);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('leaves the practice market');
  await page.keyboard.press('Enter');
  await expect(replay.getByRole('button', { name: /^(Play|Pause)$/ })).toBeFocused();
  await expect(market).toContainText('No market chosen');
  await page.keyboard.press('Alt+h');
  await expect(history.locator('.history-prices')).toHaveCount(0);
  await expect(history).not.toContainText('could not be read');
  // A day before what the replay's clock shows.
  await expect(from).toHaveValue(/^2026-02-28/);

  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Home');
  await expect(market).toContainText('Elks');
  await page.keyboard.press('Alt+r');
  await replay.getByRole('button', { name: 'Practice market' }).press('Enter');
  await expect(page.getByText('PRACTICE', { exact: true }).first()).toBeVisible();
  await expect(market).toContainText('No market chosen');
});
