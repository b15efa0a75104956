import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isLadderPrice,
  nearestTick,
  tickDown,
  ticksBetween,
  tickUp,
} from '../../../../shared/domain/price-ladder.ts';
import { MAX_ODDS, MIN_ODDS, type OddsE4 } from '../../../../shared/domain/units.ts';

const e4 = (decimal: number) => Math.round(decimal * 10_000) as OddsE4;
const SHORTEST = e4(1.01);
const LONGEST = e4(1000);
const everyPrice: OddsE4[] = [SHORTEST];
while (everyPrice.at(-1) !== LONGEST) everyPrice.push(tickUp(everyPrice.at(-1) ?? LONGEST));

const onLadder = fc.constantFrom(...everyPrice);
const anywhere = fc.integer({ min: MIN_ODDS, max: MAX_ODDS }).map((value) => value as OddsE4);

test('Betfair has 350 prices', () => {
  expect(everyPrice).toHaveLength(350);
  expect(everyPrice.every((price) => isLadderPrice(price))).toBe(true);
});

test.each([
  [1.01, 1.02],
  [1.99, 2],
  [2, 2.02],
  [2.98, 3],
  [3, 3.05],
  [4, 4.1],
  [6, 6.2],
  [9.8, 10],
  [10, 10.5],
  [20, 21],
  [30, 32],
  [50, 55],
  [100, 110],
  [990, 1000],
])('the price above %d is %d', (price, above) => {
  expect(tickUp(e4(price))).toBe(e4(above));
  expect(tickDown(e4(above))).toBe(e4(price));
});

describe('prices off the ladder', () => {
  test('are not accepted', () => {
    for (const price of [1.0001, 1.005, 2.01, 3.02, 6.1, 21.5, 1000.5, 1010])
      expect(isLadderPrice(e4(price))).toBe(false);
  });
  test('step to the neighbour on each side', () => {
    expect(tickUp(e4(2.01))).toBe(e4(2.02));
    expect(tickDown(e4(2.01))).toBe(e4(2));
    expect(nearestTick(e4(3.02))).toBe(e4(3));
    expect(nearestTick(e4(3.03))).toBe(e4(3.05));
    expect(nearestTick(e4(2.01))).toBe(e4(2.02));
  });
  test('are at most half a step from the nearest tick', () => {
    fc.assert(
      fc.property(fc.integer({ min: SHORTEST, max: LONGEST }), (value) => {
        const near = nearestTick(value as OddsE4);
        const distance = Math.abs(near - value);
        expect(distance).toBeLessThanOrEqual(Math.abs(tickUp(value as OddsE4) - value));
        expect(distance).toBeLessThanOrEqual(Math.abs(tickDown(value as OddsE4) - value));
        expect(isLadderPrice(near)).toBe(true);
      }),
    );
  });
});

test('up and down undo each other away from the ends', () => {
  fc.assert(
    fc.property(onLadder, fc.integer({ min: 0, max: 400 }), (price, ticks) => {
      const up = tickUp(price, ticks);
      const down = tickDown(price, ticks);
      if (up !== LONGEST) expect(tickDown(up, ticks)).toBe(price);
      if (down !== SHORTEST) expect(tickUp(down, ticks)).toBe(price);
    }),
  );
});

test('any price and any number of ticks end on the ladder', () => {
  fc.assert(
    fc.property(anywhere, fc.integer({ min: 1, max: 1000 }), (price, ticks) => {
      expect(isLadderPrice(tickUp(price, ticks))).toBe(true);
      expect(isLadderPrice(tickDown(price, ticks))).toBe(true);
    }),
  );
});

test('ticks between two prices are what it takes to get there', () => {
  fc.assert(
    fc.property(onLadder, onLadder, (from, to) => {
      const ticks = ticksBetween(from, to) ?? Number.NaN;
      expect(ticks >= 0 ? tickUp(from, ticks) : tickDown(from, -ticks)).toBe(to);
    }),
  );
  expect(ticksBetween(e4(1.01), e4(1000))).toBe(349);
  expect(ticksBetween(e4(2.01), e4(3))).toBeUndefined();
});
