import type { Market } from '../../../shared/domain/catalogue.ts';
import type { Arbitrage } from '../../../shared/domain/edge.ts';
import { type MarginMethod, removeMargin } from '../../../shared/domain/margin.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { winnersIn } from '../../../shared/domain/settlement.ts';
import {
  type Currency,
  decimalOdds,
  type EpochMs,
  type MinorUnits,
  type SelectionId,
} from '../../../shared/domain/units.ts';
import { backEv } from '../../../shared/domain/value.ts';
import { createMarketBook } from '../../engine/book/index.ts';
import {
  detectOddsFormat,
  type NormalisedOdds,
  normaliseOdds,
  type OddsFormat,
  type QuarantinedPart,
  type QuoteCounts,
  readOddsPayload,
} from '../../engine/feeds/the-odds-api/index.ts';
import type { BookPrices, MarketState } from '../../engine/ports/market-state.ts';
import { bestBack, bookLine, createPricer, type Pricer } from '../../engine/pricing/index.ts';
import { DEFAULT_SETTINGS } from '../../engine/services/settings.ts';

export type PriceOptions = {
  /** The engine's default unless given. */
  readonly method?: MarginMethod;
  /** Told from the prices unless given. */
  readonly oddsFormat?: OddsFormat;
  /** Commission by bookmaker key, over the usual ones of the exchanges. */
  readonly commissions?: Readonly<Record<string, number>>;
};

export type BestPrice = {
  readonly book: string;
  /** Decimal, as offered. */
  readonly price: number;
  /** Taken from net winnings, as a fraction. */
  readonly commission: number;
  /** Expected profit per unit staked at the fair probability, after commission; `null` without one. */
  readonly ev: number | null;
};
export type PricedSelection = {
  readonly name: string;
  readonly side: string;
  /** The engine's consensus with its default weights; `null` when no book prices the whole market. */
  readonly fair: number | null;
  readonly best: BestPrice | null;
};
export type PricedBook = {
  readonly book: string;
  readonly title: string;
  readonly commission: number;
  /** Sum of the inverse prices minus what probabilities sum to; `null` unless every selection is priced. */
  readonly margin: number | null;
  /** Decimal, in the order of the selections; `null` where the book offers none. */
  readonly prices: readonly (number | null)[];
  /** Lay prices, decimal; only where the book has any. */
  readonly lay?: readonly (number | null)[];
  /** As it goes into the consensus: of an exchange within its spreads, net of commission. */
  readonly fair: readonly number[] | null;
};
export type PricedArbitrage = {
  /** Guaranteed return on the outlay, after commission. */
  readonly roi: number;
  readonly legs: readonly {
    readonly name: string;
    readonly book: string;
    readonly price: number;
    /** Of the outlay; the shares sum to 1. */
    readonly share: number;
    /** Only on a leg that lays; its share is the liability. */
    readonly lay?: true;
  }[];
};
export type PricedMarket = {
  readonly type: string;
  readonly line: number | null;
  readonly selections: readonly PricedSelection[];
  readonly books: readonly PricedBook[];
  readonly arbitrage: PricedArbitrage | null;
};
export type PricedEvent = {
  readonly id: string;
  readonly sport: string;
  readonly competition: string;
  readonly home: string;
  readonly away: string;
  /** ISO 8601. */
  readonly commence: string;
  readonly markets: readonly PricedMarket[];
};
export type PriceReport = {
  readonly method: MarginMethod;
  readonly oddsFormat: OddsFormat;
  readonly events: readonly PricedEvent[];
  readonly counts: QuoteCounts;
  readonly quarantined: readonly QuarantinedPart[];
};
export type PriceFailure = {
  readonly ok: false;
  readonly code: 'empty-file' | 'html' | 'invalid-json' | 'wrong-format';
  readonly message: string;
};
export type PriceResult = { readonly ok: true; readonly report: PriceReport } | PriceFailure;

type PricedByEngine = ReturnType<Pricer['price']>;

const failure = (code: PriceFailure['code'], message: string): PriceFailure => ({ ok: false, code, message });

/** Every `price` in a payload, wherever it is. */
function* pricesIn(value: unknown): Generator<number> {
  if (Array.isArray(value)) for (const item of value) yield* pricesIn(item);
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value))
      if (name === 'price' && typeof item === 'number') yield item;
      else yield* pricesIn(item);
}

/** The book and the line an engine would have made of the payload, as it stood when it came. */
function enginePricing({ fixtures, books, quotes }: NormalisedOdds, method: MarginMethod, now: EpochMs) {
  // A report of what an answer says: every book in it counts, whatever the others say.
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    marginMethod: method,
    suspectDistance: Number.POSITIVE_INFINITY,
  };
  const marketBook = createMarketBook({ order: 'arrival' });
  marketBook.saveBooks(books);
  for (const { event, markets } of fixtures) marketBook.saveEvent(event, markets);
  const dirty = new Set<MarketState>();
  for (const quote of quotes) marketBook.apply(quote, dirty);
  // No stakes are told, so that the bankroll does not matter.
  const pricer = createPricer({ settings: () => settings, bankroll: () => 0 as MinorUnits });
  return { marketBook, price: (state: MarketState) => pricer.price(state, now) };
}

const decimals = (quotes: readonly (Quote | undefined)[]): readonly (number | null)[] =>
  quotes.map((quote) => (quote?.levels[0] ? decimalOdds(quote.levels[0].price) : null));

