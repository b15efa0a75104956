import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slotOf, slotsBetween } from '../../../../../../electron/engine/feeds/simulator/calendar.ts';
import { matchLength } from '../../../../../../electron/engine/feeds/simulator/match-clock.ts';
import { MINUTE, WORLD_START } from '../../../../../support/practice-run.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const fullTime = (seed: number, slot: { index: number; kickOff: number }) =>
  slot.kickOff + matchLength(seed, slot.index);

it('opens with a match about to end, others in play, several about to start and results in', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const slots = slotsBetween({ seed, startedAt: WORLD_START }, WORLD_START - 300 * MINUTE, WORLD_START);
      const minutes = slots.map((slot) => (slot.kickOff - WORLD_START) / MINUTE);
      const ends = slots.map((slot) => fullTime(seed, slot) - WORLD_START);
      expect(ends.filter((end) => end > 0 && end < 2 * MINUTE)).toHaveLength(1);
      expect(ends.filter((end) => end <= 0)).toHaveLength(3);
      expect(minutes.filter((m, i) => m <= 0 && (ends[i] ?? 0) > 0).length).toBeGreaterThanOrEqual(8);
      expect(minutes.filter((m) => m > 0 && m <= 10).length).toBeGreaterThanOrEqual(5);
      expect(minutes.some((m) => m > 12 * 60)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

it('goes on for ever with about forty matches to bet on', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: 60 * 24 * 40 }), (seed, minute) => {
      const now = WORLD_START + minute * MINUTE;
      const present = slotsBetween({ seed, startedAt: WORLD_START }, now - 120 * MINUTE, now).filter(
        (slot) => fullTime(seed, slot) > now,
      );
      expect(present.length).toBeGreaterThanOrEqual(28);
      expect(present.length).toBeLessThanOrEqual(60);
    }),
    { numRuns: 60 },
  );
});

it('never has a club in two matches at once', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: 50 }), (seed, matchday) => {
      const world = { seed, startedAt: WORLD_START };
      const busyUntil = new Map<string, number>();
      const slots = Array.from({ length: 90 }, (_, i) => slotOf(world, matchday * 30 + i));
      for (const slot of slots.sort((a, b) => a.kickOff - b.kickOff))
        for (const club of [slot.homeClub, slot.awayClub]) {
          const key = `${slot.league}/${club}`;
          expect(slot.kickOff).toBeGreaterThan(busyUntil.get(key) ?? 0);
          busyUntil.set(key, fullTime(seed, slot));
        }
    }),
    { numRuns: 40 },
  );
});

it('finds every slot of a window, and only those', () => {
  const world = { seed: 3, startedAt: WORLD_START };
  const [from, by] = [WORLD_START + 900 * MINUTE, WORLD_START + 1000 * MINUTE];
  const expected = Array.from({ length: 600 }, (_, index) => slotOf(world, index)).filter(
    (slot) => slot.kickOff >= from && slot.appearsAt <= by,
  );
  expect(slotsBetween(world, from, by)).toEqual(expected);
});
