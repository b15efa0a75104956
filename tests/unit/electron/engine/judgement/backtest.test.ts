import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { type BacktestOutcome, backtest } from '../../../../../electron/engine/judgement/backtest.ts';
import { matchesInMemory } from '../../../../../electron/engine/judgement/match-days.ts';
import type { Forecaster } from '../../../../../electron/engine/ports/forecaster.ts';
import type { HistoricalMatch } from '../../../../../electron/engine/ports/market-store.ts';
import {
  type BacktestBet,
  backtestBet,
  type Strategy as ContractStrategy,
  runResult,
  strategy as strategySchema,
} from '../../../../../shared/contract/runs.ts';
import type { SettledBet } from '../../../../../shared/domain/backtest/account.ts';
import { STRATEGIES } from '../../../../../shared/domain/backtest/strategies.ts';
import type { Strategy } from '../../../../../shared/domain/backtest/strategy.ts';
import { removeMargin } from '../../../../../shared/domain/margin.ts';
import { MAX_ODDS, MIN_ODDS, type MinorUnits } from '../../../../../shared/domain/units.ts';
import { pricesOf, recordedMatch } from '../../../../support/recorded-match.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';

const base: Strategy = {
  name: 'Test',
  market: 'match-odds',
  fair: { kind: 'book', book: 'pinnacle', method: 'power' },
  price: { kind: 'best' },
  stage: 'pre-closing',
  rule: { kind: 'value', minimumEv: 0.02 },
  filter: {
    matches: { competitions: [], seasons: [] },
    outcomes: [],
    minimumOdds: MIN_ODDS,
    maximumOdds: MAX_ODDS,
    minimumBooks: 1,
  },
  stake: { kind: 'flat', amount: 100 as MinorUnits },
  bank: 100_000 as MinorUnits,
  commission: 0,
};
const filtered = (change: Partial<Strategy['filter']>): Pick<Strategy, 'filter'> => ({
  filter: { ...base.filter, ...change },
});

async function run(
  matches: readonly HistoricalMatch[],
  change: Partial<Strategy> = {},
  forecasters: readonly Forecaster[] = [],
): Promise<Extract<BacktestOutcome, { ok: true }>> {
  const outcome = await backtest({
    matches: matchesInMemory(matches),
    strategy: { ...base, ...change },
    forecasters,
    random: createSeededRandom(1),
  });
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome;
}

const pinnacle = { book: 'pinnacle' } as const;
const closing = { stage: 'closing' } as const;

test("strategies and bets are the contract's", () => {
  expectTypeOf<ContractStrategy>().toExtend<Strategy>();
  expectTypeOf<Strategy>().toExtend<ContractStrategy>();
  expectTypeOf<SettledBet>().toEqualTypeOf<Readonly<BacktestBet>>();
  for (const { strategy } of STRATEGIES) expect(strategySchema.parse(strategy)).toEqual(strategy);
});

test('results and bets pass the contract', async () => {
  const { result, bets } = await run([
    recordedMatch({ odds: [...pricesOf([2.2, 3.4, 3.4]), ...pricesOf([2, 3.4, 3.8], pinnacle)] }),
  ]);
  expect(runResult.parse(result)).toEqual(result);
  expect(bets).toHaveLength(1);
  for (const bet of bets) expect(backtestBet.parse(bet)).toEqual(bet);
});

