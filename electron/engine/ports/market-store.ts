import type { Book, Market, SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../../shared/domain/edge.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import type {
  EpochMs,
  EventId,
  MarketId,
  MinorUnits,
  OddsE4,
  Probability,
  SelectionId,
} from '../../../shared/domain/units.ts';

/** A best price as it stood from `at` (receive time) on; `price` null: withdrawn. */
export type PricePoint = {
  readonly at: EpochMs;
  readonly sourceTime: EpochMs;
  readonly price: OddsE4 | null;
  readonly size: MinorUnits | null;
};

/** What a price history is of. */
export type PriceKey = Pick<Quote, 'selectionId' | 'bookId' | 'side'>;

export type HistoryFigures = {
  /** Of the whole file, and of that what is free inside it. */
  readonly bytes: number;
  readonly freeBytes: number;
  readonly series: number;
  readonly chunks: number;
  readonly points: number;
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
};

/** The event of a history, as retention judges it. */
export type EventOfHistory = Pick<SportingEvent, 'id' | 'startsAt'>;

export type CompactionStep = {
  /** Where the next step goes on from. */
  readonly through: number;
  /** Of all series, 0 to 1. */
  readonly share: number;
  readonly removedSeries: number;
  readonly removedPoints: number;
  readonly mergedChunks: number;
  readonly done: boolean;
};

/** Retention and compaction of histories, in steps of a few milliseconds, each whole or not at all. */
export type HistoryUpkeep = {
  figures(): HistoryFigures;
  /**
   * Removes the histories of expired events and fills up chunks, from the series after `after` on (0: from the first).
   * What belongs to no known event stays.
   */
  compactFrom(after: number, isExpired: (event: EventOfHistory) => boolean): CompactionStep;
  /** Gives some of the free space back to the disk. */
  giveBack(): { readonly bytes: number; readonly done: boolean };
};

export type PriceTrack = {
  /** Buffers a quote's best price and size when either changed. Written on `flush` and every so many changes. */
  record(quote: Quote): void;
};

export type FairPoint = {
  readonly at: EpochMs;
  readonly probability: Probability;
  readonly low: Probability;
  readonly high: Probability;
};

/** The line as it stood when the event started: consensus, and each book's best back price. */
export type ClosingLine = {
  readonly selectionId: SelectionId;
  readonly marketId: MarketId;
  readonly fair: Probability;
  readonly prices: Readonly<Record<string, OddsE4>>;
  readonly at: EpochMs;
};

export type Quarantined = {
  readonly source: string;
  readonly reason: string;
  /** What was refused, cut to 2,000 characters. */
  readonly sample: string;
  readonly at: EpochMs;
};

/** A past match with its prices, as an import brings it. Identity for idempotence is `identity` + `occurrence`. */
export type HistoricalMatch = {
  readonly identity: string;
  /** 1: the identity holds the day, so a repeat within a file is no second match. Earlier imports stored others too. */
  readonly occurrence: number;
  readonly competition: string;
  readonly season: string;
  readonly playedOn: string;
  readonly kickOff: string | null;
  readonly home: string;
  readonly away: string;
  readonly homeGoals: number;
  readonly awayGoals: number;
  readonly halfTimeHome: number | null;
  readonly halfTimeAway: number | null;
  /** Further numbers of the row by column name: shots, corners, cards. */
  readonly statistics: Readonly<Record<string, number>>;
  readonly odds: readonly HistoricalOdds[];
};

export type HistoricalOdds = {
  readonly book: string;
  readonly market: 'match-odds' | 'moneyline' | 'totals' | 'asian-handicap';
  readonly line: number | null;
  readonly side: string;
  readonly stage: 'pre-closing' | 'closing';
  readonly price: OddsE4;
};

/** What became of matches to import: `imported + duplicate + differing.length` are all of them. */
export type ImportedMatches = {
  readonly imported: number;
  /** Already there with the same score. */
  readonly duplicate: number;
  /** Duplicates that brought prices or statistics the stored match lacked; these were added to it. */
  readonly completed: number;
  /** Already there with another score; what is stored stands. */
  readonly differing: readonly DifferingMatch[];
};

export type DifferingMatch = {
  readonly match: HistoricalMatch;
  readonly stored: Pick<HistoricalMatch, 'homeGoals' | 'awayGoals'>;
};

/** `market.db`: losing the last moments on power loss is acceptable (synchronous=NORMAL). */
export interface MarketStore {
  saveBooks(books: readonly Book[]): void;
  saveEvent(event: SportingEvent): void;
  saveMarkets(markets: readonly Market[]): void;
  books(): readonly Book[];
  event(id: EventId): SportingEvent | undefined;
  /** Events starting at or after `from`, with their markets, soonest first. */
  eventsFrom(from: EpochMs, limit: number): readonly SportingEvent[];
  /** Events with recorded prices and with `text` in a side's or the competition's name, the latest start first. */
  findEvents(text: string, limit: number): readonly SportingEvent[];
  markets(eventId: EventId): readonly Market[];

  /** Where the prices of one selection at one book and side are recorded: kept at hand, each quote is spared a search. */
  priceTrack(of: PriceKey): PriceTrack;
  /** `priceTrack(quote).record(quote)`, for who has no track at hand. */
  recordQuote(quote: Quote): void;
  recordFair(fair: FairPrice): void;
  flush(): void;
  /** Change points in [from, to], oldest first, starting with the point in force at `from`. */
  priceHistory(key: PriceKey, from: EpochMs, to: EpochMs): readonly PricePoint[];
  fairHistory(selectionId: SelectionId, from: EpochMs, to: EpochMs): readonly FairPoint[];

  /** The price histories there are of a selection. */
  priceHistoriesOf(selectionId: SelectionId): readonly PriceKey[];
  /**
   * The price in force by what was received until `known`; with `said`, by what the book had said until then: of that the
   * newest by the book's own time. `undefined` where nothing was known yet.
   */
  priceAsOf(key: PriceKey, known: EpochMs, said: EpochMs | null): PricePoint | undefined;
  /** The first price ever seen, not after `to`; withdrawals don't count. */
  openingPrice(key: PriceKey, to: EpochMs): PricePoint | undefined;
  readonly upkeep: HistoryUpkeep;

  /** First write wins: a closing line is never replaced, unless its event's were reopened. */
  saveClosingLines(lines: readonly ClosingLine[]): void;
  /** The event's start was put off: its closing lines are taken back, to be taken anew. Whether there were any. */
  reopenClosingLines(eventId: EventId): boolean;
  closingLine(selectionId: SelectionId): ClosingLine | undefined;

  quarantine(rows: readonly Quarantined[]): void;
  quarantined(limit: number): readonly Quarantined[];

  /** An import never changes what is stored; it only adds. */
  importMatches(matches: readonly HistoricalMatch[]): ImportedMatches;
}

/** What imports have brought, for training and for browsing. */
export interface MatchHistory {
  historicalSeasons(): readonly {
    readonly competition: string;
    readonly season: string;
    readonly matches: number;
  }[];
  /** The matches of one season in the order they were played, with all their prices. */
  historicalMatches(of: {
    readonly competition: string;
    readonly season: string;
  }): readonly HistoricalMatch[];
}
