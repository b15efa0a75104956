import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReplayMarket } from '../../electron/engine/services/replay-market.ts';
import type { EpochMs } from '../../shared/domain/units.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import {
  kindsDumping,
  type Moments,
  noteMoment,
  type RecordedSession,
  recordSession,
} from '../support/recorded-session.ts';
import { createReplayKernel, type ReplayKernel } from '../support/replay-kernel.ts';
import { temporaryFolder } from '../support/serve.ts';
import { createSilentLog } from '../support/silent-log.ts';

const folder = temporaryFolder();
let session: RecordedSession;
let replays = 0;

beforeAll(async () => {
  session = await recordSession(folder.path, 220);
});
afterAll(folder.remove);

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A replay of the session through a kernel of its own. */
async function openReplay(options: {
  readonly speed: number;
  readonly at?: EpochMs;
  readonly file?: string;
}) {
  const wall = createManualClock();
  const moments: Moments = { hashes: [], last: '' };
  const opened: { kernel?: ReplayKernel } = {};
  const note = () => {
    if (opened.kernel !== undefined) noteMoment(moments, opened.kernel);
  };
  const replay = await openReplayMarket(
    { clock: wall, log: createSilentLog(), kinds: kindsDumping(note) },
    { file: session.file, ...options },
  );
  if (!replay.ok) throw new Error(replay.message);
  const { market } = replay;
  replays += 1;
  const data = `${folder.path}/replay-${replays}`;
  mkdirSync(data);
  const kernel = await createReplayKernel(market.clock, data);
  opened.kernel = kernel;
  market.onBeat(() => {
    kernel.pipeline.sweep();
    note();
  });
  const start = () => {
    for (const source of market.sources) void source.start(kernel.pipeline.sinkFor(source.id));
  };
  return { market, wall, moments, start, close: kernel.close };
}
type Replay = Awaited<ReturnType<typeof openReplay>>;

/** Lets human time pass until the replay is in that motion. */
async function until({ market, wall }: Replay, motion: 'ended' | 'paused', everyMs = 50): Promise<void> {
  while (market.controls.state().motion !== motion) {
    wall.advance(everyMs);
    await turn();
  }
}

describe('a replayed recording', () => {
  it('holds every payload, with what the engine said of itself', async () => {
    const replay = await openReplay({ speed: 1 });
    await turn();
    const { from, to, payloads, format, notes } = replay.market.controls.state();
    expect({ payloads, format, notes }).toEqual({
      payloads: session.payloads,
      format: 'recording',
      notes: [],
    });
    expect((to ?? 0) - from).toBeGreaterThan(50_000);
    expect(session.moments.hashes.length).toBeGreaterThan(session.payloads);
    expect(new Set(session.moments.hashes).size).toBeGreaterThan(session.payloads / 2);
    expect(session.moments.last).toContain('"ev":');
    expect(replay.market.context).toEqual({ decided: ['a', 'b'] });
    replay.close();
  });

  it.each([0.1, 1, 1000])(
    'comes to the same books, fair prices and edges at %s times the speed',
    async (speed) => {
      const replay = await openReplay({ speed });
      replay.start();
      await until(replay, 'ended');
      expect(replay.moments.hashes).toEqual(session.moments.hashes);
      expect(replay.moments.last).toBe(session.moments.last);
      expect(replay.market.controls.state()).toMatchObject({
        played: session.payloads,
        refused: session.refused,
        notes: [],
      });
      replay.close();
    },
  );

  it('comes to the same when stepped, paused and driven at changing speeds', async () => {
    const replay = await openReplay({ speed: 10 });
    const { controls, setSpeed } = replay.market;
    replay.start();
    controls.pause();
    for (const [index, steps] of [1, 1, 7, 30, 2].entries()) {
      const stepped = controls.step(steps);
      await pass(replay.wall, stepped);
      controls.play();
      setSpeed([0.3, 40, 1000, 2, 0.1][index] ?? 1);
      for (let ticks = 0; ticks < 20; ticks += 1) {
        replay.wall.advance(37);
        await turn();
      }
      controls.pause();
    }
    setSpeed(1000);
    controls.play();
    await until(replay, 'ended');
    expect(replay.moments.hashes).toEqual(session.moments.hashes);
    replay.close();
  });

  it('comes to the same when it goes to a moment at once, and stands there', async () => {
    const probe = await openReplay({ speed: 1 });
    await turn();
    const { from, to } = probe.market.controls.state();
    probe.close();
    const middle = Math.floor((from + (to ?? 0)) / 2) as EpochMs;
    const replay = await openReplay({ speed: 1, at: middle });
    replay.start();
    await until(replay, 'paused');
    const there = replay.moments.hashes.length;
    expect(replay.market.clock.now()).toBe(middle);
    expect(there).toBeGreaterThan(20);
    expect(there).toBeLessThan(session.moments.hashes.length);
    expect(replay.moments.hashes).toEqual(session.moments.hashes.slice(0, there));
    expect(replay.market.controls.seek(from)).toMatchObject({ behind: true });
    replay.market.controls.seek(to ?? middle);
    await until(replay, 'ended');
    expect(replay.moments.hashes).toEqual(session.moments.hashes);
    replay.close();
  });
});

/** Lets human time pass until `done` is. */
async function pass(wall: ManualClock, done: Promise<unknown>): Promise<void> {
  let finished = false;
  void done.finally(() => {
    finished = true;
  });
  while (!finished) {
    wall.advance(1);
    await turn();
  }
}
