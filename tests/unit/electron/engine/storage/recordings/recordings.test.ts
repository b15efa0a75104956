import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { TapedPayload, TapeEntry } from '../../../../../../electron/engine/ports/payload-tape.ts';
import {
  createRecordingFile,
  createRecordingWriter,
  openRecording,
  openRecordingsFolder,
  type RecordingHead,
  type RecordingOutput,
  readRecordingSummary,
} from '../../../../../../electron/engine/storage/recordings/index.ts';
import {
  preamble,
  writeBlock,
} from '../../../../../../electron/engine/storage/recordings/recording-format.ts';
import type { EpochMs, SourceId } from '../../../../../../shared/domain/units.ts';
import { temporaryFolder } from '../../../../../support/serve.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
let files = 0;
const newFile = () => {
  files += 1;
  return join(folder.path, `file-${files}.overround`);
};

const HEAD: RecordingHead = {
  version: '1.2.3',
  startedAt: 1_000,
  sources: [{ id: 'one', values: { sports: ['soccer_epl'], delay: 5, live: true } }],
  settings: { marginMethod: 'power' },
  openingBalance: { amount: 1_000_000, currency: 'GBP' },
  context: { decisions: [1, 2] },
  beats: true,
};

const payload = (at: number, text: string, channel = 'odds'): TapedPayload => ({
  kind: 'payload',
  source: 'one' as SourceId,
  channel,
  at: at as EpochMs,
  body: Buffer.from(text),
});

/** Writes entries, a flush after every `perBlock` of them. */
async function record(entries: readonly TapeEntry[], perBlock = 3, finish = true): Promise<string> {
  const path = newFile();
  const output = await createRecordingFile(path);
  const writer = createRecordingWriter(output, HEAD, (message) => {
    throw new Error(message);
  });
  for (const [index, entry] of entries.entries()) {
    if (entry.kind === 'payload') writer.payload(entry);
    else writer.beat(entry.at);
    if (index % perBlock === perBlock - 1) await writer.flush();
  }
  await writer.flush();
  await (finish ? writer.finish(null) : output.close());
  return path;
}

/** Everything a recording plays, and what it says at its end. */
async function play(path: string) {
  const opened = await openRecording(path);
  if (!opened.ok) return { entries: [], end: opened.message };
  const entries: TapeEntry[] = [];
  const tape = opened.tape.entries();
  for (;;) {
    const read = await tape.next();
    if (read.done === true) return { entries, end: read.value };
    // As text: a mismatch is then readable.
    for (const entry of read.value)
      entries.push(entry.kind === 'payload' ? { ...entry, body: Buffer.from(entry.body) } : entry);
  }
}

const someEntries: readonly TapeEntry[] = Array.from({ length: 20 }, (_, index) =>
  index % 5 === 4
    ? { kind: 'beat', at: (1_000 + index * 100) as EpochMs }
    : payload(1_000 + index * 100, `{"number":${index},"price":${index * 1.01}}`, `odds ${index % 2}`),
);

describe('a recording', () => {
  it('plays what was recorded, entry by entry and byte by byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({
              kind: fc.constant('payload' as const),
              source: fc.constantFrom('one' as SourceId, 'two' as SourceId),
              channel: fc.string({ maxLength: 8 }),
              at: fc.integer({ min: 0, max: 4_000_000_000_000 }).map((at) => at as EpochMs),
              body: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
            }),
            fc.record({
              kind: fc.constant('beat' as const),
              at: fc.integer({ min: 0, max: 4_000_000_000_000 }).map((at) => at as EpochMs),
            }),
          ),
          { maxLength: 30 },
        ),
        fc.integer({ min: 1, max: 7 }),
        async (entries, perBlock) => {
          const { entries: played, end } = await play(await record(entries, perBlock));
          expect(played).toEqual(entries);
          expect(end).toBeNull();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('says what it holds without being read through', async () => {
    const path = await record(someEntries);
    const read = await readRecordingSummary(path);
    expect(read).toMatchObject({
      ok: true,
      summary: {
        head: HEAD,
        from: 1_000,
        to: 2_900,
        payloads: 16,
        problem: null,
        bytes: statSync(path).size,
      },
    });
    const opened = await openRecording(path);
    expect(opened).toMatchObject({
      ok: true,
      tape: { format: 'recording', beats: true, context: HEAD.context, notes: [] },
    });
  });

  it('copies what it is shown', async () => {
    const path = newFile();
    const writer = createRecordingWriter(await createRecordingFile(path), HEAD, () => {});
    const body = Buffer.from('first');
    writer.payload({ ...payload(1, ''), body });
    body.write('later');
    await writer.finish(null);
    const { entries } = await play(path);
    expect(entries[0]).toMatchObject({ body: Buffer.from('first') });
  });
});

