import { expect, it } from 'vitest';
import { openOddsTables } from '../../../../../../electron/engine/feeds/replay/odds-table.ts';

it('gives everyone else a turn while it reads, however its bytes come', async () => {
  const row = (book: number) =>
    `2026-03-01,NHL,g1,2026-03-02T00:00:00Z,2026-03-01T12:00:00Z,Elks,Owls,book${book},-150,130`;
  const header =
    'date,sport,game_id,commence_time,snapshot_taken_at_utc,home_team,away_team,bookmaker,ml_home,ml_away';
  const rows = Array.from({ length: 4_000 }, (_, i) => row(i));
  async function* bytes() {
    yield Buffer.from([header, ...rows].join('\n'));
  }
  let turns = 0;
  let reading = true;
  const count = () => {
    turns += 1;
    if (reading) setImmediate(count);
  };
  setImmediate(count);
  const { account } = await openOddsTables([{ name: 'The table', bytes: bytes() }]);
  reading = false;
  expect(account).toMatchObject({ received: 4_000, used: 4_000 });
  // 320 KB in slices of 16 KB, then the rows by five hundred and their four payloads.
  expect(turns).toBeGreaterThan(25);
});
