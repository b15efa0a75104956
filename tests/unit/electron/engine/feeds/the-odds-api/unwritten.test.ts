import { describe, expect, it, vi } from 'vitest';
import type { FeedRig, RigOptions } from '../../../../../support/odds-api-feed.ts';
import { feedRigs, ODDS } from '../../../../../support/odds-api-rigs.ts';

let rig: FeedRig;
const { openAndStart } = feedRigs((opened) => {
  rig = opened;
});

/** A journal that refuses what `refuses` says, from its next write on. */
function createMemory() {
  const kept = new Map<string, unknown>();
  const memory = {
    refuses: (_key: string): boolean => false,
    get: (key: string) => kept.get(key),
    save(key: string, value: unknown) {
      if (memory.refuses(key)) throw new Error('The disk holding journal.db is full: free some space.');
      kept.set(key, structuredClone(value));
    },
  };
  return memory;
}
const FULL = { state: 'degraded', message: expect.stringMatching(/written down.*journal\.db is full/) };
const WELL = { state: 'live', message: '' };

describe('The Odds API source whose spending can not be written down', () => {
  it('asks for nothing that costs, says so, and goes on by itself', async () => {
    const memory = createMemory();
    await openAndStart({ memory });
    const { credits } = rig.source.health();
    memory.refuses = () => true;
    rig.clock.advance(3_600_000);
    await rig.settled('/sports', 2);
    expect(rig.asked(ODDS)).toBe(1);
    expect(rig.source.health()).toMatchObject({ ...FULL, credits: { remaining: credits?.remaining } });
    memory.refuses = () => false;
    rig.clock.advance(15_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.health()).toMatchObject(WELL);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 3);
  });

  it.each([
    ['the account', 'credits'],
    ['when it was asked', 'asked'],
  ])('tells the prices it has paid for, whether %s can be written down or not', async (_, refused) => {
    const memory = createMemory();
    await openAndStart({ memory });
    let writes = 0;
    // The first is what is set aside before the request.
    memory.refuses = (key) => key === refused && (key === 'asked' || writes++ > 0);
    const told = rig.told('quotes').length;
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.told('quotes').length).toBeGreaterThan(told);
    expect(rig.source.health()).toMatchObject(FULL);
    memory.refuses = () => false;
    rig.clock.advance(15_000);
    expect(rig.source.health()).toMatchObject(WELL);
    rig.clock.advance(45_000);
    await rig.settled(ODDS, 3);
  });

  it('keeps nothing set aside for an answer that could not be used', async () => {
    await openAndStart();
    const push = rig.events.push.bind(rig.events);
    rig.events.push = () => {
      throw new Error('the market is closed');
    };
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.health()).toMatchObject({ state: 'degraded' });
    rig.events.push = push;
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 3);
    const { facts, credits } = rig.source.health();
    expect(facts[0]?.value).toContain(` ${credits?.remaining?.toLocaleString('en-GB')} left`);
  });

  it('survives what it is asked about going wrong, and asks again', async () => {
    const prospects = vi.fn<NonNullable<RigOptions['prospects']>>(() => []);
    await openAndStart({ prospects });
    prospects.mockImplementation(() => {
      throw new Error('no such market');
    });
    rig.clock.advance(60_000);
    expect(rig.source.health()).toMatchObject({
      state: 'degraded',
      message: expect.stringContaining('could not be decided'),
    });
    prospects.mockImplementation(() => []);
    rig.clock.advance(15_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.health()).toMatchObject(WELL);
  });
});
