import type { Prediction } from '../../../shared/contract/models.ts';
import type { BookStandingItem } from '../../../shared/contract/price-truth.ts';
import type { Book, Market } from '../../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../../shared/domain/edge.ts';
import { type MarginMethod, removeMarginInto } from '../../../shared/domain/margin.ts';
import type { BackLay, Quote } from '../../../shared/domain/quote.ts';
import type { FairLine } from '../../../shared/domain/settings.ts';
import { winnersIn } from '../../../shared/domain/settlement.ts';
import { writeWithinSpreads } from '../../../shared/domain/spread-line.ts';
import {
  type EpochMs,
  type MinorUnits,
  type OddsE4,
  oddsE4,
  type SourceId,
} from '../../../shared/domain/units.ts';
import { netWinnings } from '../../../shared/domain/value.ts';
import { type AgeStep, ageStep } from '../../grid/index.ts';
import type { PriceDoubt } from '../../stores/price-doubt.ts';
import { doubtText } from './ladder-standing.ts';

export type MarketRowKind = 'fair' | 'fair-range' | 'model' | 'best-back' | 'best-lay' | 'book';

/** What one row says about one selection. */
export type MarketCell = {
  readonly price: OddsE4 | null;
  /** Without margin: of the consensus, or of the book's own prices. */
  readonly probability: number | null;
  /** Of the consensus: the probabilities at the most and the least favourable method, the shorter price first. */
  readonly range: readonly [number, number] | null;
  readonly size: MinorUnits | null;
  readonly receivedAt: EpochMs | null;
  readonly step: AgeStep;
  /** Why it is not traded on though it is shown. */
  readonly doubt: PriceDoubt | null;
  readonly best: boolean;
  /** Whose price it is; `null` for the consensus and for models. */
  readonly book: Book | null;
  readonly moved: 'up' | 'down' | null;
  /** The page's clock, milliseconds. */
  readonly movedAt: number;
};

export type MarketLine = {
  readonly id: string;
  readonly kind: MarketRowKind;
  readonly book: Book | null;
  /** Of a fair row: what it is of. Of a model's: its name. */
  readonly title: string | null;
  readonly side: BackLay;
  /** Of the row's prices, after commission: what they sum to above one; `null` when a price is missing. */
  readonly overround: number | null;
  /** Why the book's prices are held, in words; `null` while they are traded on, and for rows of no one book. */
  readonly held: HeldBook | null;
  /** In the order of the market's selections. */
  readonly cells: readonly MarketCell[];
};

/** A book whose prices on this market are shown and not traded on. */
type HeldBook = { readonly doubt: PriceDoubt; readonly why: string };

/** A model and what it says of each selection. */
export type MarketModel = {
  readonly id: string;
  readonly name: string;
  readonly role: Prediction['role'];
  readonly prediction: (selection: number) => Prediction | undefined;
};

export type MarketBookInput = {
  readonly market: Market;
  /** In the order shown. */
  readonly books: readonly Book[];
  readonly quote: (selection: number, book: Book, side: BackLay) => Quote | undefined;
  readonly fair: (selection: number) => FairPrice | undefined;
  /** Those that say something of this market, the champion first. */
  readonly models: readonly MarketModel[];
  readonly doubt: (quote: Quote) => PriceDoubt | null;
  readonly standing: (book: Book) => BookStandingItem | undefined;
  readonly method: MarginMethod;
  readonly cadence: (source: SourceId) => number | null;
  /** Past this age a price is stale, milliseconds; `undefined` until the engine has said. */
  readonly ageLimit: (source: SourceId) => number | undefined;
  readonly now: EpochMs;
  readonly page: number;
};

const EMPTY: MarketCell = {
  price: null,
  probability: null,
  range: null,
  size: null,
  receivedAt: null,
  step: 'fresh',
  doubt: null,
  best: false,
  book: null,
  moved: null,
  movedAt: Number.NEGATIVE_INFINITY,
};

