import { describe, expect, it } from 'vitest';
import { openOddsTables } from '../../../../../../electron/engine/feeds/replay/odds-table.ts';
import { countTurns } from '../../../../../support/count-turns.ts';

const HEADER =
  'date,sport,game_id,commence_time,snapshot_taken_at_utc,home_team,away_team,bookmaker,ml_home,ml_away';
const row = (book: number) =>
  `2026-03-01,NHL,g1,2026-03-02T00:00:00Z,2026-03-01T12:00:00Z,Elks,Owls,book${book},-150,130`;

/** Opens a table of these rows, whose bytes come in one piece. */
function open(rows: readonly string[], header = HEADER) {
  async function* bytes() {
    yield Buffer.from([header, ...rows].join('\n'));
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
  const rows = Array.from({ length: 4_000 }, (_, i) => row(i % 200).replace('g1', `g${i % 400}-${i % 7}`));
  const turns = countTurns();
  const { account } = await open(rows);
  expect(account).toMatchObject({ received: 4_000 });
  // 320 KB in slices of 16 KB, then the rows by 250.
  expect(turns.sofar()).toBeGreaterThan(36);
  turns.stop();
});

describe('what a payload leads to is done in one go', () => {
  /** The books of each game in each payload. */
  async function told(rows: readonly string[]) {
    const opened = await open(rows);
    const payloads: unknown[] = [];
    if (opened.ok)
      for await (const batch of opened.tape.entries())
        for (const entry of batch)
          if (entry.kind === 'payload') {
            const events = JSON.parse(Buffer.from(entry.body).toString()) as {
              readonly id: string;
              readonly bookmakers: readonly unknown[];
            }[];
            payloads.push(Object.fromEntries(events.map(({ id, bookmakers }) => [id, bookmakers.length])));
          }
    return payloads;
  }

  it('so a moment is told in small ones, in whole games', async () => {
    const rows = Array.from({ length: 5 * 20 }, (_, i) =>
      row(i % 20).replace('g1', `g${Math.floor(i / 20)}`),
    );
    expect(await told(rows)).toEqual([{ g0: 20, g1: 20 }, { g2: 20, g3: 20 }, { g4: 20 }]);
  });

  it('and a game of more books by itself', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => row(i));
    const others = ['g0', 'g2'].map((game) => row(7).replace('g1', game));
    expect(await told([others[0] ?? '', ...rows, others[1] ?? ''])).toEqual([
      { g0: 1 },
      { g1: 120 },
      { g2: 1 },
    ]);
  });
});

describe('what stands at once is bounded', () => {
  const account = async (rows: readonly string[]) => {
    const { received, used, quarantined, reasons } = (await open(rows)).account;
    return { received, used, quarantined, reasons: Object.fromEntries(reasons) };
  };

  it('in bookmakers', async () => {
    expect(await account(Array.from({ length: 300 }, (_, i) => row(i)))).toEqual({
      received: 300,
      used: 250,
      quarantined: 50,
      reasons: { 'more than 250 bookmakers': 50 },
    });
  });

  it('in games, until those before are long over', async () => {
    const games = (first: number, day: string) =>
      Array.from({ length: 1_001 }, (_, i) => row(1).replace('g1', `g${first + i}`)).map((line) =>
        line.replaceAll('2026-03-01', `2026-${day}`).replaceAll('2026-03-02', `2026-${day}`),
      );
    expect(await account([...games(0, '03-02'), ...games(2_000, '03-05')])).toEqual({
      received: 2_002,
      used: 2_000,
      quarantined: 2,
      reasons: { 'more than 1000 games at once': 2 },
    });
  });

  it('in books of games', async () => {
    const rows = Array.from({ length: 10_100 }, (_, i) =>
      row(i % 101).replace('g1', `g${Math.floor(i / 101)}`),
    );
    expect(await account(rows)).toEqual({
      received: 10_100,
      used: 10_000,
      quarantined: 100,
      reasons: { 'more than 10000 bookmakers of games at once': 100 },
    });
  });

  it('in lines of a game', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => {
      const taken = `T12:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`;
      return `${row(1)},${i}.5,-110,-110`.replace('T12:00:00', taken);
    });
    const { account } = await open(rows, `${HEADER},total_line,total_over_odds,total_under_odds`);
    expect([...account.reasons]).toEqual([['more than 400 handicaps and totals of a game', 100]]);
  });

  it('in characters of a cell', async () => {
    expect(await account([row(1), row(2).replace('Elks', 'E'.repeat(301))])).toEqual({
      received: 2,
      used: 1,
      quarantined: 1,
      reasons: { 'a cell of over 300 characters': 1 },
    });
  });
});
