import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createHeldClock,
  createRecorder,
  cutOffWords,
  type Recorder,
  recordingOperations,
} from '../../../../../../electron/engine/services/recordings/index.ts';
import {
  openReplayMarket,
  type ReplayControls,
  replayFileProblem,
} from '../../../../../../electron/engine/services/replay-market.ts';
import { createTopic } from '../../../../../../electron/engine/services/topic.ts';
import {
  createRecordingFile,
  createRecordingWriter,
  openRecording,
  openRecordingsFolder,
} from '../../../../../../electron/engine/storage/recordings/index.ts';
import type { Recording, ReplayState } from '../../../../../../shared/contract/recordings.ts';
import type { EpochMs, SourceId } from '../../../../../../shared/domain/units.ts';
import { createManualClock, type ManualClock } from '../../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../../support/serve.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

let folder: ReturnType<typeof temporaryFolder>;
let wall: ManualClock;
let begun: number;
let reason: string | null;
let recorder: Recorder;
let on: readonly string[];

const makeRecorder = (path: string, createFile = createRecordingFile): Recorder =>
  createRecorder({
    folder: openRecordingsFolder(path, createFile),
    clock: createHeldClock(wall),
    wall,
    log: createSilentLog(),
    version: '1.0.0',
    describe: () => ({
      sources: on.map((id) => ({ id, values: {} })),
      settings: {},
      openingBalance: { amount: 1, currency: 'GBP' },
      context: null,
    }),
    unavailable: () => reason,
    onBegin: () => {
      begun += 1;
    },
  });

beforeEach(() => {
  folder = temporaryFolder();
  wall = createManualClock(Date.parse('2026-03-01T12:00:00Z'));
  begun = 0;
  reason = null;
  on = ['one'];
  recorder = makeRecorder(join(folder.path, 'recordings'));
});
afterEach(async () => {
  await recorder.close();
  folder.remove();
});

const send = (count: number) => {
  const tap = recorder.tapFor('one' as SourceId);
  for (let number = 0; number < count; number += 1)
    tap({ channel: 'odds', body: Buffer.from(`payload ${number}`), at: wall.now() });
};
const codeOf = (code: string) => expect.objectContaining({ code });

describe('the recorder', () => {
  it('records from start to stop, one at a time', async () => {
    send(3);
    const started = await recorder.start();
    expect(started).toMatchObject({ id: '20260301T120000Z.overround', state: 'recording', payloads: 0 });
    expect(begun).toBe(1);
    await expect(recorder.start()).rejects.toEqual(codeOf('conflict'));
    send(5);
    recorder.beat();
    expect(recorder.current()).toMatchObject({ payloads: 5, sources: ['one'] });
    const stopped = await recorder.stop();
    expect(stopped).toMatchObject({ state: 'complete', payloads: 5, rawBytes: 45, problem: null });
    expect(recorder.current()).toBeNull();
    await expect(recorder.stop()).rejects.toEqual(codeOf('conflict'));
    expect(await recorder.list()).toEqual([stopped]);
  });

  it('leaves word of what is under way, so that the next start can say what a kill cut off', async () => {
    const paths = { data: folder.path };
    expect(cutOffWords(paths)).toBeNull();
    await recorder.start();
    send(1);
    // A run that was killed ends nothing.
    expect(cutOffWords(paths)).toContain('20260301T120000Z.overround');
    expect(cutOffWords(paths)).toBeNull();
    await recorder.stop();
    wall.advance(60_000);
    await recorder.start();
    wall.advance(60_000);
    await recorder.renew();
    expect(await recorder.list()).toHaveLength(3);
    await recorder.stop();
    expect(cutOffWords(paths)).toBeNull();
    wall.advance(60_000);
    await recorder.start();
    await recorder.renew();
    expect(cutOffWords(paths)).toContain('20260301T120300Z-2.overround');
  });

  it('holds what comes while its file is made, and no beat before the one that is counted first', async () => {
    const disk = Promise.withResolvers<void>();
    recorder = makeRecorder(join(folder.path, 'recordings'), async (path) => {
      const file = await createRecordingFile(path);
      return { ...file, append: (pieces) => disk.promise.then(() => file.append(pieces)) };
    });
    const beginning = recorder.start();
    while (recorder.current() === null) await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toBe(0);
    send(2);
    recorder.beat();
    disk.resolve();
    const { id } = await beginning;
    expect(begun).toBe(1);
    recorder.beat();
    send(1);
    await recorder.stop();
    const opened = await openRecording(join(folder.path, 'recordings', id));
    if (!opened.ok) throw new Error(opened.message);
    const kinds: string[] = [];
    for await (const batch of opened.tape.entries()) kinds.push(...batch.map(({ kind }) => kind));
    expect(kinds).toEqual(['payload', 'payload', 'beat', 'payload']);
  });

  it('never starts two, even when asked at the same moment', async () => {
    const outcomes = await Promise.allSettled([recorder.start(), recorder.start()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await recorder.list()).toHaveLength(1);
  });

  it('has what came on the disk within a second, without being stopped', async () => {
    const { id } = await recorder.start();
    send(4);
    wall.advance(1000);
    const file = join(folder.path, 'recordings', id);
    // Written off the engine's thread.
    while (!readFileSync(file).includes('OVRB', 200)) await new Promise((resolve) => setImmediate(resolve));
    await expect
      .poll(async () => (await makeRecorder(join(folder.path, 'recordings')).list())[0]?.payloads)
      .toBe(4);
  });

  it('says why a market can not be recorded', async () => {
    reason = 'The practice market has no payloads.';
    await expect(recorder.start()).rejects.toMatchObject({ code: 'unavailable', message: reason });
    expect(await recorder.list()).toEqual([]);
  });

  it('says what to do when there is no room for a file', async () => {
    writeFileSync(join(folder.path, 'no-folder'), '');
    const barred = makeRecorder(join(folder.path, 'no-folder'));
    await expect(barred.start()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining("can't be written"),
    });
    await expect(barred.start()).rejects.toEqual(codeOf('unavailable'));
  });

  it('lists what is damaged as damaged, and removes it', async () => {
    await recorder.start();
    const { id } = await recorder.stop();
    writeFileSync(join(folder.path, 'recordings', 'broken.overround'), 'OVERROUND-REC\n');
    const listed = await recorder.list();
    expect(listed.map((each) => [each.id, each.state])).toEqual([
      [id, 'complete'],
      ['broken.overround', 'damaged'],
    ]);
    await recorder.remove('broken.overround');
    await expect(recorder.remove('broken.overround')).rejects.toEqual(codeOf('not-found'));
    await expect(recorder.remove('../../etc')).rejects.toEqual(codeOf('not-found'));
    expect(readdirSync(join(folder.path, 'recordings'))).toEqual([id]);
  });

  it('keeps the recording under way from being removed', async () => {
    const { id } = await recorder.start();
    await expect(recorder.remove(id)).rejects.toEqual(codeOf('conflict'));
  });

  it('tells of every change, and of the one under way each second', async () => {
    const told: Recording[] = [];
    recorder.changes.subscribe((recording) => told.push(recording));
    await recorder.start();
    send(2);
    wall.advance(2000);
    const { id } = await recorder.stop();
    await recorder.remove(id);
    expect(told.map(({ state, payloads, removed }) => [state, payloads, removed])).toEqual([
      ['recording', 0, undefined],
      ['recording', 2, undefined],
      ['recording', 2, undefined],
      ['complete', 2, undefined],
      ['complete', 2, true],
    ]);
  });
});

