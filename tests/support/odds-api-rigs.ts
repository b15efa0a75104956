import { afterEach, expect } from 'vitest';
import { type FeedRig, openFeedRig, type RigOptions } from './odds-api-feed.ts';
import { TEST_KEY } from './odds-api-payloads.ts';

export const ODDS = '/soccer_epl/odds';
export const SCORES = '/soccer_epl/scores';

/** Rigs of a test file: one a test, closed after it, with nothing of the key in what anyone could see. */
export function feedRigs(onOpen: (rig: FeedRig) => void) {
  let opened: FeedRig | undefined;
  afterEach(async () => {
    const shown = opened?.shown() ?? '';
    await opened?.close();
    opened = undefined;
    expect(shown).not.toContain(TEST_KEY);
  });
  const open = async (options?: RigOptions): Promise<FeedRig> => {
    opened = await openFeedRig(options);
    onOpen(opened);
    return opened;
  };
  return {
    open,
    /** Started, with the first odds taken. */
    async openAndStart(options?: RigOptions): Promise<FeedRig> {
      const rig = await open(options);
      await rig.start();
      await rig.settled(ODDS, 1);
      return rig;
    },
  };
}

/** The counts of the source's health, which add up. */
export function conservedCounts(rig: FeedRig) {
  const { counts } = rig.source.health();
  expect(counts.received).toBe(counts.used + counts.duplicate + counts.quarantined);
  return counts;
}
