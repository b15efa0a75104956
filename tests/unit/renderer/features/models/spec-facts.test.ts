import { describe, expect, it } from 'vitest';
import { settingText } from '../../../../../renderer/features/models/run-figures.ts';
import {
  compareRunSpecs,
  seasonsText,
  specFacts,
} from '../../../../../renderer/features/models/spec-facts.ts';
import type { JobSpec } from '../../../../../shared/contract/runs.ts';
import type { Currency, MinorUnits, OddsE4 } from '../../../../../shared/domain/units.ts';
import { trainRun } from '../../../../support/sample-models.ts';

const spec = (parameters: Record<string, number>, seasons: string[] = []): JobSpec => ({
  kind: 'train',
  recipe: 'boosting',
  name: 'x',
  matches: { competitions: [], seasons },
  parameters,
  trials: 5,
  seed: 1,
});

it.each([
  [[], 'all'],
  [['2022-23'], '2022-23'],
  [['2022-23', '2020-21', '2021-22'], '2020-21 to 2022-23'],
  [['2022-23', '2020-21', '2018-19'], '2018-19 2020-21 2022-23'],
])('writes the seasons %j as %s', (seasons, text) => expect(seasonsText(seasons)).toBe(text));

describe('what a run was told', () => {
  it('is one line a setting, nested ones by their path', () => {
    const backtest: JobSpec = {
      kind: 'backtest',
      strategy: {
        name: 'Kaunitz',
        market: 'match-odds',
        fair: { kind: 'average-price' },
        price: { kind: 'best' },
        stage: 'closing',
        rule: { kind: 'kaunitz', alpha: 0.05 },
        filter: {
          matches: { competitions: ['E0'], seasons: [] },
          outcomes: [],
          minimumOdds: 10_100 as OddsE4,
          maximumOdds: 200_000 as OddsE4,
          minimumBooks: 3,
        },
        stake: { kind: 'flat', amount: 1000 as MinorUnits },
        bank: 100_000 as MinorUnits,
        commission: 0,
      },
    };
    const facts = Object.fromEntries(specFacts(backtest).map(({ name, value }) => [name, value]));
    expect(facts).toMatchObject({
      'rule.kind': 'kaunitz',
      'rule.alpha': '0.05',
      minimumOdds: '1.01',
      maximumOdds: '20',
      competitions: 'E0',
      seasons: 'all',
      outcomes: 'all',
      minimumBooks: '3',
    });
    expect(facts).not.toHaveProperty('name');
  });

  it('stands side by side, and what differs is marked', () => {
    const { settings, figures } = compareRunSpecs([
      trainRun('a', { spec: spec({ trees: 300, depth: 4 }), figures: { 'log loss': 1.0042, n: 1000 } }),
      trainRun('b', { spec: spec({ trees: 600 }), figures: { 'log loss': 1.0031, n: 1000 } }),
    ]);
    expect(settings.filter(({ differs }) => differs)).toEqual([
      { name: 'trees', values: ['300', '600'], differs: true },
      { name: 'depth', values: ['4', ''], differs: true },
    ]);
    expect(figures).toEqual([
      { name: 'log loss', values: ['1.0042', '1.0031'], differs: true },
      { name: 'n', values: ['1,000', '1,000'], differs: false },
    ]);
  });
});

it('writes amounts in the currency of the account', () => {
  expect(settingText('bank', 100_000, 'GBP' as Currency)).toBe('£1,000.00');
  expect(settingText('rule.alpha', 0.05, 'GBP' as Currency)).toBe('0.05');
});
