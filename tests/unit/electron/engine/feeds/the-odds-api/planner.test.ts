import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  demandOf,
  plan,
  shadowPrice,
  shortestIntervalMs,
  type Wish,
} from '../../../../../../electron/engine/feeds/the-odds-api/planner.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';

const NOW = 1_800_000_000_000 as EpochMs;
const DAY = 86_400_000;

const anyWish = (id: string): fc.Arbitrary<Wish> =>
  fc.record({
    id: fc.constant(id),
    cost: fc.integer({ min: 0, max: 20 }),
    worth: fc.double({ min: 0, max: 500, noNaN: true }),
    floorMs: fc.integer({ min: 20_000, max: 3_600_000 }),
    since: fc.option(fc.integer({ min: 0, max: 3 * DAY }).map((age) => (NOW - age) as EpochMs)),
    notBefore: fc.option(fc.integer({ min: -DAY, max: DAY }).map((ms) => (NOW + ms) as EpochMs)),
    essentialMs: fc.option(fc.integer({ min: 120_000, max: 1_800_000 }), { freq: 8 }),
  });
const anyWishes = fc
  .integer({ min: 1, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anyWish(`odds sport_${index}`))));
const anyPurse = fc.record({
  left: fc.integer({ min: 0, max: 500 }),
  reserve: fc.integer({ min: 0, max: 60 }),
  allowance: fc.double({ min: -50, max: 300, noNaN: true }),
  rate: fc.double({ min: 0, max: 0.01, noNaN: true }),
});
const paid = (wishes: readonly Wish[]) => wishes.filter(({ cost }) => cost > 0);
const costOf = (wishes: readonly Wish[]) => wishes.reduce((sum, { cost }) => sum + cost, 0);

const wish = (change: Partial<Wish> = {}): Wish => ({
  id: 'odds soccer_epl',
  cost: 3,
  worth: 1,
  floorMs: 60_000,
  since: (NOW - 60_000) as EpochMs,
  notBefore: null,
  essentialMs: null,
  ...change,
});
const rich = { left: 1_000_000, reserve: 0, allowance: 10_000, rate: 1 };

