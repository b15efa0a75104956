import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  LEARNER_NAMES,
  LEARNERS,
  learnerOptions,
  searchOptions,
} from '../../../../../shared/domain/learners/index.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';

const take = (count: number, candidates: Generator<Readonly<Record<string, number>>>) =>
  Array.from({ length: count }, () => candidates.next().value as Readonly<Record<string, number>>);

describe('a search of options', () => {
  test.each(LEARNER_NAMES)('of %s starts from the defaults and stays in range', (name) => {
    const { parameters } = LEARNERS[name];
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [first, ...others] = take(30, searchOptions(parameters, createSeededRandom(seed)));
        expect(first).toEqual(learnerOptions(LEARNERS[name]));
        for (const options of others)
          for (const [key, { least, most, integer }] of Object.entries(parameters)) {
            const value = options[key] as number;
            expect(value).toBeGreaterThanOrEqual(least);
            expect(value).toBeLessThanOrEqual(most);
            if (integer) expect(Number.isInteger(value)).toBe(true);
          }
      }),
      { numRuns: 20 },
    );
  });

  test.each(LEARNER_NAMES)('has sound parameters for %s', (name) => {
    for (const { least, most, default: value, integer, logarithmic } of Object.values(
      LEARNERS[name].parameters,
    )) {
      expect(least).toBeLessThan(most);
      expect(value).toBeGreaterThanOrEqual(least);
      expect(value).toBeLessThanOrEqual(most);
      if (logarithmic) expect(least).toBeGreaterThan(0);
      if (integer) expect([least, most, value].every(Number.isInteger)).toBe(true);
    }
  });

  test('spreads evenly, on a logarithm where that is the scale', () => {
    const parameter = { label: '', default: 1, least: 0.01, most: 100, integer: false, logarithmic: true };
    const whole = { label: '', default: 1, least: 1, most: 4, integer: true, logarithmic: false };
    const drawn = take(4001, searchOptions({ parameter, whole }, createSeededRandom(1))).slice(1);
    const below = drawn.filter((options) => (options['parameter'] as number) < 1).length;
    expect(below / 4000).toBeCloseTo(0.5, 1);
    for (const value of [1, 2, 3, 4])
      expect(drawn.filter((options) => options['whole'] === value).length / 4000).toBeCloseTo(0.25, 1);
  });

  test('keeps what is fixed and to narrower ranges, the same for the same seed', () => {
    const { parameters } = LEARNERS['gradient-boosting'];
    const space = { fixed: { rounds: 50 }, ranges: { leaves: [4, 8] } } as const;
    const drawn = take(50, searchOptions(parameters, createSeededRandom(3), space));
    expect(drawn).toEqual(take(50, searchOptions(parameters, createSeededRandom(3), space)));
    expect(new Set(drawn.map((options) => options['rounds']))).toEqual(new Set([50]));
    expect(new Set(drawn.slice(1).map((options) => options['leaves']))).toEqual(new Set([4, 5, 6, 7, 8]));
  });
});
