import { describe, expect, it } from 'vitest';
import { createPlayer, createReplayClock } from '../../../../../../electron/engine/feeds/replay/index.ts';
import type { PayloadTape, TapeEntry } from '../../../../../../electron/engine/ports/payload-tape.ts';
import type { EpochMs, SourceId } from '../../../../../../shared/domain/units.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';

const START = 1_700_000_000_000;
const HOUR = 3_600_000;

const payload = (at: number): TapeEntry => ({
  kind: 'payload',
  source: 'test' as SourceId,
  channel: 'line',
  body: new Uint8Array(),
  at: (START + at) as EpochMs,
});
const beat = (at: number): TapeEntry => ({ kind: 'beat', at: (START + at) as EpochMs });

/** Payloads close together, an hour of nothing, payloads again. */
const BURSTS = [0, 4_000, 8_000, HOUR, HOUR + 9_000].map(payload);
const withBeats: readonly TapeEntry[] = [
  payload(0),
  ...Array.from({ length: HOUR / 250 - 1 }, (_, index) => beat((index + 1) * 250)),
  payload(HOUR),
];

const tapeOf = (entries: readonly TapeEntry[], beats: boolean, batch: number): PayloadTape => ({
  format: 'test',
  from: START as EpochMs,
  sources: [],
  beats,
  context: null,
  notes: [],
  refused: () => 0,
  survey: () => Promise.resolve(undefined),
  async *entries() {
    for (let at = 0; at < entries.length; at += batch) yield entries.slice(at, at + batch);
    return null;
  },
});

async function played(tape: PayloadTape, skipsQuiet: boolean) {
  const wall = createManualClock();
  const clock = createReplayClock(wall, START as EpochMs);
  const done: string[] = [];
  const note = (what: string) => done.push(`${what} ${clock.now() - START}`);
  const player = createPlayer({
    tape,
    clock,
    wall,
    speed: 1,
    playing: true,
    skipsQuiet,
    deliver: () => note('payload'),
    beat: () => note('beat'),
    onChange: () => {},
  });
  player.begin();
  const began = wall.now();
  while (player.position().motion !== 'ended') {
    wall.advance(skipsQuiet ? 50 : 20_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { done, took: wall.now() - began };
}

describe('quiet stretches', () => {
  it.each([
    ['of files without beats', BURSTS, false, 256, 30_000],
    ['of recordings', withBeats, true, 20_000, 30_000],
    ['of recordings read in pieces', withBeats, true, 512, 250_000],
  ])('%s are crossed at once, and everything in them is done', async (_, entries, beats, batch, most) => {
    const skipping = await played(tapeOf(entries, beats, batch), true);
    const whole = await played(tapeOf(entries, beats, batch), false);
    expect(skipping.done).toEqual(whole.done);
    expect(skipping.done.length).toBeGreaterThan(60);
    expect(skipping.took).toBeLessThan(most);
    expect(whole.took).toBeGreaterThan(HOUR / 2);
  });

  it('are no gaps of ten seconds or less', async () => {
    const { took } = await played(tapeOf([0, 10_000, 20_000].map(payload), false, 256), true);
    expect(took).toBeGreaterThanOrEqual(20_000);
  });
});

describe('a player that has not begun', () => {
  it('reads nothing, and does what it was asked for once it begins', async () => {
    const wall = createManualClock();
    const clock = createReplayClock(wall, START as EpochMs);
    let delivered = 0;
    const player = createPlayer({
      tape: tapeOf(BURSTS, false, 256),
      clock,
      wall,
      speed: 1,
      playing: false,
      deliver: () => {
        delivered += 1;
      },
      beat: () => {},
      onChange: () => {},
    });
    const stepped = player.step(2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(delivered).toBe(0);
    player.begin();
    await stepped;
    expect(delivered).toBe(2);
  });
});
