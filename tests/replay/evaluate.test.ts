import { globSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { backtest } from '../../electron/engine/judgement/backtest.ts';
import { type Evaluation, evaluate } from '../../electron/engine/judgement/evaluate.ts';
import { type RecordedMatches, readRecordedMatches } from '../../electron/hosts/cli/evaluate-files.ts';
import { namedStrategy } from '../../shared/domain/backtest/strategies.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';

const seasons = '{1920,2021,2122,2223,2324}';
const files = noSharedData ? [] : globSync(`${sharedData}/data/football-data/*/*_${seasons}.csv`).sort();

/** As measured elsewhere on the same files: log loss and RPS to five places. */
const published = [
  ['Avg:multiplicative', 1.00288, 0.20437],
  ['Avg:power', 1.00222, 0.2042],
  ['PS:power', 1.00207, 0.2042],
  ['AvgC:shin', 0.99873, 0.20311],
  ['PSC:power', 0.99842, 0.20303],
] as const;

describe.skipIf(noSharedData)(`five seasons of 22 leagues (${needsSharedData})`, () => {
  let read: RecordedMatches;
  let evaluation: Evaluation;

  beforeAll(async () => {
    read = await readRecordedMatches(files);
    const wanted = new Set<string>(published.map(([name]) => name));
    evaluation = await evaluate({
      target: 'match-odds',
      matches: read.source,
      forecasters: [],
      isWanted: (name) => wanted.has(name),
    });
  }, 120_000);

  test.each(published)('%s has the published log loss %d and RPS %d', (name, logLoss, rps) => {
    const row = evaluation.rows.find((found) => found.name === name && found.covers === 'own');
    expect(row?.logLoss).toBeCloseTo(logLoss, 5);
    expect(row?.rps).toBeCloseTo(rps, 5);
  });

  test('are all accounted for', () => {
    expect(files).toHaveLength(110);
    expect(read.totals.imported + read.totals.duplicate + read.totals.quarantined).toBe(read.totals.read);
    expect(evaluation.matches).toBe(read.totals.imported);
    for (const { covers, n } of evaluation.rows) if (covers === 'common') expect(n).toBe(evaluation.common);
    expect(evaluation.outsideCommon).toEqual([]);
  });

  test.each(['kaunitz-closing', 'kaunitz', 'pinnacle-value'])('%s keeps its books', async (id) => {
    const named = namedStrategy(id);
    if (named === undefined) throw new Error(`There is no strategy ${id}.`);
    const outcome = await backtest({
      matches: read.source,
      strategy: named.strategy,
      forecasters: [],
      random: createSeededRandom(1),
    });
    if (!outcome.ok) throw new Error(outcome.message);
    const { summary, equity, bySeason } = outcome.result;
    const profit = outcome.bets.reduce((sum, bet) => sum + bet.profit, 0);
    expect(summary.bets).toBeGreaterThan(100);
    expect(summary.finalBank).toBe(named.strategy.bank + profit);
    expect(equity.at(-1)?.bank).toBe(summary.finalBank);
    expect(bySeason.map(({ group }) => group)).toEqual([
      '2019/20',
      '2020/21',
      '2021/22',
      '2022/23',
      '2023/24',
    ]);
    // A price above what the sharpest book closes at is worth something on average; a mere chance has no such sign.
    expect(summary.clv).toBeGreaterThan(0);
  });
});
