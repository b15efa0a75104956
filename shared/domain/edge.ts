import type { MarginMethod } from './margin.ts';
import type { BackLay } from './quote.ts';
import type { FairLine } from './settings.ts';
import type {
  BookId,
  EpochMs,
  EventId,
  MarketId,
  MinorUnits,
  OddsE4,
  Probability,
  SelectionId,
} from './units.ts';

/** The consensus line of one selection and how sure of it we are. */
export type FairPrice = {
  readonly selectionId: SelectionId;
  readonly marketId: MarketId;
  readonly probability: Probability;
  /** Of the mean: lowest and highest over the margin-removal methods. Of the line: its 80 % range. Of a model: what its calibration leaves open, and the range of the line or mean with it. */
  readonly low: Probability;
  readonly high: Probability;
  readonly method: MarginMethod;
  /** What it really is: line or mean stand in where what was asked for does not cover the market. */
  readonly source: FairLine;
  /** Where `source` is a model: its id and version. */
  readonly model?: string;
  /** Books whose complete and fresh prices went in; 0: none is left, and the line is only what it last was. */
  readonly books: number;
  readonly at: EpochMs;
};

/** What one quote is worth against the consensus. */
export type Edge = {
  readonly eventId: EventId;
  readonly marketId: MarketId;
  readonly selectionId: SelectionId;
  readonly bookId: BookId;
  readonly side: BackLay;
  readonly price: OddsE4;
  readonly size: MinorUnits | null;
  readonly fair: Probability;
  /** Expected profit per unit staked (back) or of liability (lay), after commission; 0.02 is two per cent. */
  readonly ev: number;
  /** The same at the least and most favourable end of the fair price's range. */
  readonly evLow: number;
  readonly evHigh: number;
  /** The chance that the price still stands, by its age and how often its source's prices change: in (0, 1]. */
  readonly standing: Probability;
  /** `ev` times `standing`: what edges are ranked by. */
  readonly evNow: number;
  /** Fractional Kelly on the current bankroll: backer's stake, in the account's minor units. */
  readonly stake: MinorUnits;
  readonly sourceTime: EpochMs;
  readonly receivedAt: EpochMs;
};

export type ArbitrageLeg = {
  readonly selectionId: SelectionId;
  readonly bookId: BookId;
  readonly side: BackLay;
  readonly price: OddsE4;
  /** Share of the total outlay (stake, or liability of a lay), summing to 1 over the legs. */
  readonly share: number;
  /** The chance that this price still stands, as an edge's. */
  readonly standing: Probability;
  readonly receivedAt: EpochMs;
};

/**
 * Prices that win whatever happens, after commission: best backs on every selection of a market, or a back above a
 * lay of the same selection.
 */
export type Arbitrage = {
  readonly eventId: EventId;
  readonly marketId: MarketId;
  /** Return on the outlay that is certain once every leg is taken; 0.01 is one per cent. */
  readonly roi: number;
  /** The chance that all legs still stand: the product of theirs. */
  readonly standing: Probability;
  /** `roi` times `standing`: what arbitrages are ranked by. */
  readonly roiNow: number;
  readonly legs: readonly ArbitrageLeg[];
  readonly at: EpochMs;
};