describe('fills', () => {
  const odds = [
    ...pricesOf([2.1, 3.3, 3.6]),
    ...pricesOf([2.1, 3.5, 3.5], { book: 'bwin' }),
    ...pricesOf([2.0, 3.4, 3.8], pinnacle),
    ...pricesOf([9, null, null], { book: 'williamhill' }),
    ...pricesOf([2.5, 4, 4.5], { book: 'maximum' }),
    ...pricesOf([2.05, 3.4, 3.65], { book: 'average' }),
    ...pricesOf([2.6, 4.1, 4.6], { book: 'betfair-exchange' }),
    ...pricesOf([5, 5, 5], { book: 'vcbet', ...closing }),
  ];
  const everything = { rule: { kind: 'value', minimumEv: -1 } } as const;
  const fills = async (change: Partial<Strategy>) =>
    (await run([recordedMatch({ odds })], { ...everything, ...change })).bets.map(
      ({ book, price }) => `${book} ${price / 10_000}`,
    );

  test('at the best are of single bookmakers with a complete market, the first of equals', async () => {
    expect(await fills({})).toEqual(['bet365 2.1', 'bwin 3.5', 'pinnacle 3.8']);
  });

  test('may be of one book, the recorded maximum and exchanges too, or the average', async () => {
    const at = (book: string) => fills({ price: { kind: 'book', book } });
    expect(await at('bwin')).toEqual(['bwin 2.1', 'bwin 3.5', 'bwin 3.5']);
    expect(await at('maximum')).toEqual(['maximum 2.5', 'maximum 4', 'maximum 4.5']);
    expect(await at('betfair-exchange')).toEqual([
      'betfair-exchange 2.6',
      'betfair-exchange 4.1',
      'betfair-exchange 4.6',
    ]);
    expect(await at('williamhill')).toEqual([]);
    expect(await fills({ price: { kind: 'average' } })).toEqual([
      'average 2.05',
      'average 3.4',
      'average 3.65',
    ]);
  });

  test('are of the belief’s own stage', async () => {
    expect(await fills({ stage: 'closing', fair: { kind: 'average-price' } })).toEqual([
      'vcbet 5',
      'vcbet 5',
      'vcbet 5',
    ]);
  });

  test('need as many books as the filter asks for', async () => {
    // bet365, bwin, pinnacle and the exchange are complete; averages and maxima are no books.
    expect(await fills(filtered({ minimumBooks: 4 }))).toHaveLength(3);
    expect(await fills(filtered({ minimumBooks: 5 }))).toEqual([]);
  });
});

describe('beliefs', () => {
  const odds = [
    ...pricesOf([2.1, 3.3, 3.6]),
    ...pricesOf([2, 3.4, 3.8], pinnacle),
    ...pricesOf([2.2, 3.5, 3.9], { book: 'maximum' }),
  ];
  const fair = async (change: Partial<Strategy>, extra = odds, forecasters: readonly Forecaster[] = []) =>
    (
      await run(
        [recordedMatch({ odds: extra })],
        { rule: { kind: 'value', minimumEv: -1 }, ...change },
        forecasters,
      )
    ).bets.map((bet) => bet.fair);
  const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12));

  test("are a book's or the mean of the single books' no-margin probabilities", async () => {
    const [a, b] = [removeMargin('shin', [2.1, 3.3, 3.6]), removeMargin('shin', [2, 3.4, 3.8])];
    expect(await fair({ fair: { kind: 'book', book: 'pinnacle', method: 'shin' } })).toEqual(
      close(b.probabilities),
    );
    expect(await fair({ fair: { kind: 'mean', method: 'shin' } })).toEqual(
      close(a.probabilities.map((p, i) => (p + (b.probabilities[i] ?? 0)) / 2)),
    );
  });

  test('are the inverse of the recorded average, else of the mean price', async () => {
    expect(await fair({ fair: { kind: 'average-price' } })).toEqual(close([1 / 2.05, 1 / 3.35, 1 / 3.7]));
    const recorded = [...odds, ...pricesOf([2.04, 3.3, 3.7], { book: 'average' })];
    expect(await fair({ fair: { kind: 'average-price' } }, recorded)).toEqual(
      close([1 / 2.04, 1 / 3.3, 1 / 3.7]),
    );
  });

  test("are a forecaster's, by stage, which learns of every match however narrow the filter", async () => {
    const observed: string[] = [];
    const asked: string[] = [];
    const model = (name: string): Forecaster => ({
      name,
      forecast: async (day) => {
        asked.push(...day.map(({ home }) => home));
        return day.map(() => [0.6, 0.2, 0.2]);
      },
      observe: (day) => void observed.push(...day.map(({ home }) => home)),
    });
    expect(await fair({ fair: { kind: 'overround-line' } }, odds, [model('overround-line')])).toEqual([
      0.6, 0.2, 0.2,
    ]);
    const matches = ['a', 'b'].map((home) => recordedMatch({ home, competition: home, odds }));
    observed.length = 0;
    asked.length = 0;
    const { result } = await run(
      matches,
      { fair: { kind: 'model', id: 'mine' }, ...filtered({ matches: { competitions: ['a'], seasons: [] } }) },
      [model('model:mine')],
    );
    expect(result.summary.matches).toBe(1);
    expect(observed).toEqual(['a', 'b']);
    // As in an evaluation: its versions go by all days, not by those that are bet on.
    expect(asked).toEqual(['a', 'b']);
  });

  test('that are not there are said', async () => {
    const strategy = { ...base, stage: 'closing', fair: { kind: 'overround-line' } } as const;
    const outcome = await backtest({
      matches: matchesInMemory([recordedMatch()]),
      strategy,
      forecasters: [],
      random: createSeededRandom(1),
    });
    expect(outcome).toMatchObject({ ok: false, code: 'no-forecaster' });
    expect(!outcome.ok && outcome.message).toContain('overround-line-close');
  });
});

