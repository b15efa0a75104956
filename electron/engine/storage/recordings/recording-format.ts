import { constants, crc32 } from 'node:zlib';
import * as z from 'zod';
import { isMoment } from '../../../../shared/domain/units.ts';

/*
 * A recording, all integers little-endian:
 *
 *   16 bytes   "OVERROUND-REC\n", format version (u16)
 *   blocks     header of 40 bytes, then its body
 *
 * Header: "OVRB", kind (u32), length of the body (u32), length once decompressed (u32), payloads (u32), time of the
 * first and last entry (f64 each), CRC-32 of those 36 bytes and the body (u32).
 *
 * The first block is the head (JSON), the last one of a finished file the end (JSON). Bodies between are pieces of ONE
 * zstd stream flushed at every block: each block can be read once those before it have been, and prices that repeat
 * from poll to poll cost next to nothing. A file cut anywhere is whole up to its last complete block.
 */

export const MAGIC = Buffer.from('OVERROUND-REC\n', 'latin1');
export const FORMAT_VERSION = 1;
export const PREAMBLE_BYTES = MAGIC.length + 2;
export const BLOCK_HEADER_BYTES = 40;
export const RECORDING_EXTENSION = '.overround';

const BLOCK_MARK = 0x4252_564f; // "OVRB"
const CHECKED_BYTES = 36;

/** A single payload larger than this isn't recorded; no source takes in one as large. */
export const MAXIMUM_PAYLOAD_BYTES = 64 * 1024 * 1024;
/** Decompressed; what a reader must be ready to hold. */
export const MAXIMUM_BLOCK_BYTES = 2 * MAXIMUM_PAYLOAD_BYTES;
/** 8 MB of what came before is searched for repeats, and that much memory is needed to read it again. */
const WINDOW_LOG = 23;

/**
 * Level 6: on Betfair's stream and The Odds API's answers it is smaller than gzip at its default and twice as fast, and
 * on answers that repeat from poll to poll a quarter of gzip's size, whose window doesn't reach the poll before.
 */
export const COMPRESSION = {
  params: { [constants.ZSTD_c_compressionLevel]: 6, [constants.ZSTD_c_windowLog]: WINDOW_LOG },
};
export const DECOMPRESSION = { params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG } };

export const BLOCK_KINDS = { head: 1, entries: 2, end: 3 } as const;
export type BlockKind = keyof typeof BLOCK_KINDS;

export type BlockHeader = {
  readonly kind: BlockKind;
  readonly bodyBytes: number;
  readonly rawBytes: number;
  readonly payloads: number;
  readonly from: number;
  readonly to: number;
  readonly checksum: number;
};

export function preamble(): Buffer {
  const bytes = Buffer.alloc(PREAMBLE_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt16LE(FORMAT_VERSION, MAGIC.length);
  return bytes;
}

/** The format version of a file that begins with `bytes`; `undefined` when it is no recording. */
export function formatVersion(bytes: Uint8Array): number | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, PREAMBLE_BYTES));
  if (start.length < PREAMBLE_BYTES || !start.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  return start.readUInt16LE(MAGIC.length);
}

const checksum = (header: Buffer, body: Uint8Array): number =>
  crc32(body, crc32(header.subarray(0, CHECKED_BYTES)));

export function writeBlock(
  block: Omit<BlockHeader, 'bodyBytes' | 'checksum'>,
  body: Uint8Array,
): readonly [Buffer, Uint8Array] {
  const header = Buffer.alloc(BLOCK_HEADER_BYTES);
  header.writeUInt32LE(BLOCK_MARK, 0);
  header.writeUInt32LE(BLOCK_KINDS[block.kind], 4);
  header.writeUInt32LE(body.byteLength, 8);
  header.writeUInt32LE(block.rawBytes, 12);
  header.writeUInt32LE(block.payloads, 16);
  header.writeDoubleLE(block.from, 20);
  header.writeDoubleLE(block.to, 28);
  header.writeUInt32LE(checksum(header, body), CHECKED_BYTES);
  return [header, body];
}

const kindOf = (code: number): BlockKind | undefined =>
  (Object.keys(BLOCK_KINDS) as BlockKind[]).find((kind) => BLOCK_KINDS[kind] === code);

/** `undefined` when those bytes are no block header, or claim more than a block may hold. */
export function readBlockHeader(bytes: Buffer): BlockHeader | undefined {
  if (bytes.length < BLOCK_HEADER_BYTES || bytes.readUInt32LE(0) !== BLOCK_MARK) return undefined;
  const kind = kindOf(bytes.readUInt32LE(4));
  const bodyBytes = bytes.readUInt32LE(8);
  const rawBytes = bytes.readUInt32LE(12);
  if (kind === undefined || bodyBytes > MAXIMUM_BLOCK_BYTES || rawBytes > MAXIMUM_BLOCK_BYTES)
    return undefined;
  const from = bytes.readDoubleLE(20);
  const to = bytes.readDoubleLE(28);
  if (!isMoment(from) || !isMoment(to)) return undefined;
  return {
    kind,
    bodyBytes,
    rawBytes,
    payloads: bytes.readUInt32LE(16),
    from,
    to,
    checksum: bytes.readUInt32LE(CHECKED_BYTES),
  };
}

export const isIntact = (header: Buffer, body: Uint8Array, block: BlockHeader): boolean =>
  checksum(header, body) === block.checksum;

const moment = z.number().refine((ms): boolean => isMoment(ms));

/** What a recording says of itself before anything else. */
export const recordingHead = z.object({
  /** Of Overround, when it recorded. */
  version: z.string(),
  startedAt: moment,
  /** Of every source that could deliver; values only, never secrets. */
  sources: z.array(
    z.object({
      id: z.string(),
      values: z.record(
        z.string(),
        z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]),
      ),
    }),
  ),
  settings: z.unknown(),
  openingBalance: z.object({ amount: z.number(), currency: z.string() }),
  /** The engine's own: decisions on identity and the like. */
  context: z.unknown(),
  beats: z.boolean(),
});
export type RecordingHead = z.infer<typeof recordingHead>;

export const recordingEnd = z.object({
  payloads: z.number(),
  rawBytes: z.number(),
  from: moment,
  to: moment,
  sources: z.array(z.string()),
  /** Why it ended before it was told to; `null` when it was told to. */
  problem: z.string().nullable(),
});
export type RecordingEnd = z.infer<typeof recordingEnd>;
