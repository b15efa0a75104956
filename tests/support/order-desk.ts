import type { OrdersOptions } from '../../electron/engine/orders/desk.ts';
import type { Orders } from '../../electron/engine/orders/index.ts';
import { createOrders } from '../../electron/engine/orders/index.ts';
import { createPaperBroker } from '../../electron/engine/orders/paper-broker/index.ts';
import type { Journal } from '../../electron/engine/ports/journal.ts';
import type { VenueStore } from '../../electron/engine/ports/venue-store.ts';
import type { OrderDraft } from '../../shared/domain/order.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import type {
  BookId,
  Currency,
  EventId,
  MarketId,
  MinorUnits,
  OddsE4,
  OrderId,
  SelectionId,
} from '../../shared/domain/units.ts';
import { createFaultyBroker, type FaultyBroker } from './faulty-broker.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createMemoryJournal, type MemoryJournal } from './memory-journal.ts';
import { createMemoryVenueStore } from './memory-venue-store.ts';
import { createSilentLog } from './silent-log.ts';
import { createStubMarket, type StubMarket } from './stub-market.ts';

export const GBP = 'GBP' as Currency;
export const odds = (decimal: number): OddsE4 => Math.round(decimal * 10_000) as OddsE4;
export const money = (minor: number): MinorUnits => minor as MinorUnits;

export const deskSettings = (changes: Partial<Settings> = {}): Settings => ({
  currency: GBP,
  marginMethod: 'power',
  fairLine: 'mean',
  consensusWeights: { default: 1 },
  kellyFraction: 0.25,
  minimumEv: 0,
  maximumQuoteAgeMs: 600_000,
  suspectDistance: 0.3,
  priceCollar: 0.5,
  maximumStake: money(1_000_00),
  maximumEventExposure: money(5_000_00),
  maximumTotalExposure: money(20_000_00),
  maximumOrdersPerMinute: 1_000,
  armSeconds: 30,
  ...changes,
});

let sequence = 0;

/** 10.00 on the home side at the exchange at 2.5, to be taken now. */
export const draftOf = (changes: Partial<Record<keyof OrderDraft, unknown>> = {}): OrderDraft =>
  ({
    id: `order-${String(++sequence).padStart(6, '0')}` as OrderId,
    eventId: 'e' as EventId,
    marketId: 'm' as MarketId,
    selectionId: 'm/home' as SelectionId,
    bookId: 'bf' as BookId,
    side: 'back',
    price: odds(2.5),
    stake: money(10_00),
    persistence: 'take',
    ...changes,
  }) as OrderDraft;

export type TestDesk = {
  readonly clock: ManualClock;
  readonly market: StubMarket;
  readonly journal: MemoryJournal;
  readonly venue: VenueStore;
  readonly broker: FaultyBroker;
  readonly orders: Orders;
  settings: Settings;
  /** Passes time in small steps and lets promises run. */
  elapse(ms: number): Promise<void>;
  /** Arms and places; time passes until the answer is there. */
  bet(changes?: Partial<Record<keyof OrderDraft, unknown>>): Promise<OrderId>;
  /** Closes the service and the venue and opens both again on what they had written, as after a crash. */
  restart(): TestDesk;
};

/** The journal as one run of the engine sees it: once that run is over, nothing it still does reaches the file. */
function journalOfRun(journal: Journal) {
  let over = false;
  const guarded = Object.fromEntries(
    Object.entries(journal).map(([name, method]) => [
      name,
      (...input: unknown[]) => {
        if (over) throw new Error('This run of the engine is over.');
        return (method as (...input: unknown[]) => unknown)(...input);
      },
    ]),
  ) as unknown as Journal;
  return {
    journal: guarded,
    end: () => {
      over = true;
    },
  };
}

type Kept = {
  readonly clock: ManualClock;
  readonly market: StubMarket;
  readonly journal: MemoryJournal;
  readonly venue: VenueStore;
};

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Passes `ms` in `steps`, letting promises run in between. */
export async function elapse(clock: ManualClock, ms: number, step = 50): Promise<void> {
  await turn();
  for (let left = ms; left > 0; left -= step) {
    clock.advance(Math.min(step, left));
    await turn();
  }
}