describe('a recording whose sources change', () => {
  it('ends and goes on in a new file that begins with the sources as they are now', async () => {
    const told: Recording[] = [];
    const first = await recorder.start();
    send(3);
    recorder.changes.subscribe((recording) => told.push(recording));
    on = ['one', 'two'];
    await recorder.renew();
    send(2);
    const second = recorder.current();
    expect(begun).toBe(2);
    expect(second).toMatchObject({ state: 'recording', payloads: 2 });
    expect(second?.id).not.toBe(first.id);
    await recorder.stop();
    expect(told.map(({ id, state, payloads, sources }) => [id, state, payloads, sources])).toEqual([
      [first.id, 'complete', 3, ['one']],
      [second?.id, 'recording', 0, []],
      [second?.id, 'complete', 2, ['one']],
    ]);
    expect(told[0]?.remark).toContain('a new one goes on');
    const read = await openRecording(join(folder.path, 'recordings', second?.id ?? ''));
    expect(read.ok && read.tape.sources.map(({ id }) => id)).toEqual(['one', 'two']);
  });

  it('just ends when none is on any more', async () => {
    const told: Recording[] = [];
    const { id } = await recorder.start();
    recorder.changes.subscribe((recording) => told.push(recording));
    on = [];
    await recorder.renew();
    expect(recorder.current()).toBeNull();
    expect(told).toMatchObject([{ id, state: 'complete', problem: null }]);
    expect(told[0]?.remark).toContain('No source is on any more');
  });

  it('does nothing when nothing is recorded, and leaves a stop asked for meanwhile its say', async () => {
    await recorder.renew();
    expect(await recorder.list()).toEqual([]);
    await recorder.start();
    const [, stopped] = await Promise.all([recorder.renew(), recorder.stop()]);
    expect(stopped.state).toBe('complete');
    expect(recorder.current()).toBeNull();
    expect(await recorder.list()).toHaveLength(2);
  });

  it('is not started while no source is on', async () => {
    on = [];
    await expect(recorder.start()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('Add a source first'),
    });
    expect(await recorder.list()).toEqual([]);
  });

  it('is not replayed when it holds no source', async () => {
    const output = await openRecordingsFolder(join(folder.path, 'recordings')).create('empty');
    const head = { version: '1', startedAt: wall.now(), beats: true, sources: [], settings: {} };
    const balance = { openingBalance: { amount: 1, currency: 'GBP' }, context: null };
    await createRecordingWriter(output.output, { ...head, ...balance }, () => {}).finish(null);
    const file = join(folder.path, 'recordings', output.id);
    const refused = 'made while no source was on';
    expect(await replayFileProblem(file, () => undefined)).toContain(refused);
    expect(
      await openReplayMarket(
        { clock: wall, log: createSilentLog(), kinds: () => undefined },
        { file, speed: 1 },
      ),
    ).toMatchObject({ ok: false, message: expect.stringContaining(refused) });
  });
});

