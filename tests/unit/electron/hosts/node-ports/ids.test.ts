import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNodeIds } from '../../../../../electron/hosts/node-ports/ids.ts';
import { orderId } from '../../../../../shared/contract/schemas.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';

const clockOf = (times: readonly number[]) => {
  let i = 0;
  return { now: () => (times[Math.min(i++, times.length - 1)] ?? 0) as EpochMs };
};

describe('ids', () => {
  it('writes the time as the ULID specification does', () => {
    // The specification's own example: 1469918176385 is 01ARYZ6S41.
    const ids = createNodeIds(clockOf([1_469_918_176_385]), (bytes) => bytes.fill(0));
    expect(ids.next()).toBe('01ARYZ6S410000000000000000');
    expect(ids.next()).toBe('01ARYZ6S410000000000000001');
  });

  it('is unique and sorts by creation, whatever the clock does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2 ** 47 }), { minLength: 2, maxLength: 100 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (times, random) => {
          const ids = createNodeIds(clockOf(times), (bytes) => bytes.set(random));
          const made = times.map(() => ids.next());
          expect(new Set(made).size).toBe(made.length);
          expect(made).toEqual([...made].sort());
        },
      ),
    );
  });

  it('moves to the next millisecond when the random part is used up', () => {
    const ids = createNodeIds(clockOf([0]), (bytes) => bytes.fill(255));
    expect(ids.next()).toBe(`0000000000${'Z'.repeat(16)}`);
    expect(ids.next()).toBe(`0000000001${'Z'.repeat(16)}`);
  });

  it('is random, and fit for an order', () => {
    const [first, second] = [createNodeIds(clockOf([1])), createNodeIds(clockOf([1]))];
    const id = first.next();
    expect(id).not.toBe(second.next());
    expect(orderId.safeParse(id).success).toBe(true);
  });
});
