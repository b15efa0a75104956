import { type FileHandle, open, stat } from 'node:fs/promises';
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

const lookOver = async (file: FileHandle, size: number): Promise<ReadSummary> => {
  const version = formatVersion((await readExactly(file, 0, PREAMBLE_BYTES)) ?? new Uint8Array(0));
  if (version === undefined) return { ok: false, message: 'This is not a recording of Overround.' };
  if (version > FORMAT_VERSION)
    return {
      ok: false,
      message: `This recording was made by a newer Overround (format ${version}; this one reads up to ${FORMAT_VERSION}). Update Overround to replay it.`,
    };
  let head: RecordingHead | undefined;
  let end: RecordingEnd | null = null;
  let [payloads, rawBytes, from, to, whole] = [0, 0, Number.NaN, Number.NaN, PREAMBLE_BYTES];
  for await (const placed of blocksOf(file, size)) {
    const { block } = placed;
    if (block.kind === 'entries') {
      payloads += block.payloads;
      rawBytes += block.rawBytes;
      if (Number.isNaN(from)) from = block.from;
      to = block.to;
    } else {
      const value = await jsonOf(file, placed);
      if (block.kind === 'head') head = recordingHead.safeParse(value).data;
      else end = recordingEnd.safeParse(value).data ?? null;
      if (head === undefined) break;
    }
    whole = placed.bodyAt + block.bodyBytes;
    if (end !== null) break;
  }
  if (head === undefined)
    return {
      ok: false,
      message:
        'This recording is damaged from its first block on; nothing of it can be replayed. Remove it, or restore it from a backup.',
    };
  const known = end ?? { payloads, rawBytes, from, to };
  const start = Number.isNaN(known.from) ? head.startedAt : known.from;
  const last = Number.isNaN(known.to) ? start : known.to;
  const problem =
    end !== null
      ? end.problem
      : payloads === 0
        ? 'It was cut off before a payload was written; there is nothing to replay.'
        : `It was cut off (the program or the machine stopped, or the disk was full)${size > whole ? `; its last ${size - whole} bytes are unreadable` : ''}. All ${payloads} payloads up to ${utc(last)} can be replayed.`;
  return {
    ok: true,
    summary: {
      head,
      end,
      from: start as EpochMs,
      to: last as EpochMs,
      payloads: known.payloads,
      rawBytes: known.rawBytes,
      bytes: size,
      problem,
    },
  };
};

const notReadable = (error: unknown): string =>
  `The file can't be read (${error instanceof Error ? error.message : String(error)}).`;

/** Reads a recording's headers only, however large it is. */
export async function readRecordingSummary(path: string): Promise<ReadSummary> {
  try {
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
