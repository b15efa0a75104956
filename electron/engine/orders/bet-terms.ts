import type { BetTerms } from '../../../shared/domain/bet.ts';
import type { MarketType, Selection } from '../../../shared/domain/catalogue.ts';
import type { Order, OrderDraft } from '../../../shared/domain/order.ts';
import { MARKET_TYPES, settle } from '../../../shared/domain/settlement.ts';
import type { Journal } from '../ports/journal.ts';
import type { MarketView } from '../ports/market-view.ts';
import { MARKET_NAMES } from './reason.ts';

/** What a draft is on, as listed now; `undefined` where a part of it is not listed. */
export function listedTerms(
  view: Pick<MarketView, 'event' | 'market' | 'book'>,
  draft: OrderDraft,
): BetTerms | undefined {
  const event = view.event(draft.eventId);
  const market = view.market(draft.marketId);
  const selection = market?.selections.find(({ id }) => id === draft.selectionId);
  const book = view.book(draft.bookId);
  if (!event || !market || !selection || !book) return undefined;
  const { sourceId, sport, competition, home, away, startsAt } = event;
  return {
    event: { sourceId, sport, competition, home, away, startsAt },
    type: market.type,
    period: market.period,
    line: market.line,
    side: selection.side,
    commission: book.commission,
  };
}

/** What of the terms decides how a bet is settled. */
export type DecidingTerms = Pick<BetTerms, 'type' | 'period' | 'line' | 'side'>;

const FIRST_HALF = ', first half';

/**
 * What an order from before terms were kept is on: its market's name as recorded, and its selection's id, which
 * ends with the side. Both are ours; where either says something else, nothing is read into it.
 */
export function recordedTerms({ marketId, selectionId, reason }: Order): DecidingTerms | undefined {
  const period = reason.marketName.endsWith(FIRST_HALF) ? 'first-half' : 'match';
  const name = period === 'match' ? reason.marketName : reason.marketName.slice(0, -FIRST_HALF.length);
  const type = MARKET_TYPES.find(
    (each) => name === MARKET_NAMES[each] || name.startsWith(`${MARKET_NAMES[each]} `),
  );
  if (type === undefined || !selectionId.startsWith(`${marketId}:`)) return undefined;
  const rest = name.slice(MARKET_NAMES[type].length + 1);
  const line = rest === '' ? null : Number(rest);
  const side = selectionId.slice(marketId.length + 1);
  return line !== null && Number.isNaN(line) ? undefined : settleable(type, side, line, period);
}

/** Only terms that some score would decide. */
function settleable(
  type: MarketType,
  side: string,
  line: number | null,
  period: BetTerms['period'],
): DecidingTerms | undefined {
  const known = side as Selection['side'];
  return settle(type, known, line, { home: 0, away: 0 }).ok ? { type, period, line, side: known } : undefined;
}

/** What the order is on: as kept with it, else as listed now, else as its record says. */
export const decidingTerms = (
  journal: Pick<Journal, 'terms'>,
  view: Pick<MarketView, 'event' | 'market' | 'book'>,
  order: Order,
): DecidingTerms | undefined =>
  journal.terms(order.id) ?? listedDecidingTerms(view, order) ?? recordedTerms(order);

/** As listed now, whether or not its event or book still are. */
function listedDecidingTerms(view: Pick<MarketView, 'market'>, order: Order): DecidingTerms | undefined {
  const market = view.market(order.marketId);
  const selection = market?.selections.find(({ id }) => id === order.selectionId);
  if (!market || !selection) return undefined;
  return { type: market.type, period: market.period, line: market.line, side: selection.side };
}
