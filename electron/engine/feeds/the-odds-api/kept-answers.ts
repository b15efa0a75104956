import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { RawPayload } from '../raw-payload.ts';
import { CHANNELS } from './decoder.ts';

/** The last answer of every channel that tells prices or scores: what the decoder knows, as payloads. */
export type KeptAnswers = {
  /** An answer that was used; an empty body says that the one before came again. */
  take(payload: RawPayload): void;
  /** All of them, received now for the tape, each with the time it was last received at in its channel. */
  again(now: EpochMs): readonly RawPayload[];
};

type Kept = { readonly packed: boolean; readonly bytes: Uint8Array; readonly at: EpochMs };

/** Compressed, an answer of a large sport takes about 60 kB. What was asked longest ago goes first. */
const MOST_BYTES = 64_000_000;
const MOST_CHANNELS = 1_000;
const SMALL_BYTES = 2_048;
/** The quickest: answers are read on the engine's thread. */
const QUICKLY = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

const isScores = (channel: string): boolean => channel.startsWith('scores ');
const tells = (channel: string): boolean => /^(odds|event-odds|scores) /.test(channel);

export function createKeptAnswers(): KeptAnswers {
  const kept = new Map<string, Kept>();
  let total = 0;
  const forget = (channel: string) => {
    total -= kept.get(channel)?.bytes.length ?? 0;
    kept.delete(channel);
  };
  return {
    take({ channel, body, at }) {
      if (!tells(channel)) return;
      const before = kept.get(channel);
      if (body.length === 0 && before === undefined) return;
      forget(channel);
      const packed = body.length > SMALL_BYTES;
      const entry =
        body.length === 0 && before !== undefined
          ? { ...before, at }
          : { packed, bytes: packed ? zstdCompressSync(body, QUICKLY) : body.slice(), at };
      kept.set(channel, entry);
      total += entry.bytes.length;
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_CHANNELS && total <= MOST_BYTES) break;
        forget(oldest);
      }
    },
    again(now) {
      // Scores are of events that the odds tell.
      const ordered = [...kept].sort(([one], [other]) => Number(isScores(one)) - Number(isScores(other)));
      return ordered.map(([channel, { packed, bytes, at }]) => ({
        channel: CHANNELS.kept(at, channel),
        body: packed ? zstdDecompressSync(bytes) : bytes,
        at: now,
      }));
    },
  };
}
