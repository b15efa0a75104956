import { equalReturn } from '../../../shared/domain/arbitrage.ts';
import type { Book, Market, Selection } from '../../../shared/domain/catalogue.ts';
import { type MarginMethod, removeMargin } from '../../../shared/domain/margin.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import { type Currency, decimalOdds, type EpochMs } from '../../../shared/domain/units.ts';
import { backEv, netWinnings } from '../../../shared/domain/value.ts';
import {
  detectOddsFormat,
  type NormalisedOdds,
  normaliseOdds,
  type OddsFormat,
  type QuarantinedPart,
  type QuoteCounts,
  readOddsPayload,
} from '../../engine/feeds/the-odds-api/index.ts';

export type PriceOptions = {
  /** Shin unless given. */
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
  /** Plain average of the books' probabilities without margin; `null` when no book prices the whole market. */
  readonly fair: number | null;
  readonly best: BestPrice | null;
};
export type PricedBook = {
  readonly book: string;
  readonly title: string;
  readonly commission: number;
  /** Sum of the inverse prices minus 1; `null` unless every selection is priced. */
  readonly margin: number | null;
  /** Decimal, in the order of the selections; `null` where the book offers none. */
  readonly prices: readonly (number | null)[];
  /** Lay prices, decimal; only where the book has any. */
  readonly lay?: readonly (number | null)[];
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

const failure = (code: PriceFailure['code'], message: string): PriceFailure => ({ ok: false, code, message });

/** Every `price` in a payload, wherever it is. */
function* pricesIn(value: unknown): Generator<number> {
  if (Array.isArray(value)) for (const item of value) yield* pricesIn(item);
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value))
      if (name === 'price' && typeof item === 'number') yield item;
      else yield* pricesIn(item);
}

type Offer = { readonly book: Book; readonly price: number };

const netPrice = ({ book, price }: Offer): number => netWinnings(price, book.commission);

/** The offer that pays most after commission. */
const bestOf = (offers: readonly Offer[]): Offer | undefined =>
  offers.reduce<Offer | undefined>(
    (best, offer) => (best === undefined || netPrice(offer) > netPrice(best) ? offer : best),
    undefined,
  );

/** The quotes of one market by book and side, then by selection. */
type Grid = ReadonlyMap<string, ReadonlyMap<string, number>>;
const gridKey = (book: string, side: Quote['side']) => `${side} ${book}`;

function gridOf(quotes: readonly Quote[]): Grid {
  const grid = new Map<string, Map<string, number>>();
  for (const { bookId, side, selectionId, levels } of quotes) {
    const key = gridKey(bookId, side);
    const row = grid.get(key) ?? new Map<string, number>();
    grid.set(key, row);
    const [level] = levels;
    if (level !== undefined) row.set(selectionId, decimalOdds(level.price));
  }
  return grid;
}

function priceBook(book: Book, market: Market, grid: Grid, method: MarginMethod): PricedBook {
  const rowOf = (side: Quote['side']) =>
    market.selections.map(({ id }) => grid.get(gridKey(book.id, side))?.get(id) ?? null);
  const prices = rowOf('back');
  const lay = rowOf('lay');
  const offered = prices.filter((price) => price !== null);
  const line = offered.length === prices.length ? removeMargin(method, offered) : undefined;
  const usable = line?.probabilities.every(Number.isFinite) ? line : undefined;
  return {
    book: book.id,
    title: book.name,
    commission: book.commission,
    margin: usable?.margin ?? null,
    prices,
    ...(lay.some((price) => price !== null) ? { lay } : {}),
    fair: usable?.probabilities ?? null,
  };
}

function arbitrageOf(
  selections: readonly Selection[],
  best: readonly (Offer | undefined)[],
): PricedArbitrage | null {
  const offers = best.filter((offer) => offer !== undefined);
  if (offers.length < selections.length) return null;
  const plan = equalReturn(
    offers.map(({ price }) => price),
    offers.map(({ book }) => book.commission),
  );
  if (!plan.isArb) return null;
  const legs = offers.map(({ book, price }, index) => ({
    name: selections[index]?.name ?? '',
    book: book.id,
    price,
    share: plan.shares[index] ?? 0,
  }));
  return { roi: plan.roi, legs };
}

function priceMarket(
  market: Market,
  quotes: readonly Quote[],
  books: ReadonlyMap<string, Book>,
  method: MarginMethod,
): PricedMarket {
  const grid = gridOf(quotes);
  const present = [...new Set(quotes.map(({ bookId }) => bookId))].flatMap((id) => books.get(id) ?? []);
  const priced = present.map((book) => priceBook(book, market, grid, method));
  const lines = priced.flatMap(({ fair }) => (fair === null ? [] : [fair]));
  const best = market.selections.map(({ id }) =>
    bestOf(
      present.flatMap((book) => {
        const price = grid.get(gridKey(book.id, 'back'))?.get(id);
        return price === undefined ? [] : [{ book, price }];
      }),
    ),
  );
  const selections = market.selections.map(({ name, side }, index): PricedSelection => {
    const sum = lines.reduce((total, line) => total + (line[index] ?? 0), 0);
    const fair = lines.length === 0 ? null : sum / lines.length;
    const offer = best[index];
    if (offer === undefined) return { name, side, fair, best: null };
    const { book, price } = offer;
    const ev = fair === null ? null : backEv(price, fair, book.commission);
    return { name, side, fair, best: { book: book.id, price, commission: book.commission, ev } };
  });
  return {
    type: market.type,
    line: market.line,
    selections,
    books: priced,
    arbitrage: arbitrageOf(market.selections, best),
  };
}

function priceEvents(
  { fixtures, quotes, books }: NormalisedOdds,
  method: MarginMethod,
): readonly PricedEvent[] {
  const byMarket = Map.groupBy(quotes, ({ marketId }) => marketId);
  const byId = new Map<string, Book>(books.map((book) => [book.id, book]));
  return fixtures.map(({ event, markets }) => ({
    id: event.id,
    sport: event.sport,
    competition: event.competition,
    home: event.home,
    away: event.away,
    commence: new Date(event.startsAt).toISOString(),
    markets: markets.map((market) => priceMarket(market, byMarket.get(market.id) ?? [], byId, method)),
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
 *          "arbitrage":null|{"roi","legs":[{"name","book","price","share"}]}}]}],
 *      "counts":{"received","used","duplicate","quarantined"},
 *      "quarantined":[{"reason","where","detail","quotes","sample"}]}
 *
 * Prices are decimal; fractions are of 1. `best` is the price that pays most after commission, `ev` what a unit staked
 * on it earns on average at the fair probability. What cannot be used is in `quarantined`. Never throws.
 */
export function priceOddsApi(contents: string, options: PriceOptions = {}): PriceResult {
  const parsed = parse(contents);
  if (!parsed.ok) return parsed;
  const read = readOddsPayload(parsed.value);
  if (!read.ok) return failure('wrong-format', read.message);
  const method = options.method ?? 'shin';
  const oddsFormat = options.oddsFormat ?? detectOddsFormat(pricesIn(read.events)) ?? 'decimal';
  const odds = normaliseOdds(parsed.value, {
    oddsFormat,
    // Only prices without any time of their own would carry it, and the report shows no times.
    receivedAt: read.recordedAt ?? (0 as EpochMs),
    currency: 'EUR' as Currency,
    ...(options.commissions === undefined ? {} : { commissions: options.commissions }),
  });
  const { counts, quarantined } = odds;
  return { ok: true, report: { method, oddsFormat, events: priceEvents(odds, method), counts, quarantined } };
}