function priceBook(market: Market, book: BookPrices, method: MarginMethod): PricedBook {
  const prices = decimals(book.backs);
  const lay = decimals(book.lays);
  const offered = prices.filter((price) => price !== null);
  const { margin } = removeMargin(method, offered, winnersIn(market.type));
  return {
    book: book.book.id,
    title: book.book.name,
    commission: book.book.commission,
    margin: offered.length === prices.length && Number.isFinite(margin) ? margin : null,
    prices,
    ...(lay.some((price) => price !== null) ? { lay } : {}),
    fair: bookLine(book, market, method),
  };
}

function bestPrice(state: MarketState, index: number, fair: number | null): BestPrice | null {
  const quote = bestBack(state, index, () => true);
  const level = quote?.levels[0];
  if (!quote || !level) return null;
  const commission = state.prices.find(({ book }) => book.id === quote.bookId)?.book.commission ?? 0;
  const price = decimalOdds(level.price);
  return {
    book: quote.bookId,
    price,
    commission,
    ev: fair === null ? null : backEv(price, fair, commission),
  };
}

function priceArbitrage({ market }: MarketState, { roi, legs }: Arbitrage): PricedArbitrage {
  const nameOf = (id: SelectionId) => market.selections.find((selection) => selection.id === id)?.name ?? '';
  return {
    roi,
    legs: legs.map(({ selectionId, bookId, side, price, share }) => ({
      name: nameOf(selectionId),
      book: bookId,
      price: decimalOdds(price),
      share,
      ...(side === 'lay' ? { lay: true as const } : {}),
    })),
  };
}

function priceMarket(state: MarketState, priced: PricedByEngine, method: MarginMethod): PricedMarket {
  const { market } = state;
  return {
    type: market.type,
    line: market.line,
    selections: market.selections.map(({ name, side }, index): PricedSelection => {
      const fair = priced.fair[index]?.probability ?? null;
      return { name, side, fair, best: bestPrice(state, index, fair) };
    }),
    books: state.prices.map((book) => priceBook(market, book, method)),
    arbitrage: priced.arbitrage === null ? null : priceArbitrage(state, priced.arbitrage),
  };
}

function priceEvents(odds: NormalisedOdds, method: MarginMethod, now: EpochMs): readonly PricedEvent[] {
  const { marketBook, price } = enginePricing(odds, method, now);
  return odds.fixtures.map(({ event }) => ({
    id: event.id,
    sport: event.sport,
    competition: event.competition,
    home: event.home,
    away: event.away,
    commence: new Date(event.startsAt).toISOString(),
    markets: marketBook.marketsOf(event.id).map((state) => priceMarket(state, price(state), method)),
  }));
}

function parse(contents: string): { readonly ok: true; readonly value: unknown } | PriceFailure {
  const text = contents.replace(/^\uFEFF/, '').trim();
  if (text === '')
    return failure(
      'empty-file',
      'The file is empty. Save an answer of /v4/sports/{sport}/odds into it and try again.',
    );
  if (text.startsWith('<'))
    return failure(
      'html',
      'The file is a web page, not JSON: a login or error page was saved instead of the odds. Fetch /v4/sports/{sport}/odds with your key and save its answer.',
    );
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return failure(
      'invalid-json',
      'The file is not complete JSON: it was cut off or is of another kind. Fetch and save the answer of /v4/sports/{sport}/odds again.',
    );
  }
}

/**
 * Prices a recorded /odds answer of The Odds API v4 (list, single event, or historical envelope). As JSON:
 *
 *     {"method","oddsFormat",
 *      "events":[{"id","sport","competition","home","away","commence",
 *        "markets":[{"type","line",
 *          "selections":[{"name","side","fair","best":null|{"book","price","commission","ev"}}],
 *          "books":[{"book","title","commission","margin","prices":[..],"lay"?:[..],"fair":null|[..]}],
 *          "arbitrage":null|{"roi","legs":[{"name","book","price","share","lay"?:true}]}}]}],
 *      "counts":{"received","used","duplicate","quarantined"},
 *      "quarantined":[{"reason","where","detail","quotes","sample"}]}
 *
 * Prices are decimal; fractions are of 1. All is priced by the engine's own book and pricer with its default settings,
 * so that a payload says the same here as on the screen: `fair` is the weighted consensus, `arbitrage` backs every
 * selection or backs and lays one. `best` is the price that pays most after commission, `ev` what a unit staked
 * on it earns on average at the fair probability. What cannot be used is in `quarantined`. Never throws.
 */
export function priceOddsApi(contents: string, options: PriceOptions = {}): PriceResult {
  const parsed = parse(contents);
  if (!parsed.ok) return parsed;
  const read = readOddsPayload(parsed.value);
  if (!read.ok) return failure('wrong-format', read.message);
  const method = options.method ?? DEFAULT_SETTINGS.marginMethod;
  const oddsFormat = options.oddsFormat ?? detectOddsFormat(pricesIn(read.events)) ?? 'decimal';
  // The report shows no times; all prices being of one moment, none is stale.
  const receivedAt = read.recordedAt ?? (0 as EpochMs);
  const odds = normaliseOdds(parsed.value, {
    oddsFormat,
    receivedAt,
    currency: 'EUR' as Currency,
    ...(options.commissions === undefined ? {} : { commissions: options.commissions }),
  });
  const { counts, quarantined } = odds;
  return {
    ok: true,
    report: { method, oddsFormat, events: priceEvents(odds, method, receivedAt), counts, quarantined },
  };
}
