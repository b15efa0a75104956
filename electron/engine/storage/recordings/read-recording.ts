import { type FileHandle, open, stat } from 'node:fs/promises';
import { fileProblem, notRegular } from '../../../../shared/domain/file-problem.ts';
import type { EpochMs, SourceId } from '../../../../shared/domain/units.ts';
import type { OpenedTape, TapeEntry } from '../../ports/payload-tape.ts';
import { createEntryReader } from './entry-codec.ts';
import {
  BLOCK_HEADER_BYTES,
  type BlockHeader,
  FORMAT_VERSION,
  formatVersion,
  isIntact,
  PREAMBLE_BYTES,
  type RecordingEnd,
  type RecordingHead,
  readBlockHeader,
  recordingEnd,
  recordingHead,
} from './recording-format.ts';
import { createPieceDecompressor } from './zstd-pieces.ts';

/** The head and the end hold settings and counts, never more than this. */
const MAXIMUM_JSON_BYTES = 16 * 1024 * 1024;

/** A recording as a look over its block headers shows it; bodies are checked when they are played. */
export type RecordingSummary = {
  readonly head: RecordingHead;
  /** `null` when it was never finished: the program died, or the disk was full. */
  readonly end: RecordingEnd | null;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly payloads: number;
  readonly rawBytes: number;
  readonly bytes: number;
  /** What is wrong with it and what can still be replayed, for people; `null` when nothing is. */
  readonly problem: string | null;
};

export type ReadSummary =
  | { readonly ok: true; readonly summary: RecordingSummary }
  | { readonly ok: false; readonly message: string };

type Placed = { readonly header: Buffer; readonly block: BlockHeader; readonly bodyAt: number };

async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer | undefined> {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return bytes;
}

/** Blocks in order, for as long as they are whole. */
async function* blocksOf(file: FileHandle, size: number): AsyncGenerator<Placed, void, void> {
  for (let at = PREAMBLE_BYTES; at + BLOCK_HEADER_BYTES <= size; ) {
    const header = await readExactly(file, at, BLOCK_HEADER_BYTES);
    const block = header && readBlockHeader(header);
    if (header === undefined || block === undefined) return;
    const bodyAt = at + BLOCK_HEADER_BYTES;
    if (bodyAt + block.bodyBytes > size) return;
    yield { header, block, bodyAt };
    at = bodyAt + block.bodyBytes;
  }
}

async function bodyOf(file: FileHandle, { header, block, bodyAt }: Placed): Promise<Buffer | undefined> {
  const body = await readExactly(file, bodyAt, block.bodyBytes);
  return body !== undefined && isIntact(header, body, block) ? body : undefined;
}