describe('market time', () => {
  it('stands still while a payload is worked through, recorded or not', async () => {
    const clock = createHeldClock(wall);
    const at = wall.now();
    clock.hold(at);
    wall.advance(40);
    expect(clock.now()).toBe(at);
    await Promise.resolve();
    expect(clock.now()).toBe(at + 40);
  });
});

const state: ReplayState = {
  file: 'a.overround',
  format: 'recording',
  from: 0 as EpochMs,
  to: 100 as EpochMs,
  at: 50 as EpochMs,
  speed: 20,
  motion: 'paused',
  played: 1,
  payloads: 2,
  refused: 0,
  skipsQuiet: false,
  inPlayAt: null,
  notes: [],
};

const controls: ReplayControls = {
  play: () => state,
  pause: () => state,
  step: () => Promise.resolve(state),
  seek: (at) => ({ behind: at < state.at, state }),
  skipQuiet: (skip) => ({ ...state, skipsQuiet: skip }),
  refused: () => ({ parts: [], more: 0 }),
  state: () => state,
  changes: createTopic<ReplayState>(),
};

describe('the operations', () => {
  const context = (signal: AbortSignal) => ({ signal });
  const operations = (
    replay: ReplayControls | null,
    restarted: number[][] = [],
    problem: string | null = null,
    hasOrders = false,
  ) =>
    recordingOperations({
      recorder,
      replay,
      restartAt: (at, { speed }) => {
        restarted.push([at, speed]);
        return Promise.resolve(problem);
      },
      hasOrders: () => hasOrders,
      check: (file) => Promise.resolve(`There is no file ${file}.`),
      recent: { list: () => ['/data/b.gz', '/data/a.gz'] },
    });

  it('say what to do where nothing is replayed', async () => {
    const { 'replay.play': play, 'replay.step': step } = operations(null);
    const signal = new AbortController().signal;
    expect(() => play({}, context(signal))).toThrow('Open a recording or another file for replay first');
    expect(() => step({ payloads: 1 }, context(signal))).toThrow();
  });

  it('start the engine again for a moment that has passed', async () => {
    const restarted: number[][] = [];
    const { 'replay.seek': seek } = operations(controls, restarted);
    const { signal } = new AbortController();
    await seek({ at: 80 as EpochMs }, context(signal));
    expect(restarted).toEqual([]);
    await seek({ at: 20 as EpochMs }, context(signal));
    expect(restarted).toEqual([[20, 20]]);
  });

  it('forget no bets unasked: going back is refused until the user has said yes', async () => {
    const restarted: number[][] = [];
    const { 'replay.seek': seek } = operations(controls, restarted, null, true);
    const { signal } = new AbortController();
    await expect(seek({ at: 20 as EpochMs }, context(signal))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('plays it again without them'),
    });
    await seek({ at: 80 as EpochMs }, context(signal));
    expect(restarted).toEqual([]);
    await seek({ at: 20 as EpochMs, forgetBets: true }, context(signal));
    expect(restarted).toEqual([[20, 20]]);
  });

  it('say what a file is before a market is left for it, and which were played lately', async () => {
    const { 'replay.check': check, 'replay.recent': recent, 'replay.quiet': quiet } = operations(controls);
    const { signal } = new AbortController();
    expect(await check({ file: '/x' }, context(signal))).toEqual({ problem: 'There is no file /x.' });
    expect(await recent({}, context(signal))).toEqual({ files: ['/data/b.gz', '/data/a.gz'] });
    expect(await quiet({ skip: true }, context(signal))).toMatchObject({ skipsQuiet: true });
  });

  it('say why it can not be started again', async () => {
    const { 'replay.seek': seek } = operations(controls, [], 'There is no file any more.');
    await expect(seek({ at: 20 as EpochMs }, context(new AbortController().signal))).rejects.toMatchObject({
      code: 'refused',
      message: 'There is no file any more.',
    });
  });

  it('tell the recordings there are, then every change, until nobody listens', async () => {
    await recorder.start();
    await recorder.stop();
    const told: string[] = [];
    const listening = new AbortController();
    const { 'recordings.watch': watch } = operations(null);
    const watching = watch(
      {},
      (item) => told.push(`${item.state} ${item.payloads}`),
      context(listening.signal),
    );
    await expect.poll(() => told).toEqual(['complete 0']);
    wall.advance(5000);
    await recorder.start();
    send(1);
    await recorder.stop();
    listening.abort();
    await watching;
    wall.advance(5000);
    await recorder.start();
    expect(told).toEqual(['complete 0', 'recording 0', 'complete 1']);
  });
});
