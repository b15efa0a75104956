import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromAxes, toAxes } from '../../../../../shared/domain/overround-line/axes.ts';
import { CONTRIBUTORS, contributorOf } from '../../../../../shared/domain/overround-line/contributors.ts';
import { overroundLine } from '../../../../../shared/domain/overround-line/line.ts';
import { DRAW_SIGNALS, STRENGTH_SIGNALS } from '../../../../../shared/domain/overround-line/team-signals.ts';
import { newestLineVersion } from '../../../../support/shipped-line.ts';
import '../../../../support/property-seed.ts';

const { parameters } = await newestLineVersion();
const football = { football: true, league: 'E0', hours: 48, signals: null };
const generic = { football: false, league: null, hours: 48, signals: null };

const chances = (count: number) =>
  fc
    .array(fc.double({ min: 0.02, max: 1, noNaN: true }), { minLength: count, maxLength: count })
    .map((values) => values.map((value) => value / values.reduce((sum, each) => sum + each, 0)));
const BOOKS = [
  'pinnacle',
  'bet365',
  'williamhill',
  'betfair_ex_uk',
  'matchbook',
  'unibet',
  'average',
  'maximum',
];
const quotes = (count: number) =>
  fc
    .uniqueArray(fc.constantFrom(...BOOKS), { minLength: 1 })
    .chain((books) =>
      fc.tuple(...books.map((book) => chances(count).map((probabilities) => ({ book, probabilities })))),
    );

describe('axes', () => {
  it('hold two and three probabilities without loss', () => {
    fc.assert(
      fc.property(fc.constantFrom(2, 3).chain(chances), (probabilities) => {
        const axes = new Float64Array(2);
        const out = new Float64Array(probabilities.length);
        toAxes(probabilities, probabilities.length, axes, 0);
        fromAxes(axes[0] as number, axes[1] as number, probabilities.length, out);
        probabilities.forEach((p, i) => {
          expect(out[i]).toBeCloseTo(p, 9);
        });
      }),
    );
  });
});

describe('contributors', () => {
  it('are found by the ids of imports and of live sources', () => {
    const name = (id: string) => CONTRIBUTORS[contributorOf(id)];
    expect(['pinnacle', 'williamhill', 'vcbet', 'betvictor', 'bwin_it'].map(name)).toEqual([
      'pinnacle',
      'williamhill',
      'betvictor',
      'betvictor',
      'bwin',
    ]);
    expect(['betfair_ex_eu', 'betfair-exchange', 'smarkets'].map(name)).toEqual(Array(3).fill('exchange'));
    expect(['practice-sharpline', '1xbet', 'toString', ''].map(name)).toEqual(Array(4).fill('other'));
  });
});