async function jsonOf(file: FileHandle, placed: Placed): Promise<unknown> {
  if (placed.block.bodyBytes > MAXIMUM_JSON_BYTES) return undefined;
  const body = await bodyOf(file, placed);
  try {
    return body === undefined ? undefined : JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const utc = (at: number): string => new Date(at).toISOString();

/** Sums over the blocks of a file that are whole. */
type Walk = {
  head: RecordingHead | undefined;
  end: RecordingEnd | null;
  payloads: number;
  rawBytes: number;
  /** Of the first and last entry; `null` while there is none. */
  from: number | null;
  to: number | null;
  /** Bytes up to the end of the last whole block. */
  wholeBytes: number;
};

async function walkBlocks(file: FileHandle, size: number): Promise<Walk> {
  const walk: Walk = {
    head: undefined,
    end: null,
    payloads: 0,
    rawBytes: 0,
    from: null,
    to: null,
    wholeBytes: PREAMBLE_BYTES,
  };
  for await (const placed of blocksOf(file, size)) {
    const { block } = placed;
    if (block.kind === 'head') walk.head = recordingHead.safeParse(await jsonOf(file, placed)).data;
    // Nothing that follows can be read without it.
    if (walk.head === undefined) break;
    if (block.kind === 'end') walk.end = recordingEnd.safeParse(await jsonOf(file, placed)).data ?? null;
    if (block.kind === 'entries') {
      walk.payloads += block.payloads;
      walk.rawBytes += block.rawBytes;
      walk.from ??= block.from;
      walk.to = block.to;
    }
    walk.wholeBytes = placed.bodyAt + block.bodyBytes;
    if (walk.end !== null) break;
  }
  return walk;
}

function problemOf({ end, payloads, to, wholeBytes }: Walk, size: number): string | null {
  if (end !== null) return end.problem;
  if (payloads === 0 || to === null)
    return 'It was cut off before a payload was written; there is nothing to replay.';
  const rest = size > wholeBytes ? `; its last ${size - wholeBytes} bytes are unreadable` : '';
  return `It was cut off (the program or the machine stopped, or the disk was full)${rest}. All ${payloads} payloads up to ${utc(to)} can be replayed.`;
}

async function lookOver(file: FileHandle, size: number): Promise<ReadSummary> {
  const version = formatVersion((await readExactly(file, 0, PREAMBLE_BYTES)) ?? new Uint8Array(0));
  if (version === undefined) return { ok: false, message: 'This is not a recording of Overround.' };
  if (version > FORMAT_VERSION)
    return {
      ok: false,
      message: `This recording was made by a newer Overround (format ${version}; this one reads up to ${FORMAT_VERSION}). Update Overround to replay it.`,
    };
  const walk = await walkBlocks(file, size);
  const { head, end } = walk;
  if (head === undefined)
    return {
      ok: false,
      message:
        'This recording is damaged from its first block on; nothing of it can be replayed. Remove it, or restore it from a backup.',
    };
  const from = end?.from ?? walk.from ?? head.startedAt;
  return {
    ok: true,
    summary: {
      head,
      end,
      from: from as EpochMs,
      to: (end?.to ?? walk.to ?? from) as EpochMs,
      payloads: end?.payloads ?? walk.payloads,
      rawBytes: end?.rawBytes ?? walk.rawBytes,
      bytes: size,
      problem: problemOf(walk, size),
    },
  };
}

const notReadable = (error: unknown): string => `The file can't be read: ${fileProblem(error, 'reading')}.`;

/** Reads a recording's headers only, however large it is. */
export async function readRecordingSummary(path: string): Promise<ReadSummary> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    if (!found.isFile()) throw notRegular();
    const file = await open(path, 'r');
    try {
      return await lookOver(file, (await file.stat()).size);
    } finally {
      await file.close();
    }
  } catch (error) {
    return { ok: false, message: notReadable(error) };
  }
}

/**
 * Payloads of a recording, block by block. Ends before the first block that is damaged: later ones are pieces of the
 * same stream, and a book fed with a gap would be wrong without looking it.
 */
async function* entriesOf(path: string): AsyncGenerator<readonly TapeEntry[], string | null, void> {
  const file = await open(path, 'r');
  const zstd = createPieceDecompressor();
  const reader = createEntryReader();
  let played: number | undefined;
  const damaged = () =>
    played === undefined
      ? 'The recording is damaged from its first payload on; nothing of it can be replayed.'
      : `The recording is damaged after ${utc(played)}; what follows can't be replayed.`;
  try {
    const { size } = await file.stat();
    for await (const placed of blocksOf(file, size)) {
      const { block } = placed;
      if (block.kind === 'head') continue;
      if (block.kind === 'end') return null;
      const body = await bodyOf(file, placed);
      if (body === undefined) return damaged();
      let entries: readonly TapeEntry[];
      try {
        entries = reader.take(await zstd.decompress(body, block.rawBytes));
      } catch {
        return damaged();
      }
      yield entries;
      played = block.to;
    }
    return damaged();
  } catch (error) {
    return notReadable(error);
  } finally {
    zstd.close();
    await file.close();
  }
}

/** A recording as a tape. */
export async function openRecording(path: string): Promise<OpenedTape> {
  const read = await readRecordingSummary(path);
  if (!read.ok) return read;
  const { head, from, to, payloads, problem } = read.summary;
  return {
    ok: true,
    tape: {
      format: 'recording',
      from,
      sources: head.sources.map(({ id, values }) => ({ id: id as SourceId, values })),
      beats: head.beats,
      context: head.context,
      notes: problem === null ? [] : [problem],
      refused: () => 0,
      survey: () => Promise.resolve({ to, payloads }),
      entries: () => entriesOf(path),
    },
  };
}

/** The file's size and time of change: an unchanged pair means an unchanged summary. */
export const stampOf = async (path: string): Promise<string> => {
  const { size, mtimeMs } = await stat(path);
  return `${size} ${mtimeMs}`;
};