/** Every row of a market's pane: the consensus and its range, the best prices, then each book. */
export function marketBook(
  input: MarketBookInput,
  previous: ReadonlyMap<string, MarketLine>,
): readonly MarketLine[] {
  const { market, books } = input;
  const sides = books.flatMap((book) =>
    (book.kind === 'exchange' ? (['back', 'lay'] as const) : (['back'] as const)).map((side) => ({
      book,
      side,
    })),
  );
  const lines = sides
    .map(({ book, side }) => bookLine(input, book, side))
    .filter((line) => line.cells.some(({ price }) => price !== null));
  // Each may be another book's, so their probabilities would not belong together.
  const best = (side: BackLay) =>
    market.selections.map((_, index) => ({ ...bestCell(lines, index, side), probability: null }));
  const bestBack = best('back');
  const bestLay = best('lay');
  const marked = lines.map((line) => ({
    ...line,
    cells: line.cells.map((cell, index) => ({
      ...cell,
      best: cell.price !== null && cell.book === (line.side === 'back' ? bestBack : bestLay)[index]?.book,
    })),
  }));
  const all = [
    ...fairLines(input),
    ...input.models.map((model) => modelLine(input, model)),
    ...(isOffered(bestBack)
      ? [
          {
            id: 'best-back',
            kind: 'best-back' as const,
            book: null,
            title: null,
            held: null,
            side: 'back' as const,
            ...summed(bestBack),
          },
        ]
      : []),
    ...(isOffered(bestLay)
      ? [
          {
            id: 'best-lay',
            kind: 'best-lay' as const,
            book: null,
            title: null,
            side: 'lay' as const,
            held: null,
            overround: null,
            cells: bestLay,
          },
        ]
      : []),
    ...marked,
  ];
  return all.map((line) => ({ ...line, cells: withMoves(line, previous.get(line.id), input.page) }));
}

const isOffered = (cells: readonly MarketCell[]): boolean => cells.some(({ price }) => price !== null);

function fairLines({ market, fair }: MarketBookInput): readonly MarketLine[] {
  const fairs = market.selections.map((_, index) => fair(index));
  if (fairs.every((one) => one === undefined)) return [];
  const line = (kind: MarketRowKind): MarketLine => ({
    id: kind,
    kind,
    book: null,
    title:
      kind === 'fair'
        ? `Fair, ${FAIR_TITLES[fairs.find((one) => one !== undefined)?.source ?? 'mean']}`
        : null,
    side: 'back',
    overround: null,
    held: null,
    cells: fairs.map((one) =>
      one === undefined
        ? EMPTY
        : {
            ...EMPTY,
            probability: one.probability,
            price: oddsE4(1 / one.probability) ?? null,
            range: [one.high, one.low],
            receivedAt: one.at,
          },
    ),
  });
  return [line('fair'), line('fair-range')];
}

/** How a fair row names what it is of. */
const FAIR_TITLES: Readonly<Record<FairLine, string>> = {
  'overround-line': 'line',
  model: 'model',
  mean: 'mean',
};

const ROLE_MARKS: Readonly<Record<Prediction['role'], string>> = { champion: '★', shadow: '◇' };

function modelLine({ market }: MarketBookInput, { id, name, role, prediction }: MarketModel): MarketLine {
  return {
    id: `model/${id}`,
    kind: 'model',
    book: null,
    title: `${ROLE_MARKS[role]} ${name}`,
    side: 'back',
    overround: null,
    held: null,
    cells: market.selections.map((_, index) => {
      const one = prediction(index);
      return one === undefined
        ? EMPTY
        : { ...EMPTY, probability: one.probability, price: one.fairOdds, receivedAt: one.at };
    }),
  };
}

