import type { BookId, Currency, EpochMs, EventId, MarketId, SelectionId, SourceId } from './units.ts';

export type EventStatus = 'scheduled' | 'live' | 'ended' | 'postponed' | 'abandoned';

/** A fixture between two sides. Ids are made by the source that introduced it: `source:native-id`. */
export type SportingEvent = {
  readonly id: EventId;
  readonly sourceId: SourceId;
  /** The Odds API's sport keys are used throughout: `soccer_epl`, `americanfootball_nfl`. */
  readonly sport: string;
  /** The competition as people write it: `EPL`, `Bundesliga`. */
  readonly competition: string;
  readonly home: string;
  readonly away: string;
  readonly startsAt: EpochMs;
  readonly status: EventStatus;
  readonly score: Score | null;
};

/** Goals (or points) of the two sides at `at`, and of the first half where it is known. */
export type Score = {
  readonly home: number;
  readonly away: number;
  readonly at: EpochMs;
  readonly halfTime?: { readonly home: number; readonly away: number };
};

export type MarketType =
  | 'match-odds' // home / draw / away
  | 'moneyline' // home / away, no draw possible or draw void
  | 'totals' // over / under `line`
  | 'asian-handicap' // home `line` / away minus `line`
  | 'both-teams-to-score'
  | 'double-chance'
  | 'draw-no-bet'
  | 'correct-score';

export type MarketStatus = 'open' | 'suspended' | 'closed';

export type Market = {
  readonly id: MarketId;
  readonly eventId: EventId;
  readonly type: MarketType;
  readonly period: 'match' | 'first-half';
  /** Goals or points, from the home side's view for handicaps; multiples of 0.25. `null` where the type has none. */
  readonly line: number | null;
  readonly status: MarketStatus;
  /** In the market type's own order: home, draw, away; over, under. */
  readonly selections: readonly Selection[];
};

export type Side = 'home' | 'draw' | 'away' | 'over' | 'under' | 'yes' | 'no' | '1X' | '12' | 'X2';

export type Selection = {
  readonly id: SelectionId;
  readonly marketId: MarketId;
  readonly name: string;
  /** What the selection means to settlement; a correct score is `home-away`, e.g. `2-1`. */
  readonly side: Side | `${number}-${number}`;
};

export type Book = {
  readonly id: BookId;
  readonly name: string;
  readonly kind: 'bookmaker' | 'exchange';
  /** Taken from net winnings in a market, as a fraction: 0.02 is two per cent. Zero at bookmakers. */
  readonly commission: number;
  readonly currency: Currency;
};

/** Whether one book's prices on one market can be relied on. `reason` is a few words for people; empty when `open`. */
export type BookStanding = {
  readonly state: 'open' | 'suspended' | 'unreliable';
  readonly reason: string;
};
