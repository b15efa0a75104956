import type { Mode } from './order.ts';
import type { Currency, EpochMs, MinorUnits, OrderId } from './units.ts';

/** `cash` is the bankroll free to stake, `at-risk` what open orders and bets hold; the rest are counterparts. */
export type LedgerAccount = 'cash' | 'at-risk' | 'result' | 'commission' | 'funding';

export type LedgerKind =
  | 'deposit'
  | 'withdrawal'
  | 'reserve'
  | 'release'
  | 'settlement'
  | 'commission'
  | 'correction';

/** One leg; the legs of one `transactionId` sum to zero. */
export type LedgerEntry = {
  readonly sequence: number;
  readonly transactionId: string;
  readonly kind: LedgerKind;
  readonly account: LedgerAccount;
  readonly mode: Mode;
  readonly currency: Currency;
  readonly amount: MinorUnits;
  readonly orderId: OrderId | null;
  readonly at: EpochMs;
};

export type Balances = {
  readonly currency: Currency;
  readonly cash: MinorUnits;
  readonly atRisk: MinorUnits;
  /** Settled profit since the first entry, after commission. */
  readonly profit: MinorUnits;
};
