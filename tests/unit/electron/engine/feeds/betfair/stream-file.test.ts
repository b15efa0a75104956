import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forEachLine, openStreamFile } from '../../../../../../electron/engine/feeds/betfair/stream-file.ts';
import { bunzip2 } from '../../../../../../electron/engine/feeds/betfair/stream-file-bzip2.ts';
import { createSeededRandom } from '../../../../../support/seeded-random.ts';

/** The original, to compare with. */
const BZIP2 = 'bzip2';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'overround-streams-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function read(path: string) {
  const opened = await openStreamFile(path);
  if (!opened.ok) throw new Error(opened.message);
  const lines: string[] = [];
  const damage: string[] = [];
  const names = new Set<string>();
  for await (const part of opened.file.parts()) {
    names.add(part.name);
    if (part.kind === 'damage') damage.push(part.message);
    else
      forEachLine(part.bytes, (from, to) =>
        lines.push(Buffer.from(part.bytes.subarray(from, to)).toString()),
      );
  }
  return { lines, damage, names: [...names] };
}

const hasBzip2 = (() => {
  try {
    execFileSync(BZIP2, ['--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const bzip2 = (bytes: Uint8Array, level = 9): Buffer =>
  execFileSync(BZIP2, [`-${level}`, '-c'], { input: bytes, maxBuffer: 1 << 28 });

async function decode(compressed: Uint8Array, step = compressed.length): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const chunks = (async function* () {
    for (let at = 0; at < compressed.length; at += step) yield compressed.subarray(at, at + step);
  })();
  for await (const part of bunzip2(chunks)) parts.push(part);
  return Buffer.concat(parts);
}

function tar(entries: readonly (readonly [name: string, bytes: Uint8Array])[]): Buffer {
  const blocks = entries.flatMap(([name, bytes]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('0', 156);
    header.write('ustar\0', 257);
    const sum = header.reduce((total, byte) => total + byte, 8 * 0x20);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const text = Array.from({ length: 5000 }, (_, i) => `{"op":"mcm","pt":${i}}`).join('\r\n');
const lines = text.split('\r\n');

describe('a stream file', () => {
  it('is read by its content, not its name', async () => {
    for (const [name, bytes] of [
      ['raw.bz2', Buffer.from(text)],
      ['zipped.txt', gzipSync(text)],
      [
        'members.gz',
        Buffer.concat([gzipSync(`${lines.slice(0, 9).join('\n')}\n`), gzipSync(lines.slice(9).join('\n'))]),
      ],
      [
        'day.tar',
        tar([
          ['a', Buffer.from(lines.slice(0, 40).join('\n'))],
          ['b', gzipSync(lines.slice(40).join('\n'))],
        ]),
      ],
      ['day.tgz', gzipSync(tar([['a', Buffer.from(text)]]))],
    ] as const)
      expect(await read(file(name, bytes)), name).toMatchObject({ lines, damage: [] });
  });

  it('keeps lines whole across chunks, however long', async () => {
    const long = [`{"a":"${'x'.repeat(1_000_000)}"}`, '', '{"b":1}', `{"c":"${'y'.repeat(300_000)}"}`];
    expect(await read(file('long', long.join('\n')))).toMatchObject({
      lines: long.filter((line) => line !== ''),
    });
  });

  it('says what is wrong before it reads', async () => {
    expect(await openStreamFile(join(folder, 'none'))).toMatchObject({
      ok: false,
      code: 'unreadable-file',
      message: expect.stringContaining('there is no such file'),
    });
    expect(await openStreamFile(folder)).toMatchObject({
      message: expect.stringContaining('it is a folder'),
    });
    expect(await openStreamFile(file('empty', ''))).toMatchObject({ ok: false, code: 'empty-file' });
  });

  it('gives what comes before the damage of an archive, and says that it is damaged', async () => {
    const random = createSeededRandom(7);
    const noisy = Array.from({ length: 20_000 }, () => `{"n":${random()}}`);
    const zipped = gzipSync(noisy.join('\n'));
    const cut = await read(file('cut.gz', zipped.subarray(0, zipped.length >> 1)));
    expect(cut.damage).toHaveLength(1);
    expect(cut.lines.length).toBeGreaterThan(5000);
    expect(cut.lines).toEqual(noisy.slice(0, cut.lines.length));
    const tarred = tar([
      ['a', Buffer.from('1\n')],
      ['b', zipped.subarray(0, 50_000)],
      ['c', Buffer.from('2\n')],
    ]);
    const mixed = await read(file('mixed.tar', tarred));
    expect(mixed).toMatchObject({ damage: [expect.any(String)], names: ['a', 'b', 'c'] });
    expect(mixed.lines.at(-1)).toBe('2');
    const short = await read(file('short.tar', tarred.subarray(0, 20_000)));
    expect(short.damage.length).toBeGreaterThan(0);
    expect(short.lines[0]).toBe('1');
  });
});

describe.skipIf(!hasBzip2)('bzip2 (needs the bzip2 command)', () => {
  const random = createSeededRandom(3);
  const noise = Buffer.from(Uint8Array.from({ length: 1_200_000 }, () => Math.floor(random() * 256)));
  const samples: Readonly<Record<string, Buffer>> = {
    nothing: Buffer.alloc(0),
    'one letter': Buffer.from('a'),
    'runs around the coded length': Buffer.from(
      [3, 4, 5, 255, 258, 259, 260, 600].map((n, i) => String(i).repeat(n)).join(''),
    ),
    'one long run': Buffer.alloc(2_000_000, 120),
    noise,
    lines: Buffer.from(text),
  };

  it.each(Object.keys(samples))('decompresses %s', async (name) => {
    const sample = samples[name] ?? Buffer.alloc(0);
    for (const level of [1, 9])
      expect((await decode(bzip2(sample, level), 60_000)).equals(sample)).toBe(true);
  });

  it('reads several streams one after the other, and leaves what is none', async () => {
    const two = Buffer.concat([
      bzip2(Buffer.from('one ')),
      bzip2(Buffer.alloc(0)),
      bzip2(Buffer.from('two')),
    ]);
    expect((await decode(two, 7)).toString()).toBe('one two');
    expect((await decode(Buffer.concat([two, Buffer.from('padding')]))).toString()).toBe('one two');
  });

  it('refuses damage that matters, and never gives wrong bytes', async () => {
    const original = Buffer.from(lines.slice(0, 400).join('\n'));
    const compressed = bzip2(original);
    let refused = 0;
    for (let at = 0; at < compressed.length; at += 1) {
      const damaged = Buffer.from(compressed);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      const outcome = await decode(damaged).catch((error: Error) => error);
      // Some bits change nothing: the block size in the header, the length of a code never used.
      if (Buffer.isBuffer(outcome)) expect([at, outcome.equals(original)]).toEqual([at, true]);
      else refused += 1;
    }
    expect(refused / compressed.length).toBeGreaterThan(0.95);
    for (let length = 0; length < compressed.length; length += 5)
      await expect(decode(compressed.subarray(0, length))).rejects.toThrow();
  });

  it('is read as a stream file, with what came before damage in a later block', async () => {
    const many = Array.from({ length: 30_000 }, (_, i) => `{"op":"mcm","pt":${i},"n":${random()}}`);
    const compressed = bzip2(Buffer.from(many.join('\n')), 1);
    expect(await read(file('whole', compressed))).toMatchObject({ lines: many, damage: [] });
    compressed[compressed.length >> 1] = 1 ^ (compressed[compressed.length >> 1] ?? 0);
    const { lines: before, damage } = await read(file('damaged', compressed));
    expect(damage).toHaveLength(1);
    expect(before.length).toBeGreaterThan(5000);
    expect(before).toEqual(many.slice(0, before.length));
  });
});
