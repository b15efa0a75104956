import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  creditOutlook,
  holdCadence,
  oddsCost,
  retryDelayMs,
} from '../../../../../../electron/engine/feeds/the-odds-api/cadence.ts';
import {
  answeredProblem,
  localProblem,
} from '../../../../../../electron/engine/feeds/the-odds-api/error-table.ts';

const featured = { regions: ['uk'], bookmakers: [], markets: ['h2h'] };

describe('holdCadence', () => {
  it.each([
    ['bookmakers', featured, 60_000, 40_000],
    ['lay prices only', { ...featured, markets: ['h2h_lay'] }, 30_000, 20_000],
    ['the exchange region', { ...featured, regions: ['us_ex'] }, 30_000, 20_000],
    ['named exchanges', { ...featured, bookmakers: ['betfair_ex_uk', 'matchbook'] }, 30_000, 20_000],
    ['an exchange among books', { ...featured, bookmakers: ['betfair_ex_uk', 'pinnacle'] }, 60_000, 40_000],
  ])('holds %s to the upstream refresh', (_, asked, prematchMs, inPlayMs) => {
    expect(holdCadence({}, asked)).toMatchObject({ prematchMs, inPlayMs });
    expect(holdCadence({ prematchMs: 0, inPlayMs: -1 }, asked)).toMatchObject({ prematchMs, inPlayMs });
    expect(holdCadence({ prematchMs: Number.NaN }, asked)).toMatchObject({ prematchMs });
  });

  it('keeps slower wishes', () => {
    expect(holdCadence({ prematchMs: 600_000, scoresMs: 120_000 }, featured)).toMatchObject({
      prematchMs: 600_000,
      scoresMs: 120_000,
    });
  });
});

describe('retryDelayMs', () => {
  const backoff = localProblem('network');
  it('doubles to five minutes, within the upper half', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, roll) => {
          const ceiling = Math.min(300_000, 2_000 * 2 ** Math.min(failures - 1, 30));
          const delay = retryDelayMs(backoff, failures, () => roll) ?? -1;
          return delay >= Math.floor(ceiling / 2) && delay <= ceiling;
        },
      ),
    );
  });

  it('waits two to three seconds after too many requests', () => {
    const problem = answeredProblem(429, 'EXCEEDED_FREQ_LIMIT', '');
    expect(retryDelayMs(problem, 9, () => 0)).toBe(2_000);
    expect(retryDelayMs(problem, 9, () => 0.999)).toBe(2_999);
  });

  it('waits for the user where only the user can help', () => {
    expect(retryDelayMs(answeredProblem(401, 'INVALID_KEY', ''), 1, () => 0)).toBeNull();
    expect(retryDelayMs(answeredProblem(404, 'UNKNOWN_SPORT', ''), 1, () => 0)).toBeNull();
  });
});

describe('credits', () => {
  it('cost markets times regions, or tens of named bookmakers', () => {
    expect(oddsCost({ regions: ['uk', 'eu'], bookmakers: [], markets: ['h2h', 'totals', 'spreads'] })).toBe(
      6,
    );
    const bookmakers = Array.from({ length: 11 }, (_, index) => `book${index}`);
    expect(oddsCost({ regions: ['uk'], bookmakers, markets: ['h2h'] })).toBe(2);
  });

  it.each([
    [2_400, 100, ''],
    [2_399, 100, 'about 23 h'],
    [50, 100, 'less than an hour'],
    [0, 100, 'less than an hour'],
    [100, 0, ''],
    [0, 0, ''],
  ])('%d left at %d an hour: "%s"', (remaining, rate, expected) => {
    const said = creditOutlook(remaining, rate);
    expect(expected === '' ? said === '' : said.includes(expected)).toBe(true);
  });
});
