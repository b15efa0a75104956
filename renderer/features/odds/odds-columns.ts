import { ageClasses, type Column, FLASH_MS, type RowBreak } from '../../grid/index.ts';
import { shortBookName } from '../../stores/book-names.ts';
import type { OddsFormat } from '../../stores/odds-format.ts';
import { DOUBTS } from '../../stores/price-doubt.ts';
import { fairText } from '../../ui/fair-text.ts';
import { formatEv, formatProbability } from '../../ui/figures.ts';
import { eventName, marketName, selectionName } from '../../ui/market-name.ts';
import { priceText, priceWidth } from '../../ui/price-text.ts';
import { sizeText } from '../../ui/size-text.ts';
import type { Clocks, OddsRow } from './odds-source.ts';
import { placeColumns } from './place-columns.ts';
import { type PriceCell, type PriceColumn, priceColumnId, sizeColumnId } from './price-cell.ts';

/** A thick line between events, a thin one between markets. */
export const oddsBreak = (above: OddsRow, row: OddsRow): RowBreak => {
  if (above.runner.event.id !== row.runner.event.id) return 'group';
  return above.runner.market.id === row.runner.market.id ? 'none' : 'part';
};

/** What the text filter looks into. */
export const oddsSearchText = ({ runner: { event, market, selection } }: OddsRow): string =>
  `${eventName(event)} ${event.competition} ${marketName(market)} ${selectionName(market, selection)}`;

export type OddsRoom = {
  /** Pixels across the pane. */
  readonly width: number;
  /** Formats need more or less room. */
  readonly format: OddsFormat;
};

/** Columns that give way to prices in a pane of fewer pixels; sizes do below the first. */
const ROOMY = 1200;
const LEAST_WIDTH: Readonly<Record<string, number>> = { probability: ROOMY, overround: 930 };
/** Where there is room, names are read whole even if the last of many books has to be scrolled to. */
const LEAST_FOR_NAMES = 260;
/** What a vertical scrollbar may take. */
const SCROLLBAR = 14;

/** Every price column, as they come. */
const everyOne = (prices: readonly PriceColumn[]): readonly number[] => prices.map((_, index) => index);

/** The columns for this much room: what is spare, and in a wide pane no less than they need, goes to the names. */
export function oddsColumns(
  prices: readonly PriceColumn[],
  clocks: Clocks,
  room: OddsRoom,
  order: readonly number[] = everyOne(prices),
  /** Ids of size columns with anything in them. */
  sized: ReadonlySet<string> = new Set(prices.map(sizeColumnId)),
): readonly Column<OddsRow>[] {
  const roomy = room.width >= ROOMY;
  const columns = [
    ...placeColumns(clocks, !roomy),
    ...fairColumns(prices, room.format).filter(({ id }) => room.width >= (LEAST_WIDTH[id] ?? 0)),
    ...order.flatMap((index) => {
      const column = prices[index];
      if (column === undefined) return [];
      const [price, size] = bookColumns(column, index, clocks, priceWidth(room.format));
      return roomy && size !== undefined && sized.has(size.id) ? [price, size] : [price];
    }),
  ];
  const left = room.width - SCROLLBAR - columns.reduce((sum, { width }) => sum + width, 0);
  const spare = roomy ? Math.max(left, LEAST_FOR_NAMES) : left;
  return columns.map((column) => ({ ...column, width: widened(column, spare) }));
}

/** Of the spare width, what a name gets and how wide it may become at most. */
const SHARES: Readonly<Record<string, { readonly share: number; readonly most: number }>> = {
  event: { share: 0.5, most: 300 },
  market: { share: 0.25, most: 160 },
  selection: { share: 0.2, most: 220 },
  'best-book': { share: 0.05, most: 110 },
};

function widened({ id, width }: Column<OddsRow>, spare: number): number {
  const rule = SHARES[id];
  if (rule === undefined || spare <= 0) return width;
  return Math.max(width, Math.min(rule.most, Math.floor(width + spare * rule.share)));
}

const fairColumns = (prices: readonly PriceColumn[], format: OddsFormat): readonly Column<OddsRow>[] => [
  {
    id: 'fair',
    header: 'Fair',
    hint: 'Consensus price without margin',
    kind: 'figure',
    width: priceWidth(format),
    className: 'is-fair',
    value: ({ values }) => values.fairOdds,
    text: ({ values }) => fairText(values.fair?.probability),
    csv: ({ values }) => decimal(values.fairOdds),
  },
  {
    id: 'probability',
    header: 'Fair %',
    hint: 'Consensus probability',
    kind: 'figure',
    width: 58,
    className: 'is-fair',
    value: ({ values }) => values.fair?.probability ?? null,
    text: ({ values }) => (values.fair === null ? '' : formatProbability(values.fair.probability)),
    csv: ({ values }) => values.fair?.probability ?? null,
  },
  {
    id: 'best',
    header: 'Best net',
    hint: 'Best back price after commission that is not stale, shown as quoted: 3.60 without commission beats 3.65 with 5%',
    kind: 'figure',
    width: Math.max(60, priceWidth(format)),
    timed: true,
    value: (row) => bestCell(row)?.price ?? null,
    text: (row) => {
      const best = bestCell(row);
      return best === null ? '' : priceText(best.price);
    },
    csv: (row) => decimal(bestCell(row)?.price ?? null),
    classes: { 'is-best': (row) => bestCell(row) !== null },
  },
  {
    id: 'best-book',
    header: 'At',
    hint: 'Where the best back price is',
    kind: 'text',
    width: 66,
    timed: true,
    value: ({ values }) => (values.bestBack === null ? null : bookNameAt(prices, values.bestBack)),
  },
  {
    id: 'overround',
    header: 'Over',
    hint: 'Overround of the best back prices after commission: below zero is an arbitrage',
    kind: 'figure',
    width: 66,
    once: true,
    timed: true,
    value: ({ values }) => values.overround,
    text: ({ values }) => (values.overround === null ? '' : formatEv(values.overround)),
    csv: ({ values }) => values.overround,
    classes: { gain: ({ values }) => values.overround !== null && values.overround < 0 },
  },
];

