/** From a ticket to settled money: controls, one sending per order, reconciliation, ledger, closing line value. */
import type { Bet } from '../../../shared/domain/bet.ts';
import type { Balances } from '../../../shared/domain/ledger.ts';
import type { Order } from '../../../shared/domain/order.ts';
import type { EventId, MinorUnits } from '../../../shared/domain/units.ts';
import type { DamagedOrder } from '../ports/journal.ts';
import { createAdoption } from './adoption.ts';
import { listedTerms } from './bet-terms.ts';
import type { Cancelling } from './cancelling.ts';
import { createCancelling } from './cancelling.ts';
import type { Closing } from './closing.ts';
import { createClosing } from './closing.ts';
import type { Desk, OrdersOptions } from './desk.ts';
import { DEFAULT_PATIENCE } from './desk.ts';
import type { EventExposure } from './exposure.ts';
import { createExposure } from './exposure.ts';
import { createHalt } from './halt.ts';
import { matchedOf } from './liability.ts';
import type { Placement } from './placement.ts';
import { createPlacement } from './placement.ts';
import type { PositionCounts, Positions } from './positions.ts';
import { createPositions } from './positions.ts';
import { depositPosting } from './postings.ts';
import { createRateWindow } from './rate-window.ts';
import type { Reconciled } from './reconciliation.ts';
import { createReconciliation } from './reconciliation.ts';
import { createRecorder } from './recorder.ts';
import { invalid } from './refusal.ts';
import type { Settling } from './settlement.ts';
import { createSettling } from './settlement.ts';
import type { Ticketing } from './ticketing.ts';
import { createTicketing } from './ticketing.ts';
import { createTickets } from './tickets.ts';

export { ORDER_CONTROLS } from './controls/index.ts';
export { moneyText, oddsText } from './money-text.ts';
export { cashOf } from './postings.ts';
export type { SettlementPlan } from './settlement-plan.ts';

/** More open bets than any screen or bankroll holds. */
const ALL = 1_000_000;

/** The order service. Expected failures are thrown as `OperationFailure`. */
export type Orders = Pick<Ticketing, 'preview' | 'arm' | 'disarm'> &
  Pick<Settling, 'settleEvent' | 'settleMarket' | 'voidEvent'> &
  Pick<Closing, 'captureClosing' | 'reopenClosing'> &
  Placement &
  Cancelling & {
    /** Ends the halt after panic. */
    release(): void;
    isHalted(): boolean;
    /** Asks the venue about every unfinished order: at the start, before anything is trusted. Never sends. */
    reconcile(): Promise<Reconciled>;
    /** What came out, and what it makes of bets: told, previewed, and looked at. */
    readonly results: Pick<Settling, 'tell' | 'preview' | 'outlook'>;
    /** Whether anything is matched or waiting on the event and not settled. */
    hasOpen(eventId: EventId): boolean;
    /** Money put into the bankroll; a positive whole number of minor units. */
    deposit(amount: MinorUnits): Balances;
    balances(): Balances;
    standing: Positions['standing'];
    counts(): PositionCounts;
    /** Orders of the journal that can't be read: in no list, no sum and no exposure. */
    damaged(): readonly DamagedOrder[];
    /** Worst cases of what is open, in minor units as positive amounts. */
    exposure(): { readonly total: MinorUnits; readonly events: readonly EventExposure[] };
    /** Unfinished orders, for a stream's first items; oldest first. */
    openOrders(): readonly Order[];
    /** Matched and not settled, for a stream's first items; newest first. */
    openBets(): readonly Bet[];
    onOrder(listener: (order: Order) => void): () => void;
    onBet(listener: (bet: Bet) => void): () => void;
    /** Stops the timers and closes the broker. Orders at the venue stay there. */
    stop(): Promise<void>;
  };

function createDesk(options: OrdersOptions): Desk {
  const { journal, clock, wall, log, mode } = options;
  const positions = createPositions();
  const termsOf = (order: Order) => listedTerms(options.market, order);
  const recorder = createRecorder({ journal, positions, clock, wall, log, mode, termsOf });
  const bets = journal.bets({ mode, status: 'open', limit: ALL }).map(({ order }) => order);
  for (const order of [...bets, ...journal.unfinishedOrders(mode)]) {
    positions.put({ order, matched: matchedOf(journal.fills(order.id)) }, false);
  }
  const watched: Desk['watched'] = new Set();
  const onTheWire: Desk['onTheWire'] = new Set();
  return {
    ...options,
    patience: { ...DEFAULT_PATIENCE, ...options.patience },
    positions,
    recorder,
    watched,
    onTheWire,
  };
}

