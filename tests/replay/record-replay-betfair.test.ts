import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { betfairKind } from '../../electron/engine/feeds/betfair/index.ts';
import { createRecorder } from '../../electron/engine/services/recordings/index.ts';
import { openReplayMarket, type ReplayMarket } from '../../electron/engine/services/replay-market.ts';
import { openRecordingsFolder } from '../../electron/engine/storage/recordings/index.ts';
import { createNodeClock } from '../../electron/hosts/node-ports/clock.ts';
import type { EpochMs, SourceId } from '../../shared/domain/units.ts';
import { createReplayKernel } from '../support/replay-kernel.ts';
import { temporaryFolder } from '../support/serve.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';
import { createSilentLog } from '../support/silent-log.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const BETFAIR = 'betfair' as SourceId;
const EVERY = 250;
let kernels = 0;

const text = new TextDecoder();
const isHeartbeat = (body: Uint8Array): boolean => text.decode(body.subarray(0, 60)).includes('HEARTBEAT');

type Opened = {
  readonly market: ReplayMarket;
  /** Called after every line of the file's own, without the heartbeats that stand in between. */
  onLine: () => void;
};

/** Plays a market to its end, as fast as it goes; what the kernel held at every 250th line and at the end. */
async function play(opened: Opened, beforeBeat: () => void = () => {}) {
  const { market } = opened;
  kernels += 1;
  const data = `${folder.path}/kernel-${kernels}`;
  mkdirSync(data);
  const kernel = await createReplayKernel(market.clock, data);
  const hashes: string[] = [];
  market.onBeat(() => {
    beforeBeat();
    kernel.pipeline.sweep();
  });
  for (const source of market.sources) await source.start(kernel.pipeline.sinkFor(source.id));
  const note = () => hashes.push(createHash('sha256').update(kernel.dump()).digest('hex'));
  let lines = 0;
  opened.onLine = () => {
    lines += 1;
    if (lines % EVERY === 0) note();
  };
  market.controls.pause();
  let motion = '';
  while (motion !== 'ended') ({ motion } = await market.controls.step(EVERY));
  note();
  const last = kernel.dump();
  kernel.close();
  return { hashes, last, lines };
}

async function open(
  file: string,
  tap?: (payload: { channel: string; body: Uint8Array; at: EpochMs }) => void,
): Promise<Opened> {
  const hooks = { onLine: () => {} };
  const opened = await openReplayMarket(
    {
      clock: createNodeClock(),
      log: createSilentLog(),
      kinds: (id) =>
        id !== BETFAIR
          ? undefined
          : {
              name: betfairKind.name,
              decoder: (values, sink) => {
                const decoder = betfairKind.decoder(values, sink);
                return {
                  take(payload) {
                    tap?.(payload);
                    decoder.take(payload);
                    if (!isHeartbeat(payload.body)) hooks.onLine();
                  },
                };
              },
            },
    },
    { file, speed: 1000, at: 0 as EpochMs },
  );
  if (!opened.ok) throw new Error(opened.message);
  return Object.assign(hooks, { market: opened.market });
}

describe.skipIf(noSharedData)(`Betfair's stream, recorded and replayed (${needsSharedData})`, () => {
  it('comes to the same book, fair prices and edges', { timeout: 120_000 }, async () => {
    const clock: { current?: ReplayMarket['clock'] } = {};
    const wall = createNodeClock();
    // The file's own clock: it stands still by itself while a payload is worked through.
    const held = { ...wall, now: () => clock.current?.now() ?? wall.now(), hold: () => {} };
    const recorder = createRecorder({
      folder: openRecordingsFolder(folder.path),
      clock: held,
      wall,
      log: createSilentLog(),
      version: 'test',
      describe: () => ({
        sources: [{ id: BETFAIR, values: {} }],
        settings: {},
        openingBalance: { amount: 0, currency: 'GBP' },
        context: null,
      }),
      unavailable: () => null,
    });
    const { id } = await recorder.start();
    // What goes through the market of the file is recorded on its way, as payloads of a connection are.
    const tap = recorder.tapFor(BETFAIR);
    let heartbeats = 0;
    const live = await open(`${sharedData}/data/betfair/stream/1.200806927.gz`, (payload) => {
      if (isHeartbeat(payload.body)) heartbeats += 1;
      tap(payload);
    });
    clock.current = live.market.clock;
    const played = await play(live, () => recorder.beat());
    const recording = await recorder.stop();
    expect(recording).toMatchObject({
      state: 'complete',
      payloads: played.lines + heartbeats,
      sources: [BETFAIR],
      problem: null,
    });
    expect(recording.bytes).toBeLessThan(recording.rawBytes / 2.5);

    const replayed = await play(await open(`${folder.path}/${id}`));
    expect(replayed.lines).toBe(18_529);
    expect(heartbeats).toBeGreaterThan(100_000);
    expect(replayed.hashes).toEqual(played.hashes);
    expect(replayed.last).toBe(played.last);
    expect(new Set(played.hashes).size).toBeGreaterThan(20);
  });

  it('counts markets that can not be traded as refused', async () => {
    const opened = await open(`${sharedData}/data/betfair/stream/1.164917629.bz2`);
    const { lines } = await play(opened);
    expect(lines).toBe(298);
    expect(opened.market.controls.state()).toMatchObject({ refused: 1, motion: 'ended' });
  });
});