test('a filter that leaves no match is said', async () => {
  const of = (matches: readonly HistoricalMatch[]) =>
    backtest({
      matches: matchesInMemory(matches),
      strategy: { ...base, ...filtered({ matches: { competitions: ['ZZ'], seasons: [] } }) },
      forecasters: [],
      random: createSeededRandom(1),
    });
  expect(await of([])).toMatchObject({
    ok: false,
    code: 'no-matches',
    message: expect.stringContaining('Import'),
  });
  expect(await of([recordedMatch()])).toMatchObject({ message: expect.stringContaining('filter') });
});

describe('closing value', () => {
  const bet = async (close: ReturnType<typeof pricesOf>) =>
    (
      await run([
        recordedMatch({
          odds: [...pricesOf([2.2, 3.4, 3.4]), ...pricesOf([2, 3.4, 3.8], pinnacle), ...close],
        }),
      ])
    ).bets[0];

  test("is against Pinnacle's close by the power method, else that of the average", async () => {
    const average = pricesOf([1.9, 3.4, 4], { book: 'average', ...closing });
    const sharp = pricesOf([1.95, 3.6, 4.2], { ...pinnacle, ...closing });
    const fair = (prices: readonly number[]) => removeMargin('power', prices).probabilities[0] ?? 0;
    expect((await bet([...average, ...sharp]))?.closingFair).toBeCloseTo(fair([1.95, 3.6, 4.2]), 12);
    expect((await bet(average))?.closingFair).toBeCloseTo(fair([1.9, 3.4, 4]), 12);
    expect((await bet(average))?.clv).toBeCloseTo(2.2 * fair([1.9, 3.4, 4]) - 1, 12);
    expect(await bet([])).toMatchObject({ closingFair: null, clv: null });
  });
});

/** Prices that hold exactly `margin` on probabilities which the results then keep to, match for match. */
const honestMatches = (margin: number) =>
  [5, 3, 2].flatMap((times, result) =>
    Array.from({ length: times }, (_, i) =>
      recordedMatch({
        home: `Home ${result}${i}`,
        homeGoals: result === 0 ? 1 : 0,
        awayGoals: result === 2 ? 1 : 0,
        odds: pricesOf([0.5, 0.3, 0.2].map((p) => Math.round((1e4 * (1 - margin)) / p) / 1e4)),
      }),
    ),
  );

