import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Evaluation, evaluate } from '../../../../../electron/engine/judgement/evaluate.ts';
import { matchesInMemory } from '../../../../../electron/engine/judgement/match-days.ts';
import type { Fixture, Forecaster } from '../../../../../electron/engine/ports/forecaster.ts';
import type { HistoricalMatch } from '../../../../../electron/engine/ports/market-store.ts';
import { evaluationRow } from '../../../../../shared/contract/runs.ts';
import { scoreForecasts } from '../../../../../shared/domain/judgement/forecast-scores.ts';
import { pricesOf, recordedMatch } from '../../../../support/recorded-match.ts';

/** Forecasts whatever `of` says of a fixture, by its home side. */
const forecaster = (name: string, of: (fixture: Fixture) => readonly number[] | undefined): Forecaster => ({
  name,
  forecast: async (day) => day.map(of),
  observe: () => undefined,
});
const matchesOf = (count: number, match: (i: number) => Partial<HistoricalMatch> = () => ({})) =>
  Array.from({ length: count }, (_, i) => recordedMatch({ home: `Home ${i}`, ...match(i) }));
const row = ({ rows }: Evaluation, name: string, covers: 'own' | 'common') =>
  rows.find((candidate) => candidate.name === name && candidate.covers === covers);
const numberOf = ({ home }: Fixture): number => Number(home.split(' ')[1]);

describe('scores', () => {
  test('are those of each forecaster on its own matches, then on those that all cover', async () => {
    const a = [0.5, 0.3, 0.2];
    const b = [0.2, 0.3, 0.5];
    const matches = matchesOf(10, (i) => ({ homeGoals: i % 3 }));
    const evaluation = await evaluate({
      target: 'match-odds',
      matches: matchesInMemory(matches),
      forecasters: [
        forecaster('model:a', () => a),
        forecaster('model:b', (fixture) => (numberOf(fixture) < 6 ? b : undefined)),
      ],
    });
    const judged = (probabilities: readonly number[], count: number) =>
      scoreForecasts(
        matches.slice(0, count).map(({ homeGoals }) => ({ probabilities, observed: homeGoals > 0 ? 0 : 1 })),
      );
    const close = (name: string, covers: 'own' | 'common', expected: ReturnType<typeof judged>) => {
      const found = row(evaluation, name, covers);
      expect(found?.n).toBe(expected.n);
      for (const score of ['logLoss', 'rps', 'brier', 'ece', 'accuracy'] as const)
        expect(found?.[score]).toBeCloseTo(expected[score], 12);
    };
    close('model:a', 'own', judged(a, 10));
    close('model:b', 'own', judged(b, 6));
    close('model:a', 'common', judged(a, 6));
    close('model:b', 'common', judged(b, 6));
    expect(evaluation).toMatchObject({ matches: 10, common: 6, unforecast: 0, outsideCommon: [] });
    expect(evaluation.rows.map(({ covers }) => covers)).toEqual(['own', 'own', 'common', 'common']);
    for (const written of evaluation.rows) expect(evaluationRow.parse(written)).toEqual(written);
  });

  test('of books stand by name, stage and method, before those of models', async () => {
    const evaluation = await evaluate({
      target: 'match-odds',
      matches: matchesInMemory(
        matchesOf(3, () => ({
          odds: [...pricesOf([2, 3.5, 4], { book: 'pinnacle' }), ...pricesOf([2, 3.5, 4])],
        })),
      ),
      forecasters: [forecaster('model:a', () => [0.4, 0.3, 0.3])],
      isWanted: (name) => /power|shin/.test(name),
    });
    expect(evaluation.rows.filter(({ covers }) => covers === 'own').map(({ name }) => name)).toEqual([
      'B365:power',
      'B365:shin',
      'PS:power',
      'PS:shin',
      'model:a',
    ]);
  });

  test('of nothing are null, and matches nobody forecasts are counted', async () => {
    const evaluation = await evaluate({
      target: 'match-odds',
      matches: matchesInMemory(matchesOf(4)),
      forecasters: [
        forecaster('model:none', () => undefined),
        forecaster('model:one', (fixture) => (numberOf(fixture) === 0 ? [1, 0, 0] : undefined)),
      ],
    });
    expect(row(evaluation, 'model:none', 'own')).toMatchObject({ n: 0, logLoss: null, ece: null });
    // What covers nothing says nothing about what all cover.
    expect(row(evaluation, 'model:one', 'common')?.n).toBe(1);
    expect(evaluation).toMatchObject({ matches: 4, unforecast: 3, outsideCommon: ['model:none'] });
  });

  test('leave out pushes, counted', async () => {
    const matches = [recordedMatch({ homeGoals: 1, awayGoals: 1 }), recordedMatch({ home: 'Other' })];
    const evaluation = await evaluate({
      target: 'winner',
      matches: matchesInMemory(matches),
      forecasters: [forecaster('model:a', () => [0.6, 0.4])],
    });
    expect(evaluation).toMatchObject({ matches: 2, undecided: 1 });
    expect(row(evaluation, 'model:a', 'own')?.n).toBe(1);
  });
});

