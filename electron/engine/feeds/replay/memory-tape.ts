import type { EpochMs } from '../../../../shared/domain/units.ts';
import type {
  PayloadTape,
  TapedPayload,
  TapedSource,
  TapeEntry,
  TapeRefusal,
} from '../../ports/payload-tape.ts';

const BATCH = 256;

/** As many as there are, each made when it is asked for. */
export type TapedPayloads = {
  readonly length: number;
  at(number: number): TapedPayload | undefined;
  slice(from: number, to: number): readonly TapedPayload[];
};

/** A tape of payloads that are all in memory, in order of time; at least one. */
export function createMemoryTape(of: {
  readonly format: string;
  readonly source: TapedSource;
  readonly payloads: TapedPayloads;
  readonly refused: number;
  readonly refusals?: readonly TapeRefusal[];
  readonly notes: readonly string[];
}): PayloadTape {
  const { payloads } = of;
  const from = payloads.at(0)?.at ?? (0 as EpochMs);
  const to = payloads.at(-1)?.at ?? from;
  return {
    format: of.format,
    from,
    sources: [of.source],
    beats: false,
    context: null,
    notes: of.notes,
    refused: () => of.refused,
    refusals: () => of.refusals ?? [],
    survey: () => Promise.resolve({ to, payloads: payloads.length }),
    async *entries(): AsyncGenerator<readonly TapeEntry[], string | null, void> {
      for (let at = 0; at < payloads.length; at += BATCH) yield payloads.slice(at, at + BATCH);
      return null;
    },
  };
}
