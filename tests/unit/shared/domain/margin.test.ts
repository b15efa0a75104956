import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MARGIN_METHOD_NAMES,
  type MarginMethod,
  removeMargin,
  removeMarginInto,
} from '../../../../shared/domain/margin.ts';
import { addMargin } from '../../../../shared/domain/margin-add.ts';
import { worstCase } from '../../../../shared/domain/margin-worst-case.ts';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Solved by plain bisection to double precision, independently of this code. */
const BISECTED: readonly {
  readonly odds: readonly number[];
  readonly target: number;
  readonly fair: Partial<
    Record<MarginMethod, readonly [parameter: number, probabilities: readonly number[]]>
  >;
}[] = [
  {
    odds: [1.72, 3.85, 5.1],
    target: 1,
    fair: {
      power: [1.0386513100504566, [0.5693352452511251, 0.2465530880054948, 0.1841116667433803]],
      odds_ratio: [1.0652779992488055, [0.5659309053520909, 0.2477674727369548, 0.18630162191095426]],
      logit_shift: [
        Math.log(1.0652779992488055),
        [0.5659309053520909, 0.2477674727369548, 0.18630162191095426],
      ],
      shin: [0.018698995561891224, [0.5668346693808636, 0.24810513455220648, 0.18506019606693003]],
      balanced_book: [0.01860701997500902, [0.5734586860891027, 0.24570507907964687, 0.18083623483125053]],
      goto: [0.01548007012724019, [0.5713797954899853, 0.24642146306514548, 0.1821987414448693]],
      jensen_shannon: [0.00995096944130337, [0.567479630257421, 0.2474950999362973, 0.18502526980628148]],
    },
  },
  {
    odds: [1.4, 1.65, 2.9, 4.2, 9],
    target: 2,
    fair: {
      power: [
        1.0096585138653058,
        [
          0.7119681808516285, 0.6031363231235881, 0.34129971421640976, 0.2348178177586918,
          0.10877796404968205,
        ],
      ],
      odds_ratio: [
        1.0152825642832233,
        [0.7111803828804747, 0.6024337116659425, 0.3414091538117186, 0.2353548001051639, 0.10962195153670042],
      ],
      jensen_shannon: [
        0.002360082478278054,
        [
          0.7112653555909547, 0.6027965572312104, 0.34165820291470117, 0.23525795220117013,
          0.1090219320619758,
        ],
      ],
    },
  },
  {
    odds: [1.9, 2.25],
    target: 1,
    fair: {
      power: [0.9587497790616932, [0.5404369653475076, 0.45956303465249243]],
      odds_ratio: [0.9428090415820629, [0.5409709377719392, 0.45902906222806095]],
    },
  },
];

describe.each(BISECTED)('fair probabilities of $odds summing to $target', ({ odds, target, fair }) => {
  test.each(Object.entries(fair))('%s', (method, [parameter, probabilities]) => {
    const market = removeMargin(method as MarginMethod, odds, target);
    // Ten digits: the reference's own Kullback-Leibler sums cancel for the Jensen-Shannon distance.
    expect(market.parameter).toBeCloseTo(parameter, 10);
    probabilities.forEach((p, i) => {
      expect(market.probabilities[i]).toBeCloseTo(p, 12);
    });
    expect(market.margin).toBeCloseTo(sum(odds.map((price) => 1 / price)) - target, 14);
  });
});