/** Opens the order service on a journal. Call `reconcile` before trusting what earlier runs left unfinished. */
export function createOrders(options: OrdersOptions): Orders {
  const desk = createDesk(options);
  const { journal, broker, clock, ids, log, mode, currency, market, positions, recorder } = desk;
  const tickets = createTickets(desk.wall);
  const halt = createHalt(desk);
  const exposure = createExposure(positions, market);
  const rate = createRateWindow(desk.wall);
  const ticketing = createTicketing(desk, { tickets, halt, exposure, rate });
  const reconciliation = createReconciliation(desk, () => adoption);
  const adoption = createAdoption(desk, (id) => {
    reconciliation.reconcileOne(id).catch((error: unknown) => {
      log.error('an order could not be reconciled', { order: id, error: String(error) });
    });
  });
  const placement = createPlacement(desk, { tickets, ticketing, rate, adoption, reconciliation });
  const cancelling = createCancelling(desk, { tickets, halt, adoption, reconciliation });
  const settling = createSettling(desk);
  const closing = createClosing(desk);

  const stopUpdates = broker.onUpdate((report) => {
    try {
      adoption.adopt(report, 'update');
    } catch (error) {
      desk.watched.add(report.orderId);
      log.error('news from the venue was not booked', { order: report.orderId, error: String(error) });
    }
  });
  recorder.onFinished((order) => {
    closing.catchUp(order);
    settling.retry(order.eventId);
  });

  /** Events that ended while the engine was not running. */
  const settleOver = () => {
    for (const eventId of new Set([...positions.all()].map(({ order }) => order.eventId))) {
      const event = market.event(eventId);
      if (event?.status === 'ended') settling.settleEvent(event);
      else if (event?.status === 'postponed' || event?.status === 'abandoned') settling.voidEvent(event);
      else settling.retry(eventId);
    }
  };

  /** Bets from before their terms were kept get them while their market is listed. */
  const keepTerms = () => {
    for (const { order } of positions.all()) {
      const terms = journal.terms(order.id) ? undefined : listedTerms(market, order);
      if (terms) journal.saveTerms(order.id, terms);
    }
  };

  return {
    preview: ticketing.preview,
    arm: ticketing.arm,
    disarm: ticketing.disarm,
    place: placement.place,
    cancel: cancelling.cancel,
    panic: cancelling.panic,
    release() {
      if (!halt.isHalted()) return;
      halt.release();
      recorder.note('user', 'orders.released', 'orders', {});
    },
    isHalted: halt.isHalted,
    async reconcile() {
      keepTerms();
      const reconciled = await reconciliation.reconcile();
      settleOver();
      return reconciled;
    },
    captureClosing: closing.captureClosing,
    reopenClosing: closing.reopenClosing,
    results: settling,
    settleEvent: settling.settleEvent,
    settleMarket: settling.settleMarket,
    voidEvent: settling.voidEvent,
    hasOpen: (eventId) =>
      positions.ofEvent(eventId).length > 0 ||
      journal.damagedOrders(mode).some((order) => order.eventId === eventId && !order.isOver),
    deposit(amount) {
      if (!Number.isSafeInteger(amount) || amount <= 0) {
        throw invalid('A deposit is a whole number of minor units above zero: enter an amount.');
      }
      recorder.write((recording) => {
        recording.post(depositPosting(ids.next(), mode, currency, amount, clock.now()));
        recording.audit('user', 'bankroll.deposit', 'bankroll', { amount, currency });
      });
      return journal.balances(mode, currency);
    },
    balances: () => journal.balances(mode, currency),
    standing: positions.standing,
    counts: positions.counts,
    damaged: () => journal.damagedOrders(mode),
    exposure: () => ({ total: exposure.total(), events: exposure.events() }),
    openOrders: () => journal.unfinishedOrders(mode),
    openBets: () => journal.bets({ mode, status: 'open', limit: ALL }),
    onOrder: recorder.onOrder,
    onBet: recorder.onBet,
    async stop() {
      stopUpdates();
      reconciliation.stop();
      broker.close();
    },
  };
}
