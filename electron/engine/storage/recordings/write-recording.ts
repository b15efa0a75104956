import { fileProblem, isDiskFull } from '../../../../shared/domain/file-problem.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import { type TapedPayload, USER_CHANGES } from '../../ports/payload-tape.ts';
import { createEntryWriter } from './entry-codec.ts';
import {
  MAXIMUM_PAYLOAD_BYTES,
  preamble,
  type RecordingEnd,
  type RecordingHead,
  writeBlock,
} from './recording-format.ts';
import type { RecordingOutput } from './recording-output.ts';
import { createPieceCompressor } from './zstd-pieces.ts';

/** Payloads that wait for the disk, at most; beyond it the disk is too slow, and the recording ends. */
const MAXIMUM_WAITING_BYTES = 2 * MAXIMUM_PAYLOAD_BYTES;
/** A block is begun before the next flush once this much waits. */
const FULL_BLOCK_BYTES = 4 * 1024 * 1024;

export type RecordingFigures = {
  readonly payloads: number;
  readonly rawBytes: number;
  /** Written so far. */
  readonly bytes: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly sources: readonly string[];
};

export interface RecordingWriter {
  /** Why the recording could not be begun, for people, once that is known; `null`: it is. */
  readonly opened: Promise<string | null>;
  /** Synchronous: copies the payload, to be written by the next flush. Ignored once the recording has failed. */
  payload(entry: TapedPayload): void;
  beat(at: EpochMs): void;
  /** Writes what waits as a block of its own; resolves when it is in the file. Never rejects: see `onFailure`. */
  flush(): Promise<void>;
  /** Flushes, writes the end and closes the file. `problem`: why it ends though nobody told it to. */
  finish(problem: string | null): Promise<void>;
  figures(): RecordingFigures;
}

const failureMessage = (error: unknown): string =>
  isDiskFull(error)
    ? 'The disk is full, so the recording has ended; the market goes on. Free some space and start another. What was recorded until then is kept.'
    : `The recording could not be written and has ended; the market goes on. (${fileProblem(error, 'writing')})`;

type Waiting = { pieces: Uint8Array[]; bytes: number; payloads: number; from: number; to: number };
const nothingWaiting = (): Waiting => ({ pieces: [], bytes: 0, payloads: 0, from: 0, to: 0 });

/**
 * Writes a recording into an empty `output`. `onFailure` is called once, with a message for people, when it can't go
 * on; what the file holds until then stays readable. Not for a recording that could not even be begun: see `opened`.
 */
export function createRecordingWriter(
  output: RecordingOutput,
  head: RecordingHead,
  onFailure: (message: string) => void,
): RecordingWriter {
  const compressor = createPieceCompressor();
  const encode = createEntryWriter();
  const sources = new Set<string>();
  let waiting = nothingWaiting();
  let total = { payloads: 0, rawBytes: 0, from: head.startedAt, to: head.startedAt, started: false };
  /** Bytes of whole blocks in the file. */
  let written = 0;
  let failed = false;
  let work: Promise<void> = Promise.resolve();

  const fail = (message: string) => {
    if (failed) return;
    failed = true;
    waiting = nothingWaiting();
    onFailure(message);
  };

  /** A block goes into the file whole or not at all. */
  const append = async (pieces: readonly Uint8Array[]) => {
    try {
      await output.append(pieces);
      written += pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
    } catch (error) {
      await output.truncate(written).catch(() => {});
      throw error;
    }
  };

  const guarded = (task: () => Promise<void>): Promise<void> => {
    work = work
      .then(() => (failed ? undefined : task()))
      .catch((error: unknown) => fail(failureMessage(error)));
    return work;
  };

  const json = (kind: 'head' | 'end', value: RecordingHead | RecordingEnd) => {
    const body = Buffer.from(JSON.stringify(value), 'utf8');
    const { from, to } = total;
    return writeBlock({ kind, rawBytes: body.byteLength, payloads: 0, from, to }, body);
  };

  const flush = (): Promise<void> =>
    guarded(async () => {
      const { pieces, bytes, payloads, from, to } = waiting;
      if (pieces.length === 0) return;
      waiting = nothingWaiting();
      const body = await compressor.compress(pieces);
      await append(writeBlock({ kind: 'entries', rawBytes: bytes, payloads, from, to }, body));
    });

  const wait = (pieces: readonly Uint8Array[], at: number, payloads: 0 | 1) => {
    const bytes = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
    if (waiting.bytes + bytes > MAXIMUM_WAITING_BYTES) {
      fail(
        'The disk is too slow to record this market, so the recording has ended; the market goes on. What was recorded until then is kept.',
      );
      return;
    }
    if (waiting.pieces.length === 0) waiting.from = at;
    waiting.to = at;
    waiting.pieces.push(...pieces);
    waiting.bytes += bytes;
    waiting.payloads += payloads;
    if (waiting.bytes >= FULL_BLOCK_BYTES) void flush();
  };

  const note = (at: number) => {
    total = { ...total, from: total.started ? total.from : at, to: at, started: true };
  };

  const figures = (): RecordingFigures => ({
    payloads: total.payloads,
    rawBytes: total.rawBytes,
    bytes: written,
    from: total.from as EpochMs,
    to: total.to as EpochMs,
    sources: [...sources],
  });

  const opened = append([preamble(), ...json('head', head)]).then(
    () => null,
    (error: unknown) => {
      failed = true;
      waiting = nothingWaiting();
      return fileProblem(error, 'writing');
    },
  );
  work = opened.then(() => undefined);
  return {
    opened,
    payload(entry) {
      if (failed) return;
      if (entry.body.byteLength > MAXIMUM_PAYLOAD_BYTES) {
        fail(
          `${entry.source} sent ${entry.body.byteLength} bytes at once, more than a recording takes, so it has ended; the market goes on.`,
        );
        return;
      }
      note(entry.at);
      total.payloads += 1;
      total.rawBytes += entry.body.byteLength;
      if (entry.source !== USER_CHANGES) sources.add(entry.source);
      wait(encode.payload(entry), entry.at, 1);
    },
    beat(at) {
      if (failed) return;
      note(at);
      wait(encode.beat(at), at, 0);
    },
    flush,
    async finish(problem) {
      await flush();
      await work;
      compressor.close();
      const { bytes: _, ...told } = figures();
      // After a full disk the cut-off block has left room for this; where it hasn't, the file says so by its absence.
      if ((await opened) === null)
        await append(json('end', { ...told, sources: [...sources], problem })).catch(() => {});
      await output.sync().catch(() => {});
      await output.close().catch(() => {});
      failed = true;
    },
    figures,
  };
}