const price = fc.oneof(
  fc.double({ min: 1.01, max: 20, noNaN: true }),
  fc.double({ min: 0, max: Math.log(999), noNaN: true }).map((log) => 1.0001 + Math.expm1(log)),
  fc.constantFrom(1.0001, 1.01, 2, 1000),
);
const anyMarket = fc.array(price, { minLength: 1, maxLength: 40 });
/** A usual book: positive fair probabilities of 2 to 12 runners and up to 15 % on top. */
const book = fc
  .tuple(
    fc.array(fc.double({ min: 0.02, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 }),
    fc.double({ min: 0.001, max: 0.15, noNaN: true }),
  )
  .map(([weights, margin]) => ({ fair: weights.map((weight) => weight / sum(weights)), margin }));
const overround = book
  .map(({ fair, margin }) => fair.map((p) => 1 / (p * (1 + margin))))
  .filter((odds) => odds.every((value) => value > 1.001));

describe.each(MARGIN_METHOD_NAMES)('%s', (method) => {
  // Jensen-Shannon solves a root within a root.
  const numRuns = method === 'jensen_shannon' ? 100 : 500;

  test('any prices give finite probabilities that sum to the target', () => {
    fc.assert(
      fc.property(anyMarket, fc.constantFrom(1, 1, 2, 3), (odds, target) => {
        const market = removeMargin(method, odds, target);
        expect(market.probabilities.every(Number.isFinite)).toBe(true);
        expect(Math.abs(sum(market.probabilities) - target)).toBeLessThan(1e-9);
        expect(market.flags.includes('below-target')).toBe(market.margin < 0);
        expect(market.flags.includes('negative-probability')).toBe(market.probabilities.some((p) => p < 0));
        expect(market.flags).not.toContain('invalid-odds');
      }),
      { numRuns },
    );
  });

  test('reordering the prices reorders the probabilities', () => {
    fc.assert(
      fc.property(anyMarket, (odds) => {
        const turned = removeMargin(method, odds.toReversed()).probabilities.toReversed();
        removeMargin(method, odds).probabilities.forEach((p, i) => {
          expect(Math.abs(p - (turned[i] ?? Number.NaN))).toBeLessThan(1e-10);
        });
      }),
      { numRuns },
    );
  });

  test('a longer price is never more probable', () => {
    fc.assert(
      fc.property(overround, (odds) => {
        const sorted = odds.toSorted((a, b) => a - b);
        const { probabilities } = removeMargin(method, sorted);
        for (let i = 1; i < probabilities.length; i += 1)
          expect(probabilities[i]).toBeLessThanOrEqual((probabilities[i - 1] ?? 0) + 1e-12);
      }),
      { numRuns },
    );
  });

  test('taking off the margin that was put on gives the probabilities back', () => {
    fc.assert(
      fc.property(book, ({ fair, margin }) => {
        const booked = addMargin(method, fair, margin);
        // A favourite near certainty can have no room for the margin; that is refused, not bent.
        if (!booked.ok) {
          expect(booked.code).toBe('unreachable-margin');
          return;
        }
        expect(sum(booked.odds.map((odds) => 1 / odds))).toBeCloseTo(1 + margin, 9);
        const market = removeMargin(method, booked.odds);
        fair.forEach((p, i) => {
          expect(Math.abs((market.probabilities[i] ?? Number.NaN) - p)).toBeLessThan(1e-9);
        });
        if (booked.parameter !== null) expect(market.parameter).toBeCloseTo(booked.parameter, 6);
      }),
      { numRuns },
    );
  });

  test('even prices are even chances', () => {
    for (const runners of [2, 3, 20]) {
      const { probabilities } = removeMargin(method, Array<number>(runners).fill(runners * 0.95));
      for (const p of probabilities) expect(p).toBeCloseTo(1 / runners, 12);
    }
  });

  test('a single runner is scaled and says so', () => {
    const market = removeMargin(method, [1.4]);
    expect(market.probabilities).toEqual([1]);
    expect(market.flags).toContain('scaled-only');
    expect(market.parameter).toBeNull();
  });

  test('prices that are none give NaN and a flag', () => {
    for (const bad of [1, 0.5, 0, -2, Number.NaN, Number.POSITIVE_INFINITY]) {
      const market = removeMargin(method, [2, bad]);
      expect(market.flags).toEqual(['invalid-odds']);
      expect(market.probabilities.every(Number.isNaN)).toBe(true);
    }
    expect(removeMargin(method, []).flags).toEqual(['invalid-odds']);
  });

  test('leaves the prices and what lies beyond the count alone', () => {
    const prices = Float64Array.from([0.5, 0.3, 0.25, 0.9]);
    const out = new Float64Array(4).fill(7);
    removeMarginInto(method, prices, 3, 1, out);
    expect(Array.from(prices)).toEqual([0.5, 0.3, 0.25, 0.9]);
    expect(out[3]).toBe(7);
    expect(out[0]).toBeLessThan(0.5);
  });
});

test('two-way Shin is additive, with the insider share of its own equation', () => {
  fc.assert(
    fc.property(price, price, (a, b) => {
      const shin = removeMargin('shin', [a, b]);
      const additive = removeMargin('additive', [a, b]);
      shin.probabilities.forEach((p, i) => {
        expect(p).toBeCloseTo(additive.probabilities[i] ?? Number.NaN, 12);
      });
      const z = shin.parameter ?? Number.NaN;
      const total = 1 / a + 1 / b;
      if (!(z >= 0 && z < 0.99)) return;
      const first = (Math.sqrt(z * z + (4 * (1 - z)) / (a * a * total)) - z) / (2 * (1 - z));
      expect(first).toBeCloseTo(shin.probabilities[0] ?? Number.NaN, 8);
    }),
  );
});

test('Jensen-Shannon puts every outcome at the same distance from its price', () => {
  const entropy = (p: number) => -(p > 0 ? p * Math.log(p) : 0) - (p < 1 ? (1 - p) * Math.log(1 - p) : 0);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1.05, max: 8, noNaN: true }), { minLength: 2, maxLength: 5 }),
      (odds) => {
        const market = removeMargin('jensen_shannon', odds);
        const squared = (market.parameter ?? Number.NaN) ** 2;
        market.probabilities.forEach((p, i) => {
          const q = 1 / (odds[i] ?? Number.NaN);
          const divergence = entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2;
          if (p > 0) expect(divergence).toBeCloseTo(squared, 13);
          else expect(divergence).toBeLessThanOrEqual(squared + 1e-13);
          expect(Math.sign(q - p)).toBe(Math.sign(market.margin));
        });
      },
    ),
  );
});

