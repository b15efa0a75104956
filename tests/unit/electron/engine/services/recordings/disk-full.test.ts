import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createHeldClock,
  createRecorder,
  type Recorder,
} from '../../../../../../electron/engine/services/recordings/index.ts';
import {
  createRecordingFile,
  openRecording,
  openRecordingsFolder,
  type RecordingOutput,
} from '../../../../../../electron/engine/storage/recordings/index.ts';
import type { SourceId } from '../../../../../../shared/domain/units.ts';
import { createManualClock, type ManualClock } from '../../../../../support/manual-clock.ts';
import { createSeededRandom } from '../../../../../support/seeded-random.ts';
import { temporaryFolder } from '../../../../../support/serve.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

let folder: ReturnType<typeof temporaryFolder>;
let wall: ManualClock;
let told: string[];
let asked: number;
let mounted: string | null;
beforeEach(() => {
  folder = temporaryFolder();
  wall = createManualClock(Date.parse('2026-03-01T12:00:00Z'));
  told = [];
  asked = 0;
  mounted = null;
});
afterEach(() => {
  if (mounted !== null) execFileSync('umount', [mounted]);
  folder.remove();
});

const recorderIn = (path: string, createFile?: (path: string) => Promise<RecordingOutput>): Recorder =>
  createRecorder({
    folder: openRecordingsFolder(path, createFile),
    clock: createHeldClock(wall),
    wall,
    log: createSilentLog(),
    version: '1.0.0',
    describe: () => ({
      sources: [{ id: 'one', values: {} }],
      settings: {},
      openingBalance: { amount: 1, currency: 'GBP' },
      context: null,
    }),
    unavailable: () => null,
    onBegin: () => {
      asked += 1;
    },
    onFailure: (message) => void told.push(message),
  });

/** Payloads that compress to nothing less than themselves. */
const random = createSeededRandom(11);
const send = (recorder: Recorder, bytes: number) => {
  const body = Buffer.from(Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256)));
  recorder.tapFor('one' as SourceId)({ channel: 'odds', body, at: wall.now() });
};
const playable = async (path: string) => {
  const opened = await openRecording(path);
  if (!opened.ok) throw new Error(opened.message);
  let payloads = 0;
  for await (const entries of opened.tape.entries())
    payloads += entries.filter(({ kind }) => kind === 'payload').length;
  return { payloads, notes: opened.tape.notes };
};

/** A disk of so many bytes under a real file. */
const onDiskOf = (capacity: number) => async (path: string) => {
  const file = await createRecordingFile(path);
  let used = 0;
  const output: RecordingOutput = {
    ...file,
    async append(pieces) {
      for (const piece of pieces) {
        const fits = Math.min(piece.byteLength, Math.max(0, capacity - used));
        await file.append([piece.subarray(0, fits)]);
        used += fits;
        if (fits < piece.byteLength) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      }
    },
    async truncate(bytes) {
      await file.truncate(bytes);
      used = bytes;
    },
  };
  return output;
};

async function fillWhileRecording(recorder: Recorder, path: string, most: number) {
  const { id } = await recorder.start();
  let sent = 0;
  while (recorder.current() !== null && sent < most) {
    send(recorder, 4_000);
    sent += 1;
    wall.advance(500);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await expect.poll(async () => (await recorder.list())[0]?.state).not.toBe('recording');
  return { sent, file: join(path, id), recording: (await recorder.list())[0] };
}

describe('a recording on a disk that is full', () => {
  it.each([0, 10, 60])('is not begun with room for %i bytes, and leaves no file', async (capacity) => {
    const recorder = recorderIn(folder.path, onDiskOf(capacity));
    await expect(recorder.start()).rejects.toMatchObject({
      code: 'unavailable',
      message:
        "The recording can't be written: the disk is full: free some space, or choose another. Then start it again.",
    });
    expect(readdirSync(folder.path)).toEqual([]);
    expect(recorder.current()).toBeNull();
    expect([asked, told]).toEqual([0, []]);
    send(recorder, 10);
    await recorder.close();
  });

  it('ends when the disk fills, says so, and keeps what was written', async () => {
    const recorder = recorderIn(folder.path, onDiskOf(100_000));
    const { sent, file, recording } = await fillWhileRecording(recorder, folder.path, 1_000);
    expect(told).toEqual([expect.stringContaining('The disk is full')]);
    expect(recording).toMatchObject({ state: 'complete', problem: told[0] });
    const { payloads, notes } = await playable(file);
    expect(payloads).toBeGreaterThan(sent / 2);
    expect(notes).toEqual([told[0]]);
    send(recorder, 10);
    await recorder.close();
  });
});

/** A disk of 256 kB; `null` where this user may not mount one. */
function smallDisk(): string | null {
  const path = join(folder.path, 'disk');
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    return null;
  }
  mounted = path;
  return path;
}

describe('a recording on a small disk of the system', () => {
  it('ends when it fills and stays readable; another is refused until there is room', async (test) => {
    const path = smallDisk();
    if (path === null) return test.skip('this user may not mount a disk');
    const recorder = recorderIn(path);
    const { file, recording } = await fillWhileRecording(recorder, path, 1_000);
    expect(told).toEqual([expect.stringContaining('The disk is full')]);
    expect(recording?.problem).toMatch(/disk is full|disk was full/);
    expect((await playable(file)).payloads).toBeGreaterThan(30);
    const { bavail, bsize } = statfsSync(path);
    writeFileSync(join(path, 'rest'), Buffer.alloc(bavail * bsize));
    wall.advance(60_000);
    await expect(recorder.start()).rejects.toMatchObject({ code: 'unavailable' });
    expect(readdirSync(path).filter((name) => name.endsWith('.overround'))).toHaveLength(1);
    await recorder.close();
  });
});