describe('a recording that was cut off', () => {
  it('plays up to its last whole block, wherever it was cut', async () => {
    const whole = readFileSync(await record(someEntries));
    const counts = new Set<number>();
    for (let length = 0; length < whole.length; length += 13) {
      const path = newFile();
      writeFileSync(path, whole.subarray(0, length));
      const { entries, end } = await play(path);
      expect(entries).toEqual(someEntries.slice(0, entries.length));
      expect(end).not.toBeNull();
      counts.add(entries.length);
    }
    expect(counts.size).toBeGreaterThan(5);
  });

  it('says how far it can be replayed', async () => {
    const whole = await record(someEntries, 3, false);
    const cut = newFile();
    writeFileSync(cut, readFileSync(whole).subarray(0, -5));
    const read = await readRecordingSummary(cut);
    expect(read.ok && read.summary.end).toBeNull();
    expect(read.ok && read.summary.problem).toMatch(
      /cut off .* its last \d+ bytes are unreadable\. All \d+ payloads up to 1970-01-01T00:00:02/,
    );
  });

  it('never plays anything else than the beginning, whichever byte is damaged', async () => {
    const whole = readFileSync(await record(someEntries));
    for (let at = 0; at < whole.length; at += 7) {
      const path = newFile();
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      writeFileSync(path, damaged);
      const { entries, end } = await play(path);
      expect(entries).toEqual(someEntries.slice(0, entries.length));
      expect(entries.length === someEntries.length || end !== null).toBe(true);
    }
  });

  it('survives a kill: all that was flushed is there', async () => {
    const path = newFile();
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('../../../../../support/recording-writer.ts', import.meta.url)), path],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let told = 0;
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        told = Number(chunk.toString().trim().split('\n').at(-1));
        if (told >= 500) child.kill('SIGKILL');
      });
      child.on('close', () => resolve());
    });
    const { entries, end } = await play(path);
    expect(entries.length).toBeGreaterThanOrEqual(told);
    expect(end).toContain('is damaged after');
    for (const [index, entry] of entries.entries())
      expect(entry.kind === 'payload' && JSON.parse(Buffer.from(entry.body).toString()).number).toBe(index);
  });
});