test('additive goes below zero on a long shot instead of bending the sum', () => {
  const market = removeMargin('additive', [1.05, 9, 500]);
  expect(market.flags).toEqual(['negative-probability']);
  expect(market.probabilities[2]).toBeCloseTo(1 / 500 - market.margin / 3, 15);
});

test('the worst case takes each side at the method least kind to it', () => {
  const worst = worstCase([1.19, 7, 14], ['multiplicative', 'power']);
  expect(worst.byMethod).toEqual(['multiplicative', 'power', 'power']);
  expect(worst.probabilities[0]).toBeCloseTo(1 / 1.19 / (1 / 1.19 + 1 / 7 + 1 / 14), 14);
  expect(sum(worst.probabilities)).toBeLessThan(1);
  fc.assert(
    fc.property(overround, (odds) => {
      const { probabilities, highest } = worstCase(odds, ['multiplicative', 'additive', 'power', 'shin']);
      for (const method of ['multiplicative', 'additive', 'power', 'shin'] as const)
        removeMargin(method, odds).probabilities.forEach((p, i) => {
          expect(p).toBeGreaterThanOrEqual(probabilities[i] ?? Number.NaN);
          expect(p).toBeLessThanOrEqual(highest[i] ?? Number.NaN);
        });
    }),
  );
});

describe('putting a margin on', () => {
  test('additive shares it equally', () => {
    const booked = addMargin('additive', [0.8, 0.2], 0.12);
    expect(booked.ok && booked.odds.map((odds) => 1 / odds)).toEqual([
      expect.closeTo(0.86, 12),
      expect.closeTo(0.26, 12),
    ]);
  });

  test('refuses what no prices above 1 can hold', () => {
    expect(addMargin('multiplicative', [0.98, 0.02], 0.05)).toMatchObject({ code: 'unreachable-margin' });
    expect(addMargin('power', [0.5, 0.5], 1)).toMatchObject({ code: 'unreachable-margin' });
    expect(addMargin('power', [0.5, 0.5], -0.1)).toMatchObject({ code: 'unreachable-margin' });
    expect(addMargin('power', [1, 0], 0.05)).toMatchObject({ code: 'invalid-probabilities' });
    expect(addMargin('power', [], 0.05)).toMatchObject({ code: 'invalid-probabilities' });
  });
});
