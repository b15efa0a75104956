import { expect, test } from 'vitest';
import { historyPoints } from '../../../../../renderer/charts/history-points.ts';
import { historyCsv } from '../../../../../renderer/features/market/history-table.ts';
import type { BookId, EpochMs, OddsE4, Probability } from '../../../../../shared/domain/units.ts';

const T0 = Date.UTC(2026, 0, 1);
const at = (second: number) => (T0 + second * 1000) as EpochMs;

test('the engine’s answer becomes points, the longest fair price from the lowest probability', () => {
  const points = historyPoints({
    prices: [
      {
        bookId: 'ash' as BookId,
        side: 'back',
        points: [
          { at: at(0), sourceTime: at(0), price: 21_000 as OddsE4, size: null },
          { at: at(9), sourceTime: at(9), price: null, size: null },
        ],
      },
    ],
    fair: [
      { at: at(5), probability: 0.5 as Probability, low: 0.4 as Probability, high: 0.625 as Probability },
    ],
  });
  expect(points).toMatchObject([
    { price: 2.1, fair: null },
    { price: 2.1, fair: 2, low: 1.6, high: 2.5 },
    { price: null, fair: 2 },
  ]);
  expect(historyCsv(points).split('\r\n').slice(0, 3)).toEqual([
    'time,price,size,fair,fair shortest,fair longest',
    '2026-01-01T00:00:00.000Z,2.1,,,,',
    '2026-01-01T00:00:05.000Z,2.1,,2,1.6,2.5',
  ]);
});
