import type { NamedEvent } from '../../../../shared/contract/matching.ts';
import type {
  BookStanding,
  Market,
  MarketStatus,
  SportingEvent,
} from '../../../../shared/domain/catalogue.ts';
import type { ReadEvent } from '../../../../shared/domain/identity/index.ts';
import type { Quote } from '../../../../shared/domain/quote.ts';
import type { BookId, EventId, MarketId, SelectionId, SourceId } from '../../../../shared/domain/units.ts';
import type { FeedSink } from '../../feeds/source.ts';

/**
 * How an event stands. Status and score are one source's word at one time: never the status of one, the score of another.
 */
export type Telling = Pick<SportingEvent, 'status' | 'score'>;

/** A source, its way to the pipeline, and what of it goes by other ids. */
export type Teller = {
  readonly id: SourceId;
  readonly next: FeedSink;
  readonly events: Map<EventId, Native>;
  readonly markets: Map<MarketId, NativeMarket>;
  /** Selections whose quotes can't be passed on as they are: renamed, or of a market that others quote too. */
  readonly routes: Map<SelectionId, Route>;
  /** Quotes of a book that is quoted by a better source, kept out of the market. */
  duplicates: number;
};

/** An event as one source tells it. */
export type Native = {
  readonly teller: Teller;
  /** As its source listed it last, with that source's newest word on how it stands. */
  event: SportingEvent;
  read: ReadEvent;
  readonly markets: Map<MarketId, NativeMarket>;
  group: Group;
  /** Its home is the group's away. */
  swapped: boolean;
  /** Rises with every event introduced: the older of two is canonical. */
  readonly order: number;
};

export type NativeMarket = {
  readonly native: Native;
  /** As the source told it, with its newest status. */
  market: Market;
  joined: JoinedMarket | undefined;
  /** What the source said of books here, where that is not that all is well. */
  readonly standings: Map<BookId, BookStanding>;
  /** The status passed on as standings of this source's books. */
  shown: MarketStatus;
};

/** One event of the market: the sources' events that are one, under the id of one of them. */
export type Group = {
  readonly id: EventId;
  readonly members: Map<SourceId, Native>;
  /** What is known of the canonical event while its own source has not told it. */
  stored: NamedEvent | undefined;
  readonly markets: Map<string, JoinedMarket>;
  /** How it stands by the word of a source that has left; in the group's orientation. */
  told: Telling | undefined;
};

/** One market of a group, quoted by one or more sources. */
export type JoinedMarket = {
  readonly key: string;
  readonly group: Group;
  /** As passed on. */
  market: Market;
  readonly sources: Map<SourceId, NativeMarket>;
  /** Whose quotes of a book enter, by the book's family. Kept while more than one source quotes the market. */
  readonly owners: Map<string, SourceId>;
  /** Families whose owner can't be relied on now. */
  readonly gone: Set<string>;
  /** Quotes kept out, newest of each, by `quoteKey`; in the group's ids. */
  readonly held: Map<string, Quote>;
};

/** Where a native selection's quotes go. */
export type Route = {
  readonly selectionId: SelectionId;
  readonly marketId: MarketId;
  readonly joined: JoinedMarket;
  /** Whether whose quotes enter has to be asked. */
  shared: boolean;
};

export const namedOf = ({ event }: Native): NamedEvent => ({
  eventId: event.id,
  sourceId: event.sourceId,
  sport: event.sport,
  competition: event.competition,
  home: event.home,
  away: event.away,
  startsAt: event.startsAt,
});
