import type { Bet, BetResult, ClosingValue } from '../../../shared/domain/bet.ts';
import type { Balances, LedgerAccount, LedgerEntry, LedgerKind } from '../../../shared/domain/ledger.ts';
import type { Fill, Mode, Order } from '../../../shared/domain/order.ts';
import type { Currency, EpochMs, EventId, MinorUnits, OrderId } from '../../../shared/domain/units.ts';

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

export type Settlement = {
  readonly orderId: OrderId;
  readonly result: BetResult;
  readonly profit: MinorUnits;
  readonly commission: MinorUnits;
  readonly at: EpochMs;
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
  order(id: OrderId): Order | undefined;
  /** Orders whose state is none of matched, rejected, cancelled, lapsed. */
  unfinishedOrders(mode: Mode): readonly Order[];
  orders(filter: {
    readonly mode: Mode;
    readonly limit: number;
    readonly before?: EpochMs;
  }): readonly Order[];
  ordersOfEvent(mode: Mode, eventId: EventId): readonly Order[];

  /** Idempotent by fill id; returns false for a fill already known. */
  saveFill(fill: Fill): boolean;
  fills(orderId: OrderId): readonly Fill[];

  /** Replaces the closing values of one order. */
  saveClosing(orderId: OrderId, closing: readonly ClosingValue[]): void;
  /** One per order; a second settlement of an order is refused (corrections come as ledger corrections). */
  saveSettlement(settlement: Settlement): void;
  bets(filter: {
    readonly mode: Mode;
    readonly status: 'open' | 'settled';
    readonly limit: number;
  }): readonly Bet[];
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