const bestCell = ({ values }: OddsRow): PriceCell | null =>
  values.bestBack === null ? null : (values.prices[values.bestBack] ?? null);

const bookNameAt = (prices: readonly PriceColumn[], index: number): string | null => {
  const column = prices[index];
  return column === undefined ? null : shortBookName(column.book.id);
};

const decimal = (odds: number | null): number | null => (odds === null ? null : odds / 10_000);

function bookColumns(
  column: PriceColumn,
  index: number,
  clocks: Clocks,
  width: number,
): readonly [price: Column<OddsRow>, size?: Column<OddsRow>] {
  const { book, side } = column;
  const cell = ({ values }: OddsRow): PriceCell | null => values.prices[index] ?? null;
  const exchange = book.kind === 'exchange';
  const price: Column<OddsRow> = {
    id: priceColumnId(column),
    header: exchange ? (side === 'back' ? 'Back' : 'Lay') : shortBookName(book.id),
    hint: `${book.name}, ${side}${book.commission > 0 ? `, ${(book.commission * 100).toFixed(1)}% commission` : ''}. M says what the marks on prices mean`,
    note: (row) => cellNote(cell(row)),
    kind: 'figure',
    width: exchange ? width : Math.max(64, width),
    timed: true,
    value: cell,
    text: (row) => {
      const found = cell(row);
      return found === null ? '' : priceText(found.price);
    },
    csv: (row) => decimal(cell(row)?.price ?? null),
    compare: (a, b) => compareCells(cell(a), cell(b)),
    flash: (row) => {
      const found = cell(row);
      return found === null || clocks.page() - found.movedAt >= FLASH_MS ? null : found.moved;
    },
    classes: {
      ...ageClasses<OddsRow>((row) => cell(row)?.step ?? null),
      'is-best': (row) => cell(row)?.best === true,
      'has-edge': (row) => cell(row)?.edge === true,
      'is-suspended': (row) => isHeld(cell(row)),
      'is-suspect': (row) => cell(row)?.doubt === 'suspect',
    },
    ...(exchange ? { group: shortBookName(book.id), className: side === 'back' ? 'is-back' : 'is-lay' } : {}),
  };
  if (!exchange) return [price];
  const size: Column<OddsRow> = {
    id: sizeColumnId(column),
    header: 'Size',
    hint: `${book.name}: what can be taken at the ${side} price, ${book.currency}`,
    kind: 'figure',
    width: 52,
    group: shortBookName(book.id),
    className: side === 'back' ? 'is-back is-size' : 'is-lay is-size',
    value: (row) => cell(row)?.size ?? null,
    text: (row) => sizeText(cell(row)?.size ?? null, book.currency),
    csv: (row) => sizeText(cell(row)?.size ?? null, book.currency).replaceAll(',', ''),
    classes: { 'is-suspended': (row) => isHeld(cell(row)) },
  };
  return [price, size];
}

/** What is to be thought of a price, in words, as its marks show it; empty where it has none. */
export function cellNote(cell: PriceCell | null): string {
  if (cell === null) return '';
  const doubt = cell.doubt ?? (cell.suspended ? 'suspended' : null);
  const words = [
    cell.best && 'the best price to back after commission',
    cell.edge && 'an edge',
    cell.step === 'stale' && 'stale: too old to be traded',
    cell.step === 'old' && 'old',
    cell.step === 'ageing' && 'ageing',
    doubt !== null && DOUBTS[doubt],
  ].filter((each) => each !== false);
  const [first, ...rest] = words;
  return first === undefined ? '' : `${first[0]?.toUpperCase()}${[first, ...rest].join('; ').slice(1)}.`;
}

/** The market, or this book's part in it, takes no bets or can't be relied on. */
const isHeld = (cell: PriceCell | null): boolean =>
  cell !== null && (cell.suspended || cell.doubt === 'suspended' || cell.doubt === 'unreliable');

/** Missing prices first, so that the longest prices stand on top when sorted downwards. */
const compareCells = (a: PriceCell | null, b: PriceCell | null): number => (a?.price ?? 0) - (b?.price ?? 0);
