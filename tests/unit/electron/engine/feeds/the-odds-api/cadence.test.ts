import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  oddsCost,
  oddsFloorMs,
  retryDelayMs,
} from '../../../../../../electron/engine/feeds/the-odds-api/cadence.ts';
import {
  answeredProblem,
  localProblem,
} from '../../../../../../electron/engine/feeds/the-odds-api/error-table.ts';

const featured = { regions: ['uk'], bookmakers: [], markets: ['h2h'] };

describe('the upstream refresh', () => {
  it.each([
    ['bookmakers', featured, 60_000, 40_000],
    ['lay prices only', { ...featured, markets: ['h2h_lay'] }, 30_000, 20_000],
    ['the exchange region', { ...featured, regions: ['us_ex'] }, 30_000, 20_000],
    ['named exchanges', { ...featured, bookmakers: ['betfair_ex_uk', 'matchbook'] }, 30_000, 20_000],
    ['an exchange among books', { ...featured, bookmakers: ['betfair_ex_uk', 'pinnacle'] }, 60_000, 40_000],
  ])('of %s is the least between two requests', (_, asked, prematchMs, inPlayMs) => {
    expect([oddsFloorMs(asked, false), oddsFloorMs(asked, true)]).toEqual([prematchMs, inPlayMs]);
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
    expect(retryDelayMs(answeredProblem(429, 'OUT_OF_USAGE_CREDITS', ''), 1, () => 0)).toBeNull();
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
});