describe('with results as likely as the prices say', () => {
  const everything = {
    fair: { kind: 'book', book: 'bet365', method: 'multiplicative' },
    rule: { kind: 'value', minimumEv: -1 },
  } as const;

  test('betting on everything to win the same loses exactly the margin', async () => {
    const { result } = await run(honestMatches(0.04), {
      ...everything,
      stake: { kind: 'flat', amount: 10_000 as MinorUnits },
      bank: 1_000_000 as MinorUnits,
    });
    expect(result.summary).toMatchObject({
      bets: 30,
      staked: 300_000,
      profit: -12_000,
      yield: -0.04,
      expected: -12_000,
    });
  });

  test('nothing is worth a bet at the price it is judged by', async () => {
    const { result } = await run(honestMatches(0.04), {
      ...everything,
      rule: { kind: 'value', minimumEv: 0 },
    });
    expect(result.summary).toMatchObject({ matches: 10, priced: 10, bets: 0, yield: null });
  });
});

const prices = fc.tuple(
  ...[0, 1, 2].map(() => fc.integer({ min: 1_300, max: 9_000 }).map((price) => price / 1_000)),
);
const season = fc.array(
  fc.record({ day: fc.nat(5), home: fc.nat(3), away: fc.nat(3), soft: prices, sharp: prices, close: prices }),
  { minLength: 1, maxLength: 25 },
);
type Season = typeof season extends fc.Arbitrary<infer T> ? T : never;
const played = (matches: Season): readonly HistoricalMatch[] =>
  matches.map(({ day, home, away, soft, sharp, close }, i) =>
    recordedMatch({
      home: `Home ${i}`,
      playedOn: `2020-01-0${day + 1}`,
      homeGoals: home,
      awayGoals: away,
      odds: [
        ...pricesOf(soft),
        ...pricesOf(sharp, pinnacle),
        ...pricesOf(close, { ...pinnacle, ...closing }),
      ],
    }),
  );

describe('nothing looks ahead', () => {
  const kelly = { stake: { kind: 'kelly', fraction: 0.5, cap: 0.2 } } as const;
  const decisions = (bets: readonly SettledBet[], through: string) =>
    bets
      .filter(({ day }) => day <= through)
      .map(({ day, home, outcome, price, stake }) => [day, home, outcome, price, stake]);

  test('results of a day and closing prices change no bet of that day or before; what is later changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(season, season, fc.nat(5), async (matches, other, cut) => {
        const through = `2020-01-0${cut + 1}`;
        const changed = matches.map((match, i) => {
          const from = other[i % other.length] ?? match;
          if (match.day > cut) return { ...from, day: Math.max(from.day, cut + 1) };
          if (match.day === cut) return { ...match, home: from.home, away: from.away, close: from.close };
          return match;
        });
        const one = await run(played(matches), kelly);
        const two = await run(played(changed), kelly);
        expect(decisions(two.bets, through)).toEqual(decisions(one.bets, through));
        const earlier = (bets: readonly SettledBet[]) => bets.filter(({ day }) => day < through);
        expect(earlier(two.bets)).toEqual(earlier(one.bets));
      }),
      { numRuns: 60 },
    );
  });

  test('the bank of every point is the opening bank and the profits so far', async () => {
    await fc.assert(
      fc.asyncProperty(season, async (matches) => {
        const { result, bets } = await run(played(matches), kelly);
        for (const point of result.equity) {
          const profit = bets.filter(({ day }) => day <= point.day).reduce((sum, bet) => sum + bet.profit, 0);
          if (point.bets > 0) expect(point.bank).toBe(base.bank + profit);
        }
        expect(result.summary.finalBank).toBe(base.bank + result.summary.profit);
        expect(result.bySeason.reduce((sum, group) => sum + group.profit, 0)).toBe(result.summary.profit);
      }),
      { numRuns: 60 },
    );
  });
});

test('a run tells how far it is and stops when it is asked to', async () => {
  const cancel = new AbortController();
  const matches = Array.from({ length: 120 }, (_, i) =>
    recordedMatch({ playedOn: new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10) }),
  );
  const shares: number[] = [];
  const outcome = backtest({
    matches: matchesInMemory(matches),
    strategy: base,
    forecasters: [],
    random: createSeededRandom(1),
    onProgress: ({ share }) => {
      shares.push(share);
      cancel.abort();
    },
    signal: cancel.signal,
  });
  await expect(outcome).rejects.toThrow();
  expect(shares).toEqual([50 / 120]);
});