describe('the Overround line', () => {
  it('is a set of probabilities inside their ranges, from any subset of books', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(2, 3).chain(quotes),
        fc.double({ min: -1, max: 200, noNaN: true }),
        fc.constantFrom('E0', 'SC3', null, 'toString'),
        fc.boolean(),
        (given, hours, league, isFootball) => {
          const line = overroundLine(parameters, given, {
            football: isFootball,
            league,
            hours,
            signals: null,
          });
          if (line === undefined) throw new Error('no line');
          expect(line.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
          line.probabilities.forEach((p, i) => {
            expect(line.low[i]).toBeGreaterThan(0);
            expect(line.low[i]).toBeLessThanOrEqual(p);
            expect(line.high[i]).toBeGreaterThanOrEqual(p);
            expect(line.high[i]).toBeLessThan(1);
          });
        },
      ),
    );
  });

  it('needs a quote, and two or three outcomes', () => {
    expect(overroundLine(parameters, [], football)).toBeUndefined();
    const four = { book: 'pinnacle', probabilities: [0.25, 0.25, 0.25, 0.25] };
    expect(overroundLine(parameters, [four], football)).toBeUndefined();
  });

  it('is the base opinion alone outside football 1X2', () => {
    const given = [
      { book: 'pinnacle', probabilities: [0.6, 0.4] },
      { book: 'bet365', probabilities: [0.5, 0.5] },
    ];
    const line = overroundLine(parameters, given, generic);
    const { pinnacle, bet365 } = parameters.preClosing.base;
    const logit = (Math.log(0.6 / 0.4) * pinnacle) / (pinnacle + bet365);
    expect(line?.probabilities[0]).toBeCloseTo(1 / (1 + Math.exp(-logit)), 12);
    expect(line?.weights).toEqual({
      pinnacle: expect.closeTo(pinnacle / (pinnacle + bet365), 12),
      bet365: expect.closeTo(bet365 / (pinnacle + bet365), 12),
    });
    expect(overroundLine(parameters, given, { ...football, league: null })).toEqual(line);
  });

  it('weighs the sharp book over others, and says by how much', () => {
    const fair = [0.45, 0.28, 0.27] as const;
    const dearer = [0.5, 0.26, 0.24] as const;
    const books = ['pinnacle', 'bet365', 'williamhill'];
    const moved = (book: string) =>
      overroundLine(
        parameters,
        books.map((each) => ({ book: each, probabilities: each === book ? dearer : fair })),
        football,
      )?.probabilities[0] ?? 0;
    expect(moved('pinnacle')).toBeGreaterThan(moved('bet365'));
    const line = overroundLine(
      parameters,
      books.map((book) => ({ book, probabilities: fair })),
      football,
    );
    const weights = Object.values(line?.weights ?? {});
    // An average made of the books at hand gives its weight back to them.
    expect(Object.keys(line?.weights ?? {})).toContain('average');
    expect(line?.weights['average']).toBe(0);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(
      1 +
        parameters.preClosing.weights.strength.base +
        (parameters.preClosing.leagues['E0']?.strength.base ?? 0),
      9,
    );
  });

  it('moves in proportion from pre-closing to closing weights over the last day', () => {
    const given = [
      { book: 'pinnacle', probabilities: [0.5, 0.27, 0.23] },
      { book: 'bet365', probabilities: [0.44, 0.28, 0.28] },
    ];
    const strength = (hours: number) => {
      const p = overroundLine(parameters, given, { ...football, hours })?.probabilities ?? [];
      return Math.log((p[0] as number) / (p[2] as number));
    };
    expect(strength(24)).toBe(strength(500));
    expect(strength(0)).toBe(strength(-3));
    expect(strength(0)).not.toBeCloseTo(strength(24), 4);
    expect(strength(6)).toBeCloseTo(0.25 * strength(24) + 0.75 * strength(0), 12);
  });

  it('follows what is known of the teams', () => {
    const given = [{ book: 'pinnacle', probabilities: [0.45, 0.28, 0.27] }];
    const signals = {
      strength: new Float64Array(STRENGTH_SIGNALS.length),
      draw: new Float64Array(DRAW_SIGNALS.length),
    };
    const home = () => overroundLine(parameters, given, { ...football, signals })?.probabilities[0] as number;
    const without = home();
    // The market has moved towards the home team in its last matches, and away from the other.
    for (const [i, name] of STRENGTH_SIGNALS.entries())
      if (name.startsWith('move-')) signals.strength[i] = 0.05;
    expect(home()).toBeGreaterThan(without + 0.002);
  });

  it('has a wider range where books are apart', () => {
    const width = (gap: number) => {
      const line = overroundLine(
        parameters,
        [
          { book: 'pinnacle', probabilities: [0.45 + gap, 0.28, 0.27 - gap] },
          { book: 'bet365', probabilities: [0.45 - gap, 0.28, 0.27 + gap] },
        ],
        football,
      );
      return (line?.high[0] as number) - (line?.low[0] as number);
    };
    expect(width(0.03)).toBeGreaterThan(width(0) * 1.1);
  });
});
