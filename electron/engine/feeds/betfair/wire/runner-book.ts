import type { Ladder } from './ladder.ts';
import type { LadderKind, RunnerDefinition } from './messages.ts';

/** The bit of each ladder in `RunnerBook.changed` and `RunnerBook.topChanged`. */
export const LADDER_BITS: Readonly<Record<LadderKind, number>> = {
  atb: 1,
  atl: 2,
  batb: 4,
  batl: 8,
  bdatb: 16,
  bdatl: 32,
  trd: 64,
  spb: 128,
  spl: 256,
};
/** The bits of everything else in `RunnerBook.changed`. */
export const FIGURE_BITS = { ltp: 512, tv: 1024, spn: 2048, spf: 4096, definition: 8192 } as const;
/** In both: an image replaced everything, so that anything may have changed. */
export const IMAGE_BIT = 16384;

/** One runner as it stands. Mutated by the cache only. */
export interface RunnerBook {
  readonly id: number;
  readonly handicap: number;
  /** Ladders the stream has told of; one that became empty is still here. */
  readonly ladders: Readonly<Record<LadderKind, Ladder | undefined>>;
  /** `null` where never told, or told as not computable. */
  readonly ltp: number | null;
  readonly tv: number | null;
  readonly spn: number | null;
  readonly spf: number | null;
  /** `null` for a runner that the market's definition doesn't name. */
  readonly definition: RunnerDefinition | null;
  /** What the last message (or set of segments) changed: `LADDER_BITS` and `FIGURE_BITS`. */
  readonly changed: number;
  /** Ladders whose best price or its size changed: `LADDER_BITS`. */
  readonly topChanged: number;
}

/** `back`: what can be backed now. */
export type OfferSide = 'back' | 'lay';

const OFFER_KINDS: Readonly<Record<OfferSide, readonly LadderKind[]>> = {
  back: ['atb', 'batb', 'bdatb'],
  lay: ['atl', 'batl', 'bdatl'],
};

/**
 * The ladder that says what can be backed or laid: full depth if the stream has told it of this side, else the best
 * offers, else the best offers with virtual bets. The choice is by what was told, not by what is empty: where full
 * depth was taken away, nothing is offered. `undefined` where nothing was told.
 */
export const offerKind = ({ ladders }: RunnerBook, side: OfferSide): LadderKind | undefined =>
  OFFER_KINDS[side].find((kind) => ladders[kind] !== undefined);

const NOTHING: Ladder = { prices: [], sizes: [] };

/** What can be backed or laid now, best first; empty where nothing can. */
export function offersOf(runner: RunnerBook, side: OfferSide): Ladder {
  const kind = offerKind(runner, side);
  return (kind === undefined ? undefined : runner.ladders[kind]) ?? NOTHING;
}

/** Whether the last message changed what `offersOf` gives; with `top`, its best price or that one's size. */
export function offersChanged(runner: RunnerBook, side: OfferSide, top = false): boolean {
  const kind = offerKind(runner, side);
  const bits = top ? runner.topChanged : runner.changed;
  return (bits & (IMAGE_BIT | (kind === undefined ? 0 : LADDER_BITS[kind]))) !== 0;
}