describe('plan', () => {
  it('never asks for more than is left, nor paced wishes beyond the allowance or into the reserve', () => {
    fc.assert(
      fc.property(anyWishes, anyPurse, (wishes, purse) => {
        const { now } = plan(wishes, purse, NOW);
        expect(costOf(now)).toBeLessThanOrEqual(purse.left);
        const paced = paid(now).filter(({ essentialMs }) => essentialMs === null);
        if (paced.length === 0) return;
        expect(costOf(now)).toBeLessThanOrEqual(Math.max(0, purse.left - purse.reserve));
        expect(costOf(now)).toBeLessThanOrEqual(purse.allowance);
      }),
    );
  });

  it('never asks below a floor, before a delay is over, or for what is worth nothing', () => {
    fc.assert(
      fc.property(anyWishes, anyPurse, (wishes, purse) => {
        const made = plan(wishes, purse, NOW);
        for (const item of [...made.now.map((one) => ({ wish: one, at: NOW })), ...made.next]) {
          const { since, floorMs, notBefore, cost, worth } = item.wish;
          if (since !== null) expect(item.at - since).toBeGreaterThanOrEqual(floorMs);
          if (notBefore !== null) expect(item.at).toBeGreaterThanOrEqual(notBefore);
          if (cost > 0 && item.wish.essentialMs === null) expect(worth).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('asks no later for a wish that is worth more, or whose prices are older', () => {
    const more = fc.double({ min: 1, max: 50, noNaN: true });
    const older = fc.integer({ min: 0, max: DAY });
    fc.assert(
      fc.property(anyWishes, anyPurse, more, older, (wishes, purse, times, ms) => {
        const [first, ...others] = wishes;
        if (first === undefined || first.worth < 1e-9) return;
        const asks = (of: Wish) =>
          plan([of, ...others], purse, NOW).now.some(({ id }) => id === first.id) ? 1 : 0;
        const intervalOf = (of: Wish) =>
          shortestIntervalMs([of, ...others], purse.rate, ({ id }) => id === first.id) ??
          Number.POSITIVE_INFINITY;
        const dearer = { ...first, worth: first.worth * times };
        const staler = first.since === null ? first : { ...first, since: (first.since - ms) as EpochMs };
        expect(asks(dearer)).toBeGreaterThanOrEqual(asks(first));
        expect(asks(staler)).toBeGreaterThanOrEqual(asks(first));
        expect(intervalOf(dearer)).toBeLessThanOrEqual(intervalOf(first) * (1 + 1e-9));
      }),
      { numRuns: 500 },
    );
  });

  it('asks each wish at its floor where credits abound', () => {
    const made = plan([wish(), wish({ id: 'odds b', since: (NOW - 20_000) as EpochMs })], rich, NOW);
    expect(made.now.map(({ id }) => id)).toEqual(['odds soccer_epl']);
    expect(made.next.map(({ at }) => at - NOW)).toEqual([40_000]);
  });

  it('asks what is worth four times as much twice as often', () => {
    const wishes = [wish({ id: 'odds dear', worth: 4 }), wish({ id: 'odds plain', worth: 1 })];
    const rate = 3 / 3_600_000;
    const interval = (id: string) => shortestIntervalMs(wishes, rate, (item) => item.id === id) ?? 0;
    expect(interval('odds plain') / interval('odds dear')).toBeCloseTo(2, 6);
    // Together they spend the rate: a credit every 20 minutes.
    expect(3 / interval('odds plain') + 3 / interval('odds dear')).toBeCloseTo(rate, 12);
  });

  it('lets a dear request wait for its turn rather than be starved by cheap ones', () => {
    const purse = { left: 1_000, reserve: 0, allowance: 4, rate: 1 / 60_000 };
    const long = (NOW - DAY) as EpochMs;
    const wishes = [
      wish({ id: 'odds dear', cost: 9, worth: 100, since: long }),
      wish({ id: 'odds cheap', cost: 1, worth: 1, since: long }),
    ];
    const made = plan(wishes, purse, NOW);
    expect(made.now).toEqual([]);
    expect(made.next.map(({ wish: { id }, at }) => [id, at - NOW])).toEqual([
      ['odds dear', 300_000],
      ['odds cheap', 360_000],
    ]);
  });

  it('asks for the scores of bets out of the reserve, whatever pacing says', () => {
    const purse = { left: 6, reserve: 6, allowance: -3, rate: 0 };
    const scores = wish({ id: 'scores soccer_epl', cost: 2, since: null, essentialMs: 120_000 });
    expect(plan([scores, wish()], purse, NOW).now).toEqual([scores]);
  });

  it('spends the rate at the shadow price, or less where floors hold it', () => {
    fc.assert(
      fc.property(anyWishes, fc.double({ min: 1e-9, max: 0.01, noNaN: true }), (wishes, rate) => {
        const paced = wishes.filter(({ cost, worth }) => cost > 0 && worth > 1e-6);
        const lambda = shadowPrice(paced, rate);
        const spends = paced.reduce(
          (sum, { cost, worth, floorMs }) =>
            sum + cost / Math.max(floorMs, Math.sqrt((2 * lambda * cost) / worth)),
          0,
        );
        expect(spends).toBeLessThanOrEqual(rate * (1 + 1e-9));
        if (lambda > 0) expect(spends).toBeGreaterThan(rate * (1 - 1e-6));
      }),
    );
  });

  it('measures demand by what paced wishes would spend at one price', () => {
    expect(demandOf([wish({ cost: 4, worth: 9 }), wish({ cost: 0 }), wish({ essentialMs: 1 })])).toBe(6);
  });
});
