import type { Bet, BetResult, BetTerms, ClosingValue } from '../../../shared/domain/bet.ts';
import type { Balances, LedgerAccount, LedgerEntry, LedgerKind } from '../../../shared/domain/ledger.ts';
import type { Fill, Mode, Order } from '../../../shared/domain/order.ts';
import type { ResultRevision } from '../../../shared/domain/result.ts';
import type {
  BookId,
  Currency,
  EpochMs,
  EventId,
  MarketId,
  MinorUnits,
  OrderId,
  SelectionId,
} from '../../../shared/domain/units.ts';

export type LedgerLeg = { readonly account: LedgerAccount; readonly amount: MinorUnits };

/** Legs that sum to zero; `id` makes it idempotent: a second posting of the same id changes nothing. */
export type LedgerTransaction = {
  readonly id: string;
  readonly kind: LedgerKind;
  readonly mode: Mode;
  readonly currency: Currency;
  readonly orderId: OrderId | null;
  readonly at: EpochMs;
  readonly legs: readonly LedgerLeg[];
};

/** How a bet was settled; a correction is the next revision, and what stood before stays. */
export type Settlement = {
  readonly orderId: OrderId;
  /** Counts from 1. */
  readonly revision: number;
  /** `null`, never in the first: the bet is open again. */
  readonly result: BetResult | null;
  /** After commission; 0 when open again. */
  readonly profit: MinorUnits;
  readonly commission: MinorUnits;
  readonly at: EpochMs;
  /** Commission of the book on its market's net winnings, as a fraction; `null` in records from before it was kept. */
  readonly rate: number | null;
  /**
   * Of the result it was settled by, or that opened it again; `null` where its book's own word on the market decided, and
   * in records from before results had revisions.
   */
  readonly resultRevision: number | null;
};

/** How a book settled its own market. No outcomes: it has taken back how it did. */
export type BookResult = {
  readonly eventId: EventId;
  readonly marketId: MarketId;
  readonly bookId: BookId;
  readonly outcomes: readonly {
    readonly selectionId: SelectionId;
    readonly outcome: 'won' | 'lost' | 'void';
  }[];
};

/** The bets of one event together. */
export type EventBets = {
  readonly eventId: EventId;
  readonly open: number;
  readonly settled: number;
  /** Of the settled ones, after commission. */
  readonly profit: MinorUnits;
};

/** An order that is in the file and can't be read whole; nothing is done by the half of it. */
export type DamagedOrder = {
  readonly id: OrderId;
  readonly eventId: EventId;
  readonly marketId: MarketId;
  readonly bookId: BookId;
  /** What of it makes no sense, in words: `state`, `average price`, `fill`. */
  readonly fault: string;
  /** Whether it is known to wait at its book no longer. */
  readonly isFinished: boolean;
  /** Whether it is known to be at stake no longer. */
  readonly isOver: boolean;
};

export type AuditLine = {
  readonly sequence: number;
  readonly at: EpochMs;
  readonly actor: 'user' | 'engine' | 'venue';
  readonly action: string;
  readonly subject: string;
  /** JSON-safe, without secrets. */
  readonly detail: Readonly<Record<string, unknown>>;
};

/** `journal.db`: every method is durable (synchronous=FULL) when it returns. */
export interface Journal {
  /** All or nothing: whatever `work` does to the journal commits together. Synchronous; may not nest. */
  transaction<T>(work: () => T): T;

  /** Inserts revision 1, or the next revision of a known order; refuses any other revision. */
  saveOrder(order: Order): void;
  /** Throws for a damaged order; lists are made without it. */
  order(id: OrderId): Order | undefined;
  /** Orders whose state is none of matched, rejected, cancelled, lapsed. */
  unfinishedOrders(mode: Mode): readonly Order[];
  orders(filter: {
    readonly mode: Mode;
    readonly limit: number;
    readonly before?: EpochMs;
  }): readonly Order[];
  ordersOfEvent(mode: Mode, eventId: EventId): readonly Order[];
  /** Whether the event has any order, damaged ones too. */
  hasOrders(mode: Mode, eventId: EventId): boolean;
  /** Those that any list was made without so far. */
  damagedOrders(mode: Mode): readonly DamagedOrder[];

  /** Idempotent by fill id; returns false for a fill already known. */
  saveFill(fill: Fill): boolean;
  fills(orderId: OrderId): readonly Fill[];

  /** Replaces the closing values of one order. */
  saveClosing(orderId: OrderId, closing: readonly ClosingValue[]): void;
  /** The next revision of the order's settlement; any other is refused. */
  saveSettlement(settlement: Settlement): void;
  /** Every revision, oldest first. */
  settlements(orderId: OrderId): readonly Settlement[];
  /** What was written first stands. */
  saveTerms(orderId: OrderId, terms: BetTerms): void;
  terms(orderId: OrderId): BetTerms | undefined;
  /** The next revision of the event's result; any other is refused. */
  saveResult(mode: Mode, revision: ResultRevision): void;
  /** Every revision, oldest first. */
  results(mode: Mode, eventId: EventId): readonly ResultRevision[];
  /** What the book says of its market from now on; what it said before stays in the file. */
  saveBookResult(mode: Mode, result: BookResult, at: EpochMs): void;
  /** What every book says of its markets of the event now. */
  bookResults(mode: Mode, eventId: EventId): readonly BookResult[];
  /** Events with bets that are open or were settled from `since` on. */
  eventsWithBets(mode: Mode, since: EpochMs): readonly EventBets[];
  /** Events whose result was told from `since` on. */
  eventsWithResults(mode: Mode, since: EpochMs): readonly EventId[];
  bets(filter: {
    readonly mode: Mode;
    readonly status: 'open' | 'settled';
    readonly limit: number;
  }): readonly Bet[];
  betsOfEvent(mode: Mode, eventId: EventId): readonly Bet[];
  bet(orderId: OrderId): Bet | undefined;

  /** Returns false when a transaction of that id was already posted; throws if the legs do not sum to zero. */
  post(transaction: LedgerTransaction): boolean;
  /** The newest entries, newest first; with `after` the ones that follow that sequence, oldest first. */
  ledger(filter: {
    readonly mode: Mode;
    readonly limit: number;
    readonly after?: number;
  }): readonly LedgerEntry[];
  balances(mode: Mode, currency: Currency): Balances;

  audit(line: Omit<AuditLine, 'sequence'>): void;
  auditAfter(sequence: number, limit: number): readonly AuditLine[];

  /** JSON values by key; settings, workspace, key bindings. */
  setting(key: string): unknown;
  saveSetting(key: string, value: unknown, at: EpochMs): void;
}