/** A disk with room for so many bytes. */
function smallDisk(room: number) {
  let bytes = Buffer.alloc(0);
  const output: RecordingOutput = {
    append(pieces) {
      for (const piece of pieces) {
        const fits = Math.max(0, room - bytes.length);
        bytes = Buffer.concat([bytes, piece.subarray(0, fits)]);
        if (fits < piece.byteLength)
          return Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
      }
      return Promise.resolve();
    },
    truncate(length) {
      bytes = bytes.subarray(0, length);
      return Promise.resolve();
    },
    sync: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return { output, content: () => bytes };
}

describe('a full disk', () => {
  it('does not begin a recording whose head finds no room, and says so there', async () => {
    const told: string[] = [];
    const writer = createRecordingWriter(smallDisk(10).output, HEAD, (message) => told.push(message));
    writer.payload(payload(1_000, 'one'));
    expect(await writer.opened).toContain('the disk is full');
    await writer.finish(null);
    expect(told).toEqual([]);
  });

  it.each([700, 1000, 1300])(
    'ends the recording at %i bytes, keeps what was whole and says so',
    async (room) => {
      const disk = smallDisk(room);
      const told: string[] = [];
      const writer = createRecordingWriter(disk.output, HEAD, (message) => told.push(message));
      for (let number = 0; number < 40; number += 1) {
        writer.payload(payload(1_000 + number, `${number} ${Math.sqrt(number)}`));
        await writer.flush();
      }
      expect(told).toHaveLength(1);
      expect(told[0]).toContain('The disk is full');
      expect(told[0]).toContain('the market goes on');
      await writer.finish(told[0] ?? null);
      const path = newFile();
      writeFileSync(path, disk.content());
      const { entries } = await play(path);
      expect(entries.map((entry) => entry.kind === 'payload' && entry.body.toString())).toEqual(
        entries.map((_, number) => `${number} ${Math.sqrt(number)}`),
      );
      expect(entries.length).toBeGreaterThan(0);
    },
  );

  it('ends a recording whose disk takes nothing, before memory runs out', () => {
    const told: string[] = [];
    const stuck: RecordingOutput = {
      append: () => new Promise(() => {}),
      truncate: () => Promise.resolve(),
      sync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    const writer = createRecordingWriter(stuck, HEAD, (message) => told.push(message));
    const body = Buffer.alloc(16 * 1024 * 1024);
    for (let count = 0; count < 12; count += 1) writer.payload({ ...payload(count, ''), body });
    expect(told).toEqual([expect.stringContaining('disk is too slow')]);
  });
});

describe('a file that claims to be a recording', () => {
  const write = (bytes: Uint8Array) => {
    const path = newFile();
    writeFileSync(path, bytes);
    return path;
  };
  const head = writeBlock(
    { kind: 'head', rawBytes: 0, payloads: 0, from: 0, to: 0 },
    Buffer.from(JSON.stringify(HEAD)),
  );

  it('is told from another file', async () => {
    expect(await readRecordingSummary(write(Buffer.from('{"op":"mcm"}')))).toEqual({
      ok: false,
      message: 'This is not a recording of Overround.',
    });
  });

  it('is refused when a newer version wrote it', async () => {
    const bytes = Buffer.concat([preamble(), ...head]);
    bytes.writeUInt16LE(2, 14);
    expect(await openRecording(write(bytes))).toMatchObject({
      ok: false,
      message: expect.stringContaining('newer Overround (format 2'),
    });
  });

  it('is refused without a readable head', async () => {
    expect(await openRecording(write(preamble()))).toMatchObject({
      ok: false,
      message: expect.stringContaining('damaged from its first block on'),
    });
  });

  it('swells no further than it says', async () => {
    const bomb = zstdCompressSync(Buffer.alloc(200 * 1024 * 1024));
    const block = writeBlock({ kind: 'entries', rawBytes: 1_000, payloads: 1, from: 1, to: 1 }, bomb);
    const before = process.memoryUsage().arrayBuffers;
    const { entries, end } = await play(write(Buffer.concat([preamble(), ...head, ...block])));
    expect(entries).toEqual([]);
    expect(end).toContain('damaged from its first payload on');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024);
  });

  it('ends before a block of times that nothing is recorded at', async () => {
    for (const at of [-5, 7_258_118_400_000]) {
      const { entries, end } = await play(await record([1_000, at, 2_000].map((time) => payload(time, ''))));
      expect(entries).toEqual([]);
      expect(end).toContain('damaged from its first payload on');
      const first = await play(await record([payload(1_000, ''), payload(at, '')], 1, false));
      expect(first.entries).toEqual([payload(1_000, '')]);
      const dated = writeBlock(
        { kind: 'head', rawBytes: 0, payloads: 0, from: 0, to: 0 },
        Buffer.from(JSON.stringify({ ...HEAD, startedAt: at })),
      );
      expect(await openRecording(write(Buffer.concat([preamble(), ...dated])))).toMatchObject({ ok: false });
    }
  });

  it('is not believed when it says that a block is larger than any', async () => {
    const [header, body] = writeBlock(
      { kind: 'entries', rawBytes: 4_000_000_000, payloads: 1, from: 1, to: 1 },
      Buffer.alloc(10),
    );
    const { entries } = await play(write(Buffer.concat([preamble(), ...head, header, body])));
    expect(entries).toEqual([]);
  });
});

describe('the folder of recordings', () => {
  it('lists, names and removes files, and never leaves itself', async () => {
    const recordings = openRecordingsFolder(join(folder.path, 'recordings'));
    expect(await recordings.names()).toEqual([]);
    const first = await recordings.create('20260301T120000Z');
    const second = await recordings.create('20260301T120000Z');
    expect([first.id, second.id]).toEqual(['20260301T120000Z.overround', '20260301T120000Z-2.overround']);
    await Promise.all([first.output.close(), second.output.close()]);
    expect(await recordings.names()).toEqual([second.id, first.id]);
    expect(recordings.path('../secrets.overround')).toBeUndefined();
    expect(recordings.path('..')).toBeUndefined();
    await recordings.remove(first.id);
    expect(await recordings.names()).toEqual([second.id]);
  });

  it.skipIf(process.platform === 'win32')('lists files only, and waits for no pipe', async () => {
    const path = join(folder.path, 'strange');
    mkdirSync(join(path, 'taken.overround'), { recursive: true });
    execFileSync('mkfifo', [join(path, 'pipe.overround')]);
    symlinkSync(join(path, 'pipe.overround'), join(path, 'link.overround'));
    const recordings = openRecordingsFolder(path);
    expect(await recordings.names()).toEqual(['link.overround']);
    expect(await recordings.summary('link.overround')).toMatchObject({
      ok: false,
      message: expect.stringContaining('no regular file'),
    });
    const made = await recordings.create('taken');
    await made.output.close();
    expect(made.id).toBe('taken-2.overround');
    await recordings.remove('gone.overround');
  });
});
