import type { ControlVerdict } from '../../../../shared/contract/orders.ts';
import type {
  Book,
  BookStanding,
  Market,
  Selection,
  SportingEvent,
} from '../../../../shared/domain/catalogue.ts';
import type { Balances } from '../../../../shared/domain/ledger.ts';
import type { Mode, OrderDraft } from '../../../../shared/domain/order.ts';
import type { Suspicion } from '../../../../shared/domain/price-truth/outliers.ts';
import type { Quote } from '../../../../shared/domain/quote.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Settings } from '../../../../shared/domain/settings.ts';
import type { Currency, EpochMs, MinorUnits, OrderId } from '../../../../shared/domain/units.ts';

export type ControlName = ControlVerdict['control'];

/** Everything the controls look at, taken at one moment. */
export type ControlView = {
  readonly draft: OrderDraft;
  /** Whether stake and price are numbers that money maths may touch; when not, only `minimum-and-step` speaks. */
  readonly moneySafe: boolean;
  readonly ticket: 'not-armed' | 'armed' | 'armed-with-other-values' | 'placed';
  readonly halted: boolean;
  readonly mode: Mode;
  readonly brokerMode: Mode;
  /** Nothing comes from the market any more: the file that is replayed has ended. */
  readonly marketOver: boolean;
  readonly currency: Currency;
  readonly event: SportingEvent;
  /** What is known of its end by now, though its source may still list it. */
  readonly result: Result | undefined;
  readonly market: Market;
  readonly selection: Selection;
  readonly book: Book;
  /** What the order would trade against now; for an order that waits, the other side when there is no offer. */
  readonly quote: Quote | undefined;
  /** Whether the book's prices on the market can be relied on. */
  readonly standing: BookStanding;
  /** What is wrong with `quote` beside the other books' prices. */
  readonly suspicion: Suspicion | undefined;
  /** The age past which `quote` takes no order, milliseconds. */
  readonly maximumAgeMs: number;
  /** Market time. */
  readonly now: EpochMs;
  readonly settings: Settings;
  readonly balances: Balances;
  readonly liability: MinorUnits;
  /** Worst cases with this order matched in full. */
  readonly eventExposure: MinorUnits;
  readonly totalExposure: MinorUnits;
  /** Orders of this market whose fate is not known. */
  readonly unresolved: readonly OrderId[];
  /** Orders of any market that can't be read in the journal, and may be at stake. */
  readonly damaged: readonly OrderId[];
  /** Orders sent in the last minute of human time. */
  readonly recentOrders: number;
};

export type Finding = { readonly passed: boolean; readonly message: string };

/** One thing that can stop an order. `check` is pure; its message says what it saw and, on failure, what to do. */
export type Control = { readonly name: ControlName; readonly check: (view: ControlView) => Finding };

export const pass = (message: string): Finding => ({ passed: true, message });
export const fail = (message: string): Finding => ({ passed: false, message });
