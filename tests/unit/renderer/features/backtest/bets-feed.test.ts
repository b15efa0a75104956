import { expect, it, vi } from 'vitest';
import { createBetsFeed } from '../../../../../renderer/features/backtest/bets-feed.ts';
import { OperationFailure } from '../../../../../shared/contract/errors.ts';
import type { BacktestBet } from '../../../../../shared/contract/runs.ts';
import type { OddsE4 } from '../../../../../shared/domain/units.ts';
import { money } from '../../../../support/sample-backtests.ts';

const bet = (place: number): BacktestBet => ({
  day: '2020-01-01',
  competition: 'E0',
  season: '2019/20',
  home: `Home ${place}`,
  away: 'Away',
  outcome: 'home',
  book: 'bet365',
  price: 20_000 as OddsE4,
  fair: 0.5,
  ev: 0,
  stake: money(1000),
  profit: money(-1000),
  closingFair: null,
  clv: null,
});
const bets = (total: number) => Array.from({ length: total }, (_, index) => bet(index + 1));

/** An engine that has `total` bets; `fails` says which ask is refused. */
const engineWith = (total: number, fails: (ask: number) => boolean = () => false) => {
  const asked: [number, number][] = [];
  return {
    asked,
    ask: async (offset: number, limit: number) => {
      asked.push([offset, limit]);
      if (fails(asked.length)) throw new OperationFailure({ code: 'disconnected', message: 'Gone.' });
      return bets(total).slice(offset, offset + limit);
    },
  };
};

it('reads all bets in pages, in their order', async () => {
  const engine = engineWith(7);
  const feed = createBetsFeed(7, engine.ask, 3);
  feed.read();
  feed.read();
  await vi.waitFor(() => expect(feed.state()).toMatchObject({ loaded: 7, reading: false, problem: null }));
  expect(engine.asked).toEqual([
    [0, 3],
    [3, 3],
    [6, 1],
  ]);
  expect(feed.source.rows().map(({ id, bet: { home } }) => `${id} ${home}`)).toEqual(
    bets(7).map(({ home }, index) => `${index + 1} ${home}`),
  );
});

it('tells the grid as the rows double and at the end, not at every page', async () => {
  const feed = createBetsFeed(21, engineWith(21).ask, 1);
  const told: number[] = [];
  feed.source.subscribe({ reshaped: () => void told.push(feed.source.rows().length), touched: () => {} });
  feed.read();
  await vi.waitFor(() => expect(feed.state().reading).toBe(false));
  expect(told).toEqual([1, 2, 4, 8, 16, 21]);
});

it('keeps what it has when the engine goes away, and reads on from there', async () => {
  const engine = engineWith(6, (ask) => ask === 2);
  const feed = createBetsFeed(6, engine.ask, 3);
  feed.read();
  await vi.waitFor(() => expect(feed.state()).toMatchObject({ loaded: 3, reading: false, problem: 'Gone.' }));
  feed.read();
  await vi.waitFor(() => expect(feed.state()).toMatchObject({ loaded: 6, problem: null, reading: false }));
  expect(engine.asked.map(([offset]) => offset)).toEqual([0, 3, 3]);
});

it('says when bets are missing instead of asking for ever', async () => {
  const feed = createBetsFeed(9, engineWith(4).ask, 3);
  feed.read();
  await vi.waitFor(() => expect(feed.state().problem).toMatch(/5 of 9 bets are missing/));
  expect(feed.source.rows()).toHaveLength(4);
});
