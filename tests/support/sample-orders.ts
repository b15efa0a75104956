import type { BookResult, LedgerLeg, LedgerTransaction } from '../../electron/engine/ports/journal.ts';
import type { Order } from '../../shared/domain/order.ts';
import type {
  BookId,
  Currency,
  EpochMs,
  EventId,
  MarketId,
  MinorUnits,
  OddsE4,
  OrderId,
  SelectionId,
} from '../../shared/domain/units.ts';

/** An armed order of 10.00 at 2.5, revision 1. */
export const sampleOrder = (changes: Partial<Order> = {}): Order => ({
  id: 'order-no-1' as OrderId,
  eventId: 'sim:event' as EventId,
  marketId: 'sim:market' as MarketId,
  selectionId: 'sim:selection' as SelectionId,
  bookId: 'sim:book' as BookId,
  side: 'back',
  price: 25_000 as OddsE4,
  stake: 1_000 as MinorUnits,
  persistence: 'take',
  mode: 'practice',
  currency: 'GBP' as Currency,
  state: 'armed',
  matched: 0 as MinorUnits,
  averagePrice: null,
  venueRef: null,
  outcome: null,
  reason: {
    fair: null,
    fairLow: null,
    fairHigh: null,
    method: 'shin',
    ev: 0.031,
    kellyFraction: 0.25,
    bankroll: 100_000 as MinorUnits,
    quotePrice: 25_000 as OddsE4,
    quoteSourceTime: 1_000 as EpochMs,
    quoteReceivedAt: 1_001 as EpochMs,
    eventName: 'Home v Away',
    marketName: 'Match odds',
    selectionName: 'Home',
    bookName: 'Simulated',
  },
  createdAt: 1_700_000_000_000 as EpochMs,
  updatedAt: 1_700_000_000_000 as EpochMs,
  revision: 1,
  ...changes,
});

/** A deposit of 1,000.00 as a ledger transaction. */
export const sampleTransaction = (changes: Partial<LedgerTransaction> = {}): LedgerTransaction => ({
  id: 'deposit-1',
  kind: 'deposit',
  mode: 'practice',
  currency: 'GBP' as Currency,
  orderId: null,
  at: 1_700_000_000_000 as EpochMs,
  legs: [leg('cash', 100_000), leg('funding', -100_000)],
  ...changes,
});

/** The sample order's market, its selection won. */
export const sampleBookResult = (changes: Partial<BookResult> = {}): BookResult => ({
  eventId: 'sim:event' as EventId,
  marketId: 'sim:market' as MarketId,
  bookId: 'sim:book' as BookId,
  outcomes: [{ selectionId: 'sim:selection' as SelectionId, outcome: 'won' }],
  ...changes,
});

export const leg = (account: LedgerLeg['account'], amount: number): LedgerLeg => ({
  account,
  amount: amount as MinorUnits,
});
