import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceQueue, takeLevels } from '../../../../../../electron/engine/orders/paper-broker/matching.ts';
import type { BackLay, PriceSize } from '../../../../../../shared/domain/quote.ts';
import type { MinorUnits, OddsE4 } from '../../../../../../shared/domain/units.ts';

const amount = fc.integer({ min: 0, max: 10_000 }).map((value) => value as MinorUnits);
const none = () => 0 as MinorUnits;

describe('taking levels', () => {
  const side = fc.constantFrom<BackLay>('back', 'lay');
  const ladder = (of: BackLay) =>
    fc
      .uniqueArray(fc.record({ price: fc.integer({ min: 101, max: 400 }), size: amount }), {
        selector: (level) => level.price,
        maxLength: 6,
      })
      .map((levels) =>
        levels
          .map(({ price, size }): PriceSize => ({ price: (price * 100) as OddsE4, size }))
          .sort((a, b) => (of === 'back' ? b.price - a.price : a.price - b.price)),
      );

  it('never takes a worse price than asked, nor more than is shown or wanted, best first', () => {
    const input = side.chain((of) =>
      fc.tuple(
        fc.constant(of),
        ladder(of),
        fc.integer({ min: 101, max: 400 }),
        fc.integer({ min: 1, max: 9_999 }),
      ),
    );
    fc.assert(
      fc.property(input, ([of, levels, limit, stake]) => {
        const asked = (limit * 100) as OddsE4;
        const takes = takeLevels(of, levels, asked, stake as MinorUnits, none);
        const total = takes.reduce((sum, take) => sum + take.stake, 0);
        const there = levels
          .filter(({ price }) => (of === 'back' ? price >= asked : price <= asked))
          .reduce((sum, { size }) => sum + (size ?? 0), 0);
        expect(total).toBe(Math.min(stake, there));
        for (const take of takes) {
          expect(of === 'back' ? take.price >= asked : take.price <= asked).toBe(true);
          expect(take.stake).toBeLessThanOrEqual(levels.find(({ price }) => price === take.price)?.size ?? 0);
        }
      }),
    );
  });

  it('takes a level of unknown size whole, and none of what was taken before', () => {
    const level = { price: 25_000 as OddsE4, size: null };
    expect(takeLevels('back', [level], 25_000 as OddsE4, 700 as MinorUnits, none)).toEqual([
      { price: 25_000, stake: 700 },
    ]);
    const sized = { price: 25_000 as OddsE4, size: 500 as MinorUnits };
    const rest = takeLevels('back', [sized], 25_000 as OddsE4, 700 as MinorUnits, () => 450 as MinorUnits);
    expect(rest).toEqual([{ price: 25_000, stake: 50 }]);
  });
});

describe('advancing a queue', () => {
  const queue = fc
    .array(fc.record({ ahead: amount, left: amount }), { minLength: 1, maxLength: 5 })
    // Later orders have at least as many others ahead.
    .map((items) =>
      items.map((item, index) => ({ ...item, ahead: (item.ahead + index * 10_000) as MinorUnits })),
    );

  it('fills no more than traded less what stood ahead, and only the front', () => {
    fc.assert(
      fc.property(queue, amount, (items, traded) => {
        const steps = advanceQueue(items, traded);
        const filled = steps.reduce((sum, step) => sum + step.filled, 0);
        expect(filled).toBeLessThanOrEqual(Math.max(0, traded - (items[0]?.ahead ?? 0)));
        steps.forEach((step, index) => {
          const before = items[index];
          expect(step.ahead).toBeLessThanOrEqual(before?.ahead ?? 0);
          expect(step.filled).toBeLessThanOrEqual(before?.left ?? 0);
          if (step.filled > 0) expect(step.ahead).toBe(0);
        });
      }),
    );
  });

  it('goes others, ours, others between, ours', () => {
    const items = [
      { ahead: 10 as MinorUnits, left: 5 as MinorUnits },
      { ahead: 14 as MinorUnits, left: 5 as MinorUnits },
    ];
    expect(advanceQueue(items, 12 as MinorUnits)).toEqual([
      { ahead: 0, filled: 2 },
      { ahead: 4, filled: 0 },
    ]);
    expect(advanceQueue(items, 21 as MinorUnits)).toEqual([
      { ahead: 0, filled: 5 },
      { ahead: 0, filled: 2 },
    ]);
  });
});
