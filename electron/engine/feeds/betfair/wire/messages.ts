/**
 * Messages of Betfair's Exchange Stream API as the engine reads them: the names of the protocol in words, absent and
 * null fields alike, ladders flat. From Betfair's ESASwaggerSchema 1.0.1423.
 */

/**
 * Ladders a runner has. Keyed by price: `atb`/`atl` all offers, `trd` traded volume, `spb`/`spl` unmatched at the
 * starting price. Keyed by level (0 is best): `batb`/`batl` best offers, `bdatb`/`bdatl` the same with virtual bets of
 * cross matching, as the website displays them.
 */
export const LADDER_KINDS = ['atb', 'atl', 'batb', 'batl', 'bdatb', 'bdatl', 'trd', 'spb', 'spl'] as const;
export type LadderKind = (typeof LADDER_KINDS)[number];

/** Whether entries of the kind are `[level, price, size]` rather than `[price, size]`. */
export const isKeyedByLevel = (kind: LadderKind): boolean =>
  kind === 'batb' || kind === 'batl' || kind === 'bdatb' || kind === 'bdatl';

/** Entries one after the other: `price, size, …`, or `level, price, size, …`. Size 0 takes an entry away. */
export type LadderChange = { readonly kind: LadderKind; readonly entries: readonly number[] };

/** A figure that may be told as not computable (Betfair's `NaN`), which is `null`; `undefined` is unchanged. */
export type Figure = number | null | undefined;

export type RunnerChange = {
  /** Betfair's selection id. */
  readonly id: number;
  /** 0 where the market has none. */
  readonly handicap: number;
  readonly ladders: readonly LadderChange[];
  /** Last traded price; 0 where nothing was traded yet. */
  readonly ltp: Figure;
  /** Traded volume, GBP, truncated to the penny. */
  readonly tv: Figure;
  /** Projected starting price from bets on the exchange too; can be `Infinity`. */
  readonly spn: Figure;
  /** Projected starting price from starting price bets alone; can be `Infinity`. */
  readonly spf: Figure;
};

export type MarketStatus = 'INACTIVE' | 'OPEN' | 'SUSPENDED' | 'CLOSED';
export type RunnerStatus = 'ACTIVE' | 'WINNER' | 'LOSER' | 'PLACED' | 'REMOVED' | 'REMOVED_VACANT' | 'HIDDEN';

export type RunnerDefinition = {
  readonly id: number;
  readonly handicap: number;
  readonly status: RunnerStatus;
  /** Betfair's order of display; absent in odd recordings. */
  readonly sortPriority: number | undefined;
  /** Only in historical files; live, names come from the catalogue. */
  readonly name: string | undefined;
  readonly adjustmentFactor: number | undefined;
  /** ISO 8601. */
  readonly removalDate: string | undefined;
  /** Starting price once reconciled. */
  readonly bsp: Figure;
};

/** Always the whole definition. Times are ISO 8601. */
export type MarketDefinition = {
  readonly status: MarketStatus;
  readonly inPlay: boolean;
  /** Seconds that a bet waits in play. */
  readonly betDelay: number;
  readonly runners: readonly RunnerDefinition[];
  /** Rises with every change of the market; orders can be bound to it. */
  readonly version: number | undefined;
  readonly eventId: string | undefined;
  readonly eventTypeId: string | undefined;
  readonly marketType: string | undefined;
  readonly bettingType: string | undefined;
  readonly marketTime: string | undefined;
  readonly suspendTime: string | undefined;
  readonly settledTime: string | undefined;
  readonly openDate: string | undefined;
  readonly timezone: string | undefined;
  readonly countryCode: string | undefined;
  readonly venue: string | undefined;
  readonly raceType: string | undefined;
  /** Only in historical files. */
  readonly name: string | undefined;
  readonly eventName: string | undefined;
  readonly suspendReason: string | undefined;
  readonly numberOfWinners: number | undefined;
  readonly numberOfActiveRunners: number | undefined;
  /** Commission in per cent, before discounts. */
  readonly marketBaseRate: number | undefined;
  readonly eachWayDivisor: number | undefined;
  readonly lineMinUnit: number | undefined;
  readonly lineMaxUnit: number | undefined;
  readonly lineInterval: number | undefined;
  readonly bspMarket: boolean | undefined;
  readonly bspReconciled: boolean | undefined;
  readonly turnInPlayEnabled: boolean | undefined;
  readonly persistenceEnabled: boolean | undefined;
  readonly crossMatching: boolean | undefined;
  readonly runnersVoidable: boolean | undefined;
  readonly discountAllowed: boolean | undefined;
  readonly complete: boolean | undefined;
  readonly regulators: readonly string[];
  readonly betDelayModels: readonly string[];
  /** `CLASSIC`, `FINEST` or `LINE_RANGE`. */
  readonly priceLadder: string | undefined;
  /** The selection that carries the key line of a handicap market. */
  readonly keyLine: readonly { readonly id: number; readonly handicap: number }[];
};

