import { expect, it } from 'vitest';
import {
  bookText,
  seasonsText,
  strategyFacts,
  strategySentence,
} from '../../../../../renderer/features/backtest/strategy-text.ts';
import type { Currency, OddsE4 } from '../../../../../shared/domain/units.ts';
import { sampleStrategy } from '../../../../support/sample-backtests.ts';

const wording = {
  currency: 'GBP' as Currency,
  format: 'decimal',
  modelName: (id: string) => `<${id}>`,
} as const;

it('says what a strategy does, and that belief and price are of one stage', () => {
  expect(strategySentence(sampleStrategy(), wording)).toBe(
    'Believes 1 / average price, margin included and takes the best price of one bookmaker, both pre-closing; bets where the price is above 1 / (p - 0.05); stakes £10.00 a bet from £10,000.00.',
  );
  expect(
    strategySentence(
      sampleStrategy({
        fair: { kind: 'model', id: 'boosted' },
        price: { kind: 'book', book: 'betfair-exchange' },
        stage: 'closing',
        rule: { kind: 'value', minimumEv: 0.025 },
        stake: { kind: 'kelly', fraction: 0.25, cap: 0.05 },
        commission: 0.02,
      }),
      wording,
    ),
  ).toBe(
    'Believes the model <boosted> and takes the price at Betfair Exchange, before commission, both closing; bets where expected profit is at least 2.5%; stakes 25% of Kelly, at most 5% of the bank from £10,000.00, 2% commission.',
  );
});

it('lists every setting', () => {
  const { filter } = sampleStrategy();
  const facts = strategyFacts(
    sampleStrategy({ filter: { ...filter, outcomes: ['home'], minimumOdds: 25_000 as OddsE4 } }),
    wording,
  );
  expect(Object.fromEntries(facts.map(({ name, value }) => [name, value]))).toMatchObject({
    'Stage of both': 'pre-closing',
    Outcomes: 'Home',
    Odds: '2.50 and above',
    Competitions: 'all',
    'Books at least': '3',
  });
});

it.each([
  [[], 'all'],
  [['2023/24'], '2023/24'],
  [['2020/21', '2022/23', '2021/22'], '2020/21 to 2022/23'],
  [['2018/19', '2020/21', '2022/23'], '2018/19 2020/21 2022/23'],
])('writes the seasons %j as %s', (seasons, text) => {
  expect(seasonsText(seasons)).toBe(text);
});

it('writes books by their names', () => {
  expect(['pinnacle', 'williamhill', 'maximum'].map(bookText)).toEqual([
    'Pinnacle',
    'William Hill',
    'Maximum',
  ]);
});
