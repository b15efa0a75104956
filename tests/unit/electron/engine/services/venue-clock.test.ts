import { describe, expect, it } from 'vitest';
import { createVenueClock } from '../../../../../electron/engine/services/venue-clock.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const clocks = () => {
  const [market, wall] = [createManualClock(0), createManualClock(0)];
  const done: string[] = [];
  return {
    market,
    wall,
    done,
    venue: createVenueClock(market, wall),
    note: (word: string) => () => void done.push(word),
  };
};

describe("a venue's time in a replay", () => {
  it("is the market's while there is any: human time does nothing", () => {
    const { market, wall, venue, done, note } = clocks();
    venue.after(120, note('arrived'));
    const cancel = venue.after(130, note('never'));
    cancel();
    wall.advance(1_000_000);
    expect(done).toEqual([]);
    market.advance(120);
    expect(done).toEqual(['arrived']);
    market.advance(1_000);
    expect(done).toEqual(['arrived']);
    expect(venue.now()).toBe(1_120);
  });

  it('is over with the file: what waits is done at once, and what is asked later', () => {
    const { market, wall, venue, done, note } = clocks();
    venue.after(5_000, note('order'));
    const cancel = venue.after(6_000, note('never'));
    venue.finish();
    venue.finish();
    cancel();
    venue.after(170, note('cancel'));
    expect(done).toEqual([]);
    wall.advance(1);
    expect(done).toEqual(['order', 'cancel']);
    market.advance(10_000);
    expect(done).toEqual(['order', 'cancel']);
  });
});
