import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slicedOrder } from '../../../../../../electron/engine/feeds/replay/sliced-order.ts';
import { countTurns } from '../../../../../support/count-turns.ts';

it('orders keys as a stable sort does', async () => {
  const lengths = fc.constantFrom(0, 1, 2_047, 2_048, 2_049, 4_096, 9_001);
  await fc.assert(
    fc.asyncProperty(
      lengths,
      fc.integer({ min: 1, max: 5_000 }),
      fc.integer(),
      async (length, kinds, seed) => {
        const keys = Array.from({ length }, (_, i) => (Math.abs(Math.sin(i * 7 + seed) * 1e6) % kinds) | 0);
        const expected = keys.map((_, i) => i).sort((one, other) => (keys[one] ?? 0) - (keys[other] ?? 0));
        expect([...(await slicedOrder(keys))]).toEqual(expected);
      },
    ),
    { numRuns: 30 },
  );
});

it('gives everyone else a turn meanwhile', async () => {
  const keys = Array.from({ length: 300_000 }, (_, i) => (i * 7_919) % 300_007);
  const turns = countTurns();
  await slicedOrder(keys);
  // Ten moves of each in the runs and one in each of the eight merges, 32768 of them a turn.
  expect(turns.sofar()).toBeGreaterThan(100);
  turns.stop();
});