function bookLine(input: MarketBookInput, book: Book, side: BackLay): MarketLine {
  const { market, now } = input;
  const quotes = market.selections.map((_, index) => input.quote(index, book, side));
  const probabilities = noMargin(input, book);
  const cells = quotes.map((quote, index): MarketCell => {
    const top = quote?.levels[0];
    if (quote === undefined || top === undefined) return EMPTY;
    return {
      ...EMPTY,
      price: top.price,
      size: top.size,
      probability: probabilities?.[index] ?? null,
      receivedAt: quote.receivedAt,
      step: ageStep(now - quote.receivedAt, input.cadence(quote.sourceId), input.ageLimit(quote.sourceId)),
      doubt: input.doubt(quote),
      book,
    };
  });
  const id = `${book.id}/${side}`;
  const held = heldBook(cells, input.standing(book));
  return side === 'back'
    ? { id, kind: 'book', book, title: null, side, held, ...summed(cells) }
    : { id, kind: 'book', book, title: null, side, held, overround: null, cells };
}

/** The gravest doubt of a row's prices: a book is held as a whole, a single price is suspect. */
function heldBook(cells: readonly MarketCell[], standing: BookStandingItem | undefined): HeldBook | null {
  const doubts = cells.flatMap(({ doubt }) => (doubt === null ? [] : [doubt]));
  const doubt = doubts.find((one) => one !== 'suspect') ?? doubts[0];
  return doubt === undefined ? null : { doubt, why: doubtText(doubt, standing) };
}

/** Adds the overround of a row of back prices. */
function summed(cells: readonly MarketCell[]): {
  readonly overround: number | null;
  readonly cells: readonly MarketCell[];
} {
  let overround: number | null = -1;
  for (const { price, book } of cells) {
    if (price === null || overround === null) overround = null;
    else overround += 1 / (1 + netWinnings(price / 10_000, book?.commission ?? 0));
  }
  return { overround: cells.length === 0 ? null : overround, cells };
}

/**
 * A book's probabilities without its margin; `null` unless it prices every selection. An exchange's lie within its
 * spreads net of commission, as in the consensus.
 */
function noMargin({ market, quote, method }: MarketBookInput, book: Book): readonly number[] | null {
  const keep = 1 - book.commission;
  const count = market.selections.length;
  const [middle, reach] = [new Float64Array(count), new Float64Array(count)];
  for (let index = 0; index < count; index += 1) {
    const back = quote(index, book, 'back')?.levels[0]?.price;
    const lay = quote(index, book, 'lay')?.levels[0]?.price;
    if (back === undefined || (book.kind === 'exchange' && lay === undefined)) return null;
    const high = 1 / (1 + netWinnings(back / 10_000, book.commission));
    const low = book.kind === 'bookmaker' || lay === undefined ? high : 1 / (1 + (lay / 10_000 - 1) / keep);
    middle[index] = (low + high) / 2;
    reach[index] = (high - low) / 2;
  }
  const winners = winnersIn(market.type);
  const probabilities = new Float64Array(count);
  if (!writeWithinSpreads(middle, reach, winners, probabilities))
    removeMarginInto(method, middle, count, winners, probabilities);
  return probabilities.some(Number.isNaN) ? null : Array.from(probabilities);
}

/** The best cell of a selection on one side among prices that are neither stale nor in doubt; after commission for backs. */
function bestCell(lines: readonly MarketLine[], index: number, side: BackLay): MarketCell {
  let best = EMPTY;
  let bestValue = 0;
  for (const line of lines) {
    const cell = line.cells[index];
    if (line.side !== side || cell === undefined || cell.price === null) continue;
    if (cell.step === 'stale' || cell.doubt !== null) continue;
    const odds = cell.price / 10_000;
    const value = side === 'back' ? netWinnings(odds, cell.book?.commission ?? 0) : 1 / odds;
    if (value > bestValue) [best, bestValue] = [cell, value];
  }
  return best;
}

const withMoves = (line: MarketLine, before: MarketLine | undefined, page: number): readonly MarketCell[] =>
  line.cells.map((cell, index) => {
    const old = before?.cells[index];
    if (old === undefined || old.price === null || cell.price === null) return cell;
    if (old.price === cell.price) return { ...cell, moved: old.moved, movedAt: old.movedAt };
    return { ...cell, moved: cell.price > old.price ? 'up' : 'down', movedAt: page };
  });