describe('the common set', () => {
  const covering = (name: string, from: number, to: number) =>
    forecaster(name, (fixture) => {
      const i = numberOf(fixture);
      return i >= from && i < to ? [0.4, 0.3, 0.3] : undefined;
    });
  const of = (leastCommonShare: number | undefined, ...forecasters: readonly Forecaster[]) =>
    evaluate({
      target: 'match-odds',
      matches: matchesInMemory(matchesOf(100)),
      forecasters,
      ...(leastCommonShare === undefined ? {} : { leastCommonShare }),
    });

  test('is what all cover while that is at least half of the matches', async () => {
    const evaluation = await of(
      undefined,
      covering('a', 0, 100),
      covering('b', 0, 80),
      covering('c', 30, 100),
    );
    expect(evaluation).toMatchObject({ common: 50, outsideCommon: [] });
    for (const name of ['a', 'b', 'c']) expect(row(evaluation, name, 'common')?.n).toBe(50);
  });

  test('leaves out who would make it smaller, those that cover least first, and names them', async () => {
    const evaluation = await of(
      undefined,
      covering('early', 0, 55),
      covering('late', 40, 100),
      covering('a', 0, 100),
    );
    expect(evaluation).toMatchObject({ common: 60, outsideCommon: ['early'] });
    expect(row(evaluation, 'early', 'common')).toBeUndefined();
    expect(row(evaluation, 'early', 'own')?.n).toBe(55);
  });

  test('may be the plain intersection, however small', async () => {
    const evaluation = await of(0, covering('early', 0, 55), covering('late', 40, 100));
    expect(evaluation).toMatchObject({ common: 15, outsideCommon: [] });
  });

  test('takes the methods of a book together, on the matches where all of them give chances', async () => {
    const matches = matchesOf(10, (i) => ({ odds: pricesOf(i === 0 ? [1.02, 7, 67] : [2, 3.5, 4]) }));
    const evaluation = await evaluate({
      target: 'match-odds',
      matches: matchesInMemory(matches),
      forecasters: [],
    });
    expect(row(evaluation, 'B365:power', 'own')?.n).toBe(10);
    expect(row(evaluation, 'B365:additive', 'own')?.n).toBe(9);
    expect(row(evaluation, 'B365:power', 'common')?.n).toBe(9);
    expect(row(evaluation, 'B365:additive', 'common')?.n).toBe(9);
    expect(evaluation.improper).toMatchObject({ 'B365:additive': 1 });
  });

  test('is the same whichever order forecasters and matches come in', async () => {
    const ranges = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(ranges, async (given) => {
        const forecasters = given.map(([a, b], i) => covering(`f${i}`, Math.min(a, b), Math.max(a, b) + 1));
        const forwards = await evaluate({
          target: 'match-odds',
          matches: matchesInMemory(matchesOf(21)),
          forecasters,
          leastCommonShare: 0,
        });
        const backwards = await evaluate({
          target: 'match-odds',
          matches: matchesInMemory(matchesOf(21).toReversed()),
          forecasters: forecasters.toReversed(),
          leastCommonShare: 0,
        });
        const low = Math.max(...given.map(([a, b]) => Math.min(a, b)));
        const high = Math.min(...given.map(([a, b]) => Math.max(a, b)));
        expect(forwards.common).toBe(Math.max(0, high - low + 1));
        expect(backwards.common).toBe(forwards.common);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the walk', () => {
  test('asks for a day before it tells any of its results, and shows none in a fixture', async () => {
    const told: string[] = [];
    const heard = matchesOf(6, (i) => ({ playedOn: `2020-01-0${1 + (i >> 1)}` }));
    await evaluate({
      target: 'match-odds',
      matches: matchesInMemory(heard.toReversed()),
      forecasters: [
        {
          name: 'model:a',
          forecast: async (day) => {
            told.push(`asked ${day.map(({ home }) => home)}`);
            for (const fixture of day) {
              expect(Object.keys(fixture).sort()).toEqual([
                'away',
                'competition',
                'home',
                'kickOff',
                'odds',
                'playedOn',
                'season',
              ]);
            }
            return day.map(() => [1, 0, 0]);
          },
          observe: (day) => void told.push(`told ${day.map(({ home }) => home)}`),
        },
      ],
    });
    expect(told).toEqual(
      ['Home 0,Home 1', 'Home 2,Home 3', 'Home 4,Home 5'].flatMap((day) => [`asked ${day}`, `told ${day}`]),
    );
  });

  test('scores only what it is asked to, and walks the rest', async () => {
    const observed: string[] = [];
    const evaluation = await evaluate({
      target: 'match-odds',
      matches: matchesInMemory(matchesOf(4)),
      forecasters: [
        {
          ...forecaster('model:a', () => [1, 0, 0]),
          observe: (day) => void observed.push(...day.map(({ home }) => home)),
        },
      ],
      isScored: ({ home }) => home === 'Home 2',
    });
    expect(evaluation.matches).toBe(1);
    expect(row(evaluation, 'model:a', 'own')?.n).toBe(1);
    expect(observed).toHaveLength(4);
  });

  test('tells how far it is and stops when it is asked to', async () => {
    const cancel = new AbortController();
    const shares: number[] = [];
    const days = matchesOf(60, (i) => ({
      playedOn: new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10),
    }));
    const run = evaluate({
      target: 'match-odds',
      matches: matchesInMemory(days),
      forecasters: [],
      onProgress: ({ share, stage }) => {
        shares.push(share);
        expect(stage).toContain('2019/20');
        if (shares.length === 2) cancel.abort();
      },
      signal: cancel.signal,
    });
    await expect(run).rejects.toThrow();
    expect(shares).toEqual([10 / 60, 20 / 60]);
  });
});
