import type { Book, BookStanding, Market, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { Quote } from '../../../../shared/domain/quote.ts';
import type { Currency, MinorUnits } from '../../../../shared/domain/units.ts';
import { decimalOdds } from '../../../../shared/domain/units.ts';
import type { MarketView } from '../../ports/market-view.ts';
import type { VenueRecord } from '../../ports/venue-store.ts';
import { moneyText } from '../money-text.ts';
import type { TakenLiquidity } from './liquidity.ts';
import type { Take } from './matching.ts';
import { isAtLeast, sizeAt, takeLevels } from './matching.ts';

/** Why a venue ends an order, as closed codes with a sentence. */
export type Outcome = {
  readonly code:
    | 'price-changed'
    | 'limit'
    | 'suspended'
    | 'closed'
    | 'no-offer'
    | 'not-accepted'
    | 'not-filled'
    | 'event-started'
    | 'venue-restarted'
    | 'cancelled';
  readonly message: string;
};

/** What becomes of an order when it meets the book. `waits`: the rest joins the queue behind `ahead`. */
export type Arrival =
  | { readonly kind: 'rejected'; readonly outcome: Outcome }
  | { readonly kind: 'filled'; readonly takes: readonly Take[] }
  | { readonly kind: 'lapsed'; readonly takes: readonly Take[]; readonly outcome: Outcome }
  | { readonly kind: 'waits'; readonly takes: readonly Take[]; readonly ahead: MinorUnits };

const rejected = (code: Outcome['code'], message: string): Arrival => ({
  kind: 'rejected',
  outcome: { code, message },
});

export const isOver = (event: SportingEvent): boolean =>
  event.status !== 'scheduled' && event.status !== 'live';

/** The quotes an order trades against: `offers` it can take now, `queue` where its unmatched rest would stand. */
export const offersFor = (market: MarketView, record: VenueRecord): Quote | undefined =>
  market.quote(record.selectionId, record.bookId, record.side);
export const queueFor = (market: MarketView, record: VenueRecord): Quote | undefined =>
  market.quote(record.selectionId, record.bookId, record.side === 'back' ? 'lay' : 'back');

function notTrading(
  event: SportingEvent | undefined,
  market: Market | undefined,
  standing: BookStanding,
): Arrival | undefined {
  if (!event || !market) return rejected('closed', 'The venue does not list this market.');
  if (isOver(event)) return rejected('closed', `The event is ${event.status}: the market takes no bets.`);
  if (market.status === 'suspended' || standing.state !== 'open')
    return rejected('suspended', 'The market was suspended when the bet arrived.');
  if (market.status === 'closed') return rejected('closed', 'The market was closed when the bet arrived.');
  return undefined;
}

/** A bookmaker takes a bet whole, at its price of the moment, or not at all. */
function atBookmaker(
  record: VenueRecord,
  currency: Currency,
  quote: Quote | undefined,
  liquidity: TakenLiquidity,
): Arrival {
  if (record.persistence === 'keep') {
    return rejected(
      'not-accepted',
      'A bookmaker keeps no orders waiting: place the bet to be taken at once.',
    );
  }
  const level = quote?.levels[0];
  if (!quote || !level)
    return rejected('no-offer', 'The bookmaker had withdrawn its price when the bet arrived.');
  if (!isAtLeast(record.side, level.price, record.price)) {
    return rejected(
      'price-changed',
      `Asked ${decimalOdds(record.price)}, the bookmaker offers ${decimalOdds(level.price)} now.`,
    );
  }
  const left = level.size === null ? record.stake : level.size - liquidity.taken(quote, level);
  if (record.stake > left) {
    const most = Math.max(0, left) as MinorUnits;
    return rejected(
      'limit',
      `Asked a stake of ${moneyText(record.stake, currency)}, the bookmaker takes ${moneyText(most, currency)}.`,
    );
  }
  return { kind: 'filled', takes: [{ price: level.price, stake: record.stake }] };
}

function atExchange(
  record: VenueRecord,
  currency: Currency,
  offers: Quote | undefined,
  queue: Quote | undefined,
  liquidity: TakenLiquidity,
): Arrival {
  const takes = offers
    ? takeLevels(record.side, offers.levels, record.price, record.stake, (level) =>
        liquidity.taken(offers, level),
      )
    : [];
  const taken = takes.reduce((sum, take) => sum + take.stake, 0) as MinorUnits;
  if (taken === record.stake) return { kind: 'filled', takes };
  if (record.persistence === 'keep') {
    return { kind: 'waits', takes, ahead: sizeAt(queue?.levels ?? [], record.price) };
  }
  const best = offers?.levels[0];
  const seen = best ? `the best offer was ${decimalOdds(best.price)}` : 'there was no offer at all';
  const missing = moneyText((record.stake - taken) as MinorUnits, currency);
  const wanted = `${decimalOdds(record.price)} or better`;
  return {
    kind: 'lapsed',
    takes,
    outcome: {
      code: 'not-filled',
      message:
        taken > 0
          ? `No more was there at ${wanted}: the other ${missing} lapsed.`
          : `Nothing was there at ${wanted}; ${seen}.`,
    },
  };
}

/** An order meets the market as it stands now. Changes nothing; `currency` is that of its stake. */
export function meetMarket(
  record: VenueRecord,
  currency: Currency,
  market: MarketView,
  liquidity: TakenLiquidity,
): Arrival {
  const book: Book | undefined = market.book(record.bookId);
  const refusal = notTrading(
    market.event(record.eventId),
    market.market(record.marketId),
    market.standing(record.marketId, record.bookId),
  );
  if (refusal) return refusal;
  if (!book) return rejected('closed', 'The venue does not know this book.');
  const offers = offersFor(market, record);
  return book.kind === 'bookmaker'
    ? atBookmaker(record, currency, offers, liquidity)
    : atExchange(record, currency, offers, queueFor(market, record), liquidity);
}
