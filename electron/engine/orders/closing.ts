import { createAttempts } from '../../../shared/domain/attempts.ts';
import type { ClosingValue } from '../../../shared/domain/bet.ts';
import type { Book, Market } from '../../../shared/domain/catalogue.ts';
import type { MarginMethod } from '../../../shared/domain/margin.ts';
import { removeMargin } from '../../../shared/domain/margin.ts';
import type { Order } from '../../../shared/domain/order.ts';
import { winnersIn } from '../../../shared/domain/settlement.ts';
import type {
  BookId,
  EventId,
  MarketId,
  OddsE4,
  Probability,
  SelectionId,
} from '../../../shared/domain/units.ts';
import { decimalOdds } from '../../../shared/domain/units.ts';
import type { ClosingLine } from '../ports/market-store.ts';
import type { Desk } from './desk.ts';
import { expectedValue } from './worth.ts';

/** The lines of one market at the start, by selection. */
type MarketClose = ReadonlyMap<SelectionId, ClosingLine>;

/** The line in each book's own closing prices without its margin; only where it priced every selection. */
function bookLines(
  market: Market,
  close: MarketClose,
  method: MarginMethod,
): ReadonlyMap<BookId, ReadonlyMap<SelectionId, Probability>> {
  const books = new Set([...close.values()].flatMap((line) => Object.keys(line.prices) as BookId[]));
  const lines = new Map<BookId, ReadonlyMap<SelectionId, Probability>>();
  for (const book of books) {
    const odds = market.selections.map(({ id }) => close.get(id)?.prices[book]);
    if (odds.some((price) => price === undefined)) continue;
    const decimals = (odds as readonly OddsE4[]).map(decimalOdds);
    const { probabilities } = removeMargin(method, decimals, winnersIn(market.type));
    if (!probabilities.every((probability) => probability > 0 && probability < 1)) continue;
    const bySelection = market.selections.map(
      ({ id }, index) => [id, probabilities[index] as Probability] as const,
    );
    lines.set(book, new Map(bySelection));
  }
  return lines;
}

/**
 * What the order's price was worth at the close: against the consensus, and against the margin-free line of each
 * book that priced the whole market then. `closingPrice` is the order's own book's at the consensus, the other
 * book's at its line; `null` where it had none. Commission is the order's book's: it is what the bet would pay.
 */
export function closingValues(
  order: Pick<Order, 'side' | 'averagePrice' | 'selectionId' | 'bookId'>,
  market: Market,
  book: Book | undefined,
  close: MarketClose,
  method: MarginMethod,
): readonly ClosingValue[] {
  const line = close.get(order.selectionId);
  const price = order.averagePrice;
  if (!line || price === null) return [];
  const value = (against: string, fair: Probability, closingPrice: OddsE4 | undefined): ClosingValue => ({
    against,
    fair,
    closingPrice: closingPrice ?? null,
    gross: expectedValue({ side: order.side, price }, fair, 0),
    net: expectedValue({ side: order.side, price }, fair, book?.commission ?? 0),
    at: line.at,
  });
  const perBook = [...bookLines(market, close, method)].flatMap(([bookId, fairs]) => {
    const fair = fairs.get(order.selectionId);
    return fair === undefined ? [] : [value(bookId, fair, line.prices[bookId])];
  });
  return [value('consensus', line.fair, line.prices[order.bookId]), ...perBook];
}

export type Closing = {
  /**
   * Saves the closing values of every order matched before these lines; later orders have no close. The first lines of
   * a market stand until its event's are reopened, also where an earlier run took them. Every order is tried, then the
   * first failure thrown; one that is damaged in the journal is none: it is told there, and left as it is.
   */
  captureClosing(lines: readonly ClosingLine[]): void;
  /**
   * The event's start was put off: its lines are forgotten, and what its open orders hold of them is taken back, but for
   * those damaged in the journal.
   */
  reopenClosing(eventId: EventId): void;
  /** For an order whose fills were learnt only after the start. */
  catchUp(order: Order): void;
};

/** Closes are kept in memory this many markets back, for orders whose fills come late. */
const KEPT_MARKETS = 5_000;

export function createClosing(desk: Desk): Closing {
  const { market: view, journal, recorder, positions, settings, log, mode } = desk;
  const closes = new Map<MarketId, MarketClose>();

  /** `undefined` for an order that was damaged since it was read: it may not keep the others from their close. */
  const heldClose = ({ id }: Order): readonly ClosingValue[] | undefined => {
    try {
      return journal.bet(id)?.closing ?? [];
    } catch (error) {
      if (!journal.damagedOrders(mode).some((damaged) => damaged.id === id)) throw error;
      log.error('the close of a damaged order stays as it is', { order: id });
      return undefined;
    }
  };

  const save = (order: Order) => {
    const market = view.market(order.marketId);
    const close = closes.get(order.marketId);
    const line = close?.get(order.selectionId);
    if (!market || !close || !line || order.matched === 0 || order.createdAt > line.at) return;
    if (heldClose(order)?.every(({ at }) => at === line.at) !== true) return;
    const values = closingValues(order, market, view.book(order.bookId), close, settings().marginMethod);
    if (values.length > 0) recorder.write((recording) => recording.closing(order.id, values));
  };

  return {
    captureClosing(lines) {
      const byMarket = Map.groupBy(lines, (line) => line.marketId);
      for (const [marketId, ofMarket] of byMarket) {
        if (closes.has(marketId)) continue;
        closes.set(marketId, new Map(ofMarket.map((line) => [line.selectionId, line])));
      }
      for (const marketId of closes.keys()) {
        if (closes.size <= KEPT_MARKETS) break;
        closes.delete(marketId);
      }
      const attempts = createAttempts();
      for (const { order } of [...positions.all()])
        if (byMarket.has(order.marketId)) attempts.run(() => save(order));
      attempts.end();
    },
    reopenClosing(eventId) {
      const held = positions.ofEvent(eventId).filter(({ order }) => (heldClose(order)?.length ?? 0) > 0);
      if (held.length > 0)
        recorder.write((recording) => {
          for (const { order } of held) recording.closing(order.id, []);
          recording.audit('engine', 'closing.reopened', eventId, {
            orders: held.map(({ order }) => order.id),
          });
        });
      for (const marketId of closes.keys())
        if (view.market(marketId)?.eventId === eventId) closes.delete(marketId);
    },
    catchUp: save,
  };
}