export type MarketChange = {
  readonly id: string;
  /** Replaces everything known of the market's prices. */
  readonly image: boolean;
  /** Several changes were combined into this one. */
  readonly conflated: boolean;
  readonly tv: Figure;
  readonly definition: MarketDefinition | undefined;
  readonly runners: readonly RunnerChange[];
};

export type ChangeType = 'SUB_IMAGE' | 'RESUB_DELTA' | 'HEARTBEAT';
export type SegmentType = 'SEG_START' | 'SEG' | 'SEG_END';

type ChangeEnvelope = {
  /** That of the subscription it answers. */
  readonly id: number | undefined;
  /** `undefined` for a delta. */
  readonly ct: ChangeType | undefined;
  /** Given back, both, to go on after a lost connection. */
  readonly initialClk: string | undefined;
  readonly clk: string | undefined;
  /** When Betfair published it, epoch milliseconds. */
  readonly publishTime: number | undefined;
  /** As the server grants them, which may differ from what was asked; milliseconds. */
  readonly heartbeatMs: number | undefined;
  readonly conflateMs: number | undefined;
  readonly segment: SegmentType | undefined;
  /** 503 while Betfair's own services are late; `undefined` when all is well. */
  readonly status: number | undefined;
};

export type MarketChangeMessage = ChangeEnvelope & {
  readonly op: 'mcm';
  readonly markets: readonly MarketChange[];
};

/** Stakes by price: `price, size, …`. Size 0 takes a price away. */
export type Matched = readonly number[];

/** An order that is not wholly matched, or has just stopped being so. Sizes in the account's currency. */
export type StreamOrder = {
  readonly betId: string;
  /** `B` back, `L` lay; on line markets sell and buy. */
  readonly side: 'B' | 'L';
  /** `E` executable, `EC` execution complete: nothing of it remains. */
  readonly status: 'E' | 'EC';
  readonly persistence: 'L' | 'P' | 'MOC' | undefined;
  readonly orderType: 'L' | 'LOC' | 'MOC';
  readonly price: number | undefined;
  readonly size: number | undefined;
  /** Liability of a starting price order. */
  readonly bspLiability: number | undefined;
  /** Epoch milliseconds, all dates. */
  readonly placedDate: number | undefined;
  readonly matchedDate: number | undefined;
  readonly cancelledDate: number | undefined;
  readonly lapsedDate: number | undefined;
  readonly lapseReason: string | undefined;
  readonly averagePriceMatched: number | undefined;
  readonly sizeMatched: number;
  readonly sizeRemaining: number;
  readonly sizeLapsed: number;
  readonly sizeCancelled: number;
  readonly sizeVoided: number;
  /** The customer's references; empty where none was set. */
  readonly orderRef: string;
  readonly strategyRef: string;
  readonly regulatorCode: string | undefined;
  readonly regulatorAuthCode: string | undefined;
};

export type StrategyMatches = {
  readonly strategyRef: string;
  readonly backs: Matched;
  readonly lays: Matched;
};

export type OrderRunnerChange = {
  readonly id: number;
  readonly handicap: number;
  /** Replaces everything known of the runner's orders. */
  readonly fullImage: boolean;
  readonly orders: readonly StreamOrder[];
  readonly backs: Matched;
  readonly lays: Matched;
  readonly strategies: readonly StrategyMatches[];
};

export type OrderMarketChange = {
  readonly id: string;
  readonly accountId: number | undefined;
  /** The market is over: nothing more will be told of it. */
  readonly closed: boolean;
  readonly fullImage: boolean;
  readonly runners: readonly OrderRunnerChange[];
};

export type OrderChangeMessage = ChangeEnvelope & {
  readonly op: 'ocm';
  readonly markets: readonly OrderMarketChange[];
};

export type ConnectionMessage = {
  readonly op: 'connection';
  readonly id: number | undefined;
  readonly connectionId: string | undefined;
};

export type StatusMessage = {
  readonly op: 'status';
  /** That of the request it answers; absent when the server speaks of its own accord. */
  readonly id: number | undefined;
  readonly statusCode: 'SUCCESS' | 'FAILURE';
  /** As sent: codes not in the documentation exist. */
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  readonly connectionId: string | undefined;
  readonly connectionClosed: boolean;
  readonly connectionsAvailable: number | undefined;
};

export type StreamMessage = ConnectionMessage | StatusMessage | MarketChangeMessage | OrderChangeMessage;
