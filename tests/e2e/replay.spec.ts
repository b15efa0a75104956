import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, openPage, pane, test } from './terminal.ts';

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
  await replay.getByLabel('Replay a file').fill(file);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('leaves the practice market');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This is a log of polls').first()).toBeVisible();
  await expect(page.getByText('PRACTICE', { exact: true }).first()).toBeVisible();
});
