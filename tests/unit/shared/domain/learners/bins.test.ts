import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  binMatrix,
  MISSING_BIN,
  packColumns,
  quantileCuts,
} from '../../../../../shared/domain/learners/gradient-boosting/bins.ts';
import {
  BINS,
  buildHistogram,
  FIELD,
  gradientOf,
  quantise,
  subtractHistogram,
} from '../../../../../shared/domain/learners/gradient-boosting/histogram.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';
import { threeWayMatrix } from '../../../../support/training-matrix.ts';

const float = fc.float({ noDefaultInfinity: true });

describe('bins', () => {
  test('ask of a value what its cut asks', () => {
    fc.assert(
      fc.property(
        fc.array(float, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 2, max: 255 }),
        (x, most) => {
          const values = Float32Array.from(x);
          const { bins, cuts } = binMatrix(values, values.length, 1, most);
          const own = cuts[0] as Float32Array;
          expect(own.length).toBeLessThanOrEqual(most);
          values.forEach((value, i) => {
            if (Number.isNaN(value)) expect(bins[i]).toBe(MISSING_BIN);
            else
              expect([...own].map((cut) => value <= cut)).toEqual(
                [...own].map((_, bin) => (bins[i] as number) <= bin),
              );
          });
        },
      ),
    );
  });

  test('have cuts that rise, the last above every value', () => {
    fc.assert(
      fc.property(fc.array(float, { maxLength: 80 }), fc.integer({ min: 2, max: 40 }), (x, most) => {
        const sorted = Float32Array.from(x.filter((value) => !Number.isNaN(value))).sort();
        const cuts = quantileCuts(sorted, most);
        for (let i = 1; i < cuts.length; i += 1)
          expect(cuts[i] as number).toBeGreaterThan(cuts[i - 1] as number);
        for (const value of sorted) expect(value <= (cuts.at(-1) as number)).toBe(true);
        const distinct = new Set(sorted.map((value) => value + 0)).size;
        if (distinct <= most && distinct > 0) expect(cuts.length).toBe(distinct);
      }),
    );
  });

  test('tell neighbouring floats apart, and cut half-way between others', () => {
    const step = 2 ** -23;
    expect([...quantileCuts(Float32Array.of(1 + step, 1 + 2 * step), 9)].slice(0, -1)).toEqual([1 + step]);
    expect([...quantileCuts(Float32Array.of(1 + 2 * step, 1 + 3 * step), 9)].slice(0, -1)).toEqual([
      1 + 2 * step,
    ]);
    expect([...quantileCuts(Float32Array.of(1, 2, 2, 4), 9)].slice(0, -1)).toEqual([1.5, 3]);
  });

  test('hold about equally many rows', () => {
    const random = createSeededRandom(2);
    const values = Float32Array.from({ length: 10_000 }, () => random() ** 3);
    const { bins } = binMatrix(values, values.length, 1, 50);
    const counts = new Array<number>(50).fill(0);
    for (const bin of bins) counts[bin] = (counts[bin] as number) + 1;
    for (const count of counts) expect(count).toBe(200);
  });

  test('of a value that most rows have do not starve the others', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => (i < 900 ? 0 : i));
    expect(quantileCuts(values.sort(), 11).length).toBe(11);
  });

  test('tell which columns can be split on', () => {
    const x = Float32Array.of(1, 2, Number.NaN, 5, 1, 3, Number.NaN, Number.NaN);
    expect([...binMatrix(x, 2, 4, 255).useful]).toEqual([1, 3]);
    expect([...binMatrix(Float32Array.of(4, Number.NaN, 4), 3, 1, 255).useful]).toEqual([0]);
  });
});

describe('histograms', () => {
  const data = threeWayMatrix(700, 9, 1);
  const binned = binMatrix(data.x, data.rows, data.columns, 32);
  const packed = packColumns(binned, binned.useful);
  const random = createSeededRandom(4);
  const gradients = Float64Array.from({ length: data.rows }, () => random() - 0.5);
  const hessians = Float64Array.from({ length: data.rows }, () => random() / 4);
  const quantised = { packed: new Float64Array(data.rows), gradientStep: 1, hessianStep: 1 };
  quantise(gradients, hessians, quantised);
  const of = (rows: readonly number[]): Float64Array => {
    const histogram = new Float64Array(packed.words.length * 4 * BINS);
    const values = new Float64Array(rows.length);
    buildHistogram(packed, quantised.packed, Int32Array.from(rows), 0, rows.length, values, histogram);
    return histogram;
  };
  const all = [...data.y.keys()];

  test('add up what falls into each bin', () => {
    const histogram = of(all);
    binned.useful.forEach((column, place) => {
      for (let bin = 0; bin < BINS; bin += 1) {
        const rows = all.filter((row) => binned.bins[column * data.rows + row] === bin);
        const sum = histogram[place * BINS + bin] as number;
        const gradient = gradientOf(sum);
        const expected = (values: Float64Array) => rows.reduce((s, row) => s + (values[row] as number), 0);
        expect(gradient * quantised.gradientStep).toBeCloseTo(expected(gradients), 3);
        expect((sum - gradient * FIELD) * quantised.hessianStep).toBeCloseTo(expected(hessians), 3);
      }
    });
  });

  test('carry sums of any size and sign without mixing them up', () => {
    const size = fc.oneof(fc.constant(0), fc.double({ min: 1e-40, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(fc.array(fc.tuple(size, size, fc.boolean()), { minLength: 1, maxLength: 200 }), (rows) => {
        const out = { packed: new Float64Array(rows.length), gradientStep: 1, hessianStep: 1 };
        const g = Float64Array.from(rows, ([value, , isNegative]) => (isNegative ? -value : value));
        const h = Float64Array.from(rows, ([, value]) => value);
        quantise(g, h, out);
        const sum = out.packed.reduce((total, value) => total + value, 0);
        const whole = gradientOf(sum);
        const total = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
        const error = rows.length / 2 + 1e-3;
        expect(Math.abs(whole - total(g) / out.gradientStep)).toBeLessThan(error);
        expect(Math.abs(sum - whole * FIELD - total(h) / out.hessianStep)).toBeLessThan(error);
        expect(total(h) / out.hessianStep).toBeLessThan(FIELD);
        // And as fine as that allows: half of the room is used.
        if (total(h) > 0) expect(total(h) / out.hessianStep).toBeGreaterThan(FIELD / 2 - rows.length);
      }),
    );
  });

  test('are their parent less their sibling, to the last digit and in any order', () => {
    const left = all.filter((row) => row % 3 === 0).reverse();
    const right = all.filter((row) => row % 3 !== 0);
    const rest = of(all);
    subtractHistogram(rest, of(left));
    expect(rest).toEqual(of(right));
  });
});
