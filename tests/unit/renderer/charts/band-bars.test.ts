import { expect, it } from 'vitest';
import { bandBars } from '../../../../renderer/charts/band-bars.ts';

const STALE = 9_999;
const bar = (time: number, x: number) => ({ time, x });

it('puts the neighbours of what is in sight where their index says, not where they stood before', () => {
  const bars = [bar(0, Number.NaN), bar(1, STALE), bar(2, 5), bar(3, 15), bar(6, -STALE), bar(7, Number.NaN)];
  expect(bandBars(bars, { from: 2, to: 4 }, 10)).toEqual([bar(1, -5), bar(2, 5), bar(3, 15), bar(6, 45)]);
});

it('has no neighbours at the ends', () => {
  const bars = [bar(4, 5), bar(5, 15)];
  expect(bandBars(bars, { from: 0, to: 2 }, 10)).toEqual(bars);
});

it('draws nothing where nothing is in sight', () => {
  expect(bandBars([bar(0, STALE)], { from: 1, to: 1 }, 10)).toEqual([]);
});
