import { expect, it } from 'vitest';
import { openOddsTables } from '../../../../../../electron/engine/feeds/replay/odds-table.ts';

const HEADER =
  'date,sport,game_id,commence_time,snapshot_taken_at_utc,home_team,away_team,bookmaker,ml_home,ml_away';
const row = (book: number) =>
  `2026-03-01,NHL,g1,2026-03-02T00:00:00Z,2026-03-01T12:00:00Z,Elks,Owls,book${book},-150,130`;

/** Opens a table of these rows, whose bytes come in one piece. */
function open(rows: readonly string[]) {
  async function* bytes() {
    yield Buffer.from([HEADER, ...rows].join('\n'));
  }
  return openOddsTables([{ name: 'The table', bytes: bytes() }]);
}

it('names the reasons most rows have, and counts the others', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `x${',1'.repeat(20 + i)}`);
  const opened = await open([row(1), ...rows, 'x']);
  expect(opened.account).toMatchObject({ received: 32, used: 1, quarantined: 31 });
  expect(opened.ok ? opened.tape.notes : []).toEqual([expect.stringMatching(/and for 21 other reasons\.$/)]);
});

it('gives everyone else a turn while it reads, however its bytes come', async () => {
  const rows = Array.from({ length: 4_000 }, (_, i) => row(i));
  let turns = 0;
  let reading = true;
  const count = () => {
    turns += 1;
    if (reading) setImmediate(count);
  };
  setImmediate(count);
  const { account } = await open(rows);
  reading = false;
  expect(account).toMatchObject({ received: 4_000, used: 4_000 });
  // 320 KB in slices of 16 KB, then the rows by five hundred and their four payloads.
  expect(turns).toBeGreaterThan(25);
});
