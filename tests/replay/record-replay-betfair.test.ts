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

/** Plays a market to its end, as fast as it goes; what the kernel held at every 250th payload and at the end. */
async function play(market: ReplayMarket, beforeBeat: () => void = () => {}) {
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
  market.controls.pause();
  for (;;) {
    const { played, motion } = await market.controls.step(EVERY);
    note();
    if (motion === 'ended' || played % EVERY !== 0) break;
  }
  const last = kernel.dump();
  kernel.close();
  return { hashes, last, played: market.controls.state().played };
}

async function open(
  file: string,
  tap?: (payload: { channel: string; body: Uint8Array; at: EpochMs }) => void,
) {
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
                  },
                };
              },
            },
    },
    { file, speed: 1000, at: 0 as EpochMs },
  );
  if (!opened.ok) throw new Error(opened.message);
  return opened.market;
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
    const market = await open(`${sharedData}/data/betfair/stream/1.200806927.gz`, tap);
    clock.current = market.clock;
    const live = await play(market, () => recorder.beat());
    const recording = await recorder.stop();
    expect(recording).toMatchObject({
      state: 'complete',
      payloads: live.played,
      sources: [BETFAIR],
      problem: null,
    });
    expect(recording.bytes).toBeLessThan(recording.rawBytes / 2.5);

    const replayed = await play(await open(`${folder.path}/${id}`));
    expect(replayed.played).toBe(live.played);
    expect(replayed.hashes).toEqual(live.hashes);
    expect(replayed.last).toBe(live.last);
    expect(new Set(live.hashes).size).toBeGreaterThan(20);
  });

  it('counts markets that can not be traded as refused', async () => {
    const market = await open(`${sharedData}/data/betfair/stream/1.164917629.bz2`);
    const { played } = await play(market);
    expect(played).toBe(298);
    expect(market.controls.state()).toMatchObject({ refused: 1, motion: 'ended' });
  });
});