/** An order service on the paper broker behind a line that can be made bad, all on one clock moved by hand. */
export function createTestDesk(
  changes: Partial<OrdersOptions> = {},
  kept: Kept = freshlyKept(),
  settings: Settings = deskSettings(),
): TestDesk {
  const { clock, market, journal, venue } = kept;
  const paper = createPaperBroker({
    mode: 'practice',
    market,
    clock,
    random: () => 0.5,
    store: venue,
  });
  const broker = createFaultyBroker(paper, clock);
  const run = journalOfRun(journal);
  const desk: TestDesk = {
    ...kept,
    broker,
    settings,
    orders: createOrders({
      mode: 'practice',
      currency: GBP,
      journal: run.journal,
      broker,
      market,
      clock,
      wall: clock,
      ids: { next: () => `id-${++sequence}` },
      log: createSilentLog(),
      settings: () => desk.settings,
      ...changes,
    }),
    elapse: (ms) => elapse(clock, ms),
    async bet(draftChanges) {
      const draft = draftOf(draftChanges);
      desk.orders.arm(draft);
      const placing = desk.orders.place(draft.id);
      placing.catch(() => undefined);
      await desk.elapse(300);
      return draft.id;
    },
    restart() {
      broker.dead = true;
      run.end();
      void desk.orders.stop();
      return createTestDesk(changes, kept, desk.settings);
    },
  };
  return desk;
}

function freshlyKept(): Kept {
  const clock = createManualClock();
  const market = createStubMarket(clock.now);
  return { clock, market, journal: createMemoryJournal(), venue: createMemoryVenueStore() };
}

/** The desk with 1,000.00 in the bank and a book to trade on: exchange 2.5/2.52 and a bookmaker at 2.4. */
export function createTradingDesk(changes: Partial<OrdersOptions> = {}): TestDesk {
  const desk = createTestDesk(changes);
  desk.orders.deposit(money(1_000_00));
  desk.market.show('m/home', 'bf', 'back', [2.5, 50_00], [2.48, 100_00]);
  desk.market.show('m/home', 'bf', 'lay', [2.52, 40_00], [2.54, 80_00]);
  desk.market.show('m/draw', 'bf', 'back', [3.4, 50_00]);
  desk.market.show('m/away', 'bf', 'back', [3.1, 50_00]);
  desk.market.show('m/home', 'bm', 'back', [2.4, 100_00]);
  desk.market.setFair('m/home', 0.42);
  return desk;
}

/** The ledger of a mode sums to zero and at-risk is what open orders and bets hold; throws with the figures if not. */
export function checkMoney(journal: Journal): void {
  const entries = journal.ledger({ mode: 'practice', limit: 1_000_000 });
  const sum = entries.reduce((total, entry) => total + entry.amount, 0);
  if (sum !== 0) throw new Error(`The ledger sums to ${sum}.`);
  const byTransaction = Map.groupBy(entries, (entry) => entry.transactionId);
  for (const [id, legs] of byTransaction) {
    const total = legs.reduce((amount, leg) => amount + leg.amount, 0);
    if (total !== 0) throw new Error(`Transaction ${id} sums to ${total}.`);
  }
  const { atRisk, cash } = journal.balances('practice', GBP);
  if (cash < 0) throw new Error(`Cash fell to ${cash}.`);
  const finished = new Set(['matched', 'rejected', 'cancelled', 'lapsed']);
  const held = journal.orders({ mode: 'practice', limit: 1_000_000 }).reduce((total, order) => {
    if (journal.bet(order.id)?.status === 'settled') return total;
    if (!finished.has(order.state)) {
      const winnings = Math.ceil((order.stake * (order.price - 10_000)) / 10_000);
      return total + (order.side === 'back' ? order.stake : winnings);
    }
    return total + (journal.bet(order.id)?.liability ?? 0);
  }, 0);
  if (held !== atRisk) throw new Error(`At risk stands ${atRisk}, open orders and bets hold ${held}.`);
}
