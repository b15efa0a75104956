import type { Market, Selection } from '../../../shared/domain/catalogue.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { type AgeStep, ageClasses, type Column, FLASH_MS, type RowBreak } from '../../grid/index.ts';
import { shortBookName } from '../../stores/book-names.ts';
import type { OddsFormat } from '../../stores/odds-format.ts';
import { fairText } from '../../ui/fair-text.ts';
import { formatAge, formatEv, formatProbability } from '../../ui/figures.ts';
import { selectionName } from '../../ui/market-name.ts';
import { priceWidth, priceText as quotedText } from '../../ui/price-text.ts';
import type { MarketCell, MarketRowKind } from './market-book.ts';
import type { MarketRow } from './market-source.ts';

const TITLES: Readonly<Record<Exclude<MarketRowKind, 'book' | 'model'>, string>> = {
  fair: 'Fair',
  'fair-range': 'Fair range',
  'best-back': 'Best back net',
  'best-lay': 'Best lay',
};

export function rowTitle({ line: { kind, book, side, title } }: MarketRow): string {
  if (title !== null) return title;
  if (kind === 'model') return '';
  if (kind !== 'book') return TITLES[kind];
  if (book === null) return '';
  return book.kind === 'exchange' ? `${shortBookName(book.id)} ${side}` : shortBookName(book.id);
}

/** The consensus, the best prices and the books stand apart. */
export const marketBreak = (above: MarketRow, row: MarketRow): RowBreak =>
  sectionOf(above) === sectionOf(row) ? 'none' : 'group';
const sectionOf = ({ line: { kind } }: MarketRow): string => kind.slice(0, 4);

const PRICE_COLUMN = /^runner\/(\d+)\//;
/** The index of the selection that a column is about. */
export function runnerOfColumn(columnId: string): number | null {
  const match = PRICE_COLUMN.exec(columnId);
  return match === null ? null : Number(match[1]);
}
export const runnerColumnId = (index: number): string => `runner/${index}/price`;

export type MarketRoom = {
  /** Formats need more or less room. */
  readonly format: OddsFormat;
  /** Prices alone, without their probabilities. */
  readonly tight: boolean;
};
/** Pixels: the fair range is read whole. */
const TIGHT_PRICE = 82;

export const marketColumns = (
  market: Market,
  engine: () => EpochMs,
  page: () => number,
  room: MarketRoom,
): readonly Column<MarketRow>[] => [
  {
    id: 'row',
    header: 'Book',
    kind: 'text',
    width: 132,
    pinned: true,
    sortable: false,
    value: rowTitle,
    classes: { 'is-fair': isFair, 'is-summary': ({ line }) => line.kind !== 'book' },
  },
  {
    id: 'overround',
    header: 'Over',
    hint: 'Overround: what the prices of the row, after commission, sum to above one',
    kind: 'figure',
    width: 64,
    sortable: false,
    timed: true,
    value: ({ line }) => line.overround,
    text: ({ line }) => (line.overround === null ? '' : formatEv(line.overround)),
    csv: ({ line }) => line.overround,
    classes: { gain: ({ line }) => line.overround !== null && line.overround < 0 },
  },
  {
    id: 'age',
    header: 'Age',
    hint: 'Since the oldest price of the row was last received or confirmed; or why its prices are held',
    kind: 'figure',
    width: 54,
    sortable: false,
    timed: true,
    className: 'is-quiet',
    value: (row) => {
      const { held } = row.line;
      if (held !== null && held.doubt !== 'suspect') return HELD_WORDS[held.doubt];
      const at = row.line.kind === 'fair-range' ? null : oldestOf(row);
      return at === null ? '' : formatAge(Math.max(0, engine() - at));
    },
    classes: {
      ...ageClasses<MarketRow>((row) => (row.line.kind === 'book' ? worstStep(row) : null)),
      'is-held-word': ({ line }) => line.held !== null && line.held.doubt !== 'suspect',
    },
  },
  ...market.selections.flatMap((selection, index) => runnerColumns(market, selection, index, page, room)),
];

/** In place of an age: what an old price and a held one have in common is that no order goes by them. */
const HELD_WORDS = { suspended: 'susp.', unreliable: 'unsure' } as const;

/**
 * Titles on the rows of held books under the pointer, in the words of their source. Answers with the function that stops
 * it.
 */
export function explainDoubts(host: HTMLElement, rowOf: (id: string) => MarketRow | undefined): () => void {
  const explain = ({ target }: Event) => {
    const shown = target instanceof Element ? target.closest<HTMLElement>('.ag-row') : null;
    if (shown === null) return;
    const row = rowOf(shown.getAttribute('row-id') ?? '');
    shown.title = row?.line.held?.why ?? '';
  };
  host.addEventListener('pointerover', explain, { passive: true });
  return () => host.removeEventListener('pointerover', explain);
}

function oldestOf({ line }: MarketRow): number | null {
  const times = line.cells.flatMap(({ receivedAt }) => (receivedAt === null ? [] : [receivedAt]));
  return times.length === 0 ? null : Math.min(...times);
}

const STEPS: readonly AgeStep[] = ['fresh', 'ageing', 'old', 'stale'];
const worstStep = ({ line }: MarketRow): AgeStep =>
  line.cells.reduce<AgeStep>(
    (worst, { price, step }) => (price !== null && STEPS.indexOf(step) > STEPS.indexOf(worst) ? step : worst),
    'fresh',
  );

function priceText({ line }: MarketRow, cell: MarketCell | undefined): string {
  if (cell === undefined || cell.price === null) return '';
  if (line.kind === 'fair' || line.kind === 'model') return fairText(cell.probability);
  if (line.kind === 'fair-range') return cell.range === null ? '' : cell.range.map(fairText).join(' – ');
  return quotedText(cell.price);
}

function isFair({ line }: MarketRow): boolean {
  return line.kind === 'fair' || line.kind === 'fair-range';
}

function runnerColumns(
  market: Market,
  selection: Selection,
  index: number,
  page: () => number,
  { format, tight }: MarketRoom,
): readonly Column<MarketRow>[] {
  const cell = ({ line }: MarketRow): MarketCell | undefined => line.cells[index];
  const shared = {
    kind: 'figure',
    group: selectionName(market, selection),
    sortable: false,
    timed: true,
  } as const;
  const ages = ageClasses<MarketRow>((row) => (row.line.kind === 'book' ? (cell(row)?.step ?? null) : null));
  const price: Column<MarketRow> = {
    ...shared,
    id: runnerColumnId(index),
    header: 'Price',
    width: tight ? TIGHT_PRICE : priceWidth(format) + 4,
    grow: 1,
    most: tight ? 120 : 96,
    // The range needs the room of both.
    span: ({ line }) => (line.kind === 'fair-range' && !tight ? 2 : 1),
    value: (row) => cell(row)?.price ?? null,
    text: (row) => priceText(row, cell(row)),
    csv: (row) => {
      const price = cell(row)?.price ?? null;
      return price === null ? null : price / 10_000;
    },
    flash: (row) => {
      const found = cell(row);
      return found === undefined || page() - found.movedAt >= FLASH_MS || row.line.kind !== 'book'
        ? null
        : found.moved;
    },
    classes: {
      ...ages,
      'is-suspect': (row) => cell(row)?.doubt === 'suspect',
      'is-held': (row) => cell(row)?.doubt === 'suspended' || cell(row)?.doubt === 'unreliable',
      'is-best': (row) =>
        cell(row)?.best === true || (row.line.kind === 'best-back' && cell(row)?.price != null),
      'is-fair': isFair,
      'is-range': ({ line }) => line.kind === 'fair-range',
      'is-back-text': ({ line }) => line.book?.kind === 'exchange' && line.side === 'back',
      'is-lay-text': ({ line }) =>
        line.kind === 'best-lay' || (line.book?.kind === 'exchange' && line.side === 'lay'),
    },
  };
  const probability: Column<MarketRow> = {
    ...shared,
    id: `runner/${index}/probability`,
    header: 'Prob.',
    hint: `${selection.name}: probability without the book's margin`,
    width: 46,
    grow: 1,
    most: 74,
    value: (row) => cell(row)?.probability ?? null,
    text: (row) => {
      const probability = cell(row)?.probability ?? null;
      return probability === null || row.line.kind === 'fair-range' ? '' : formatProbability(probability);
    },
    csv: (row) => cell(row)?.probability ?? null,
    className: 'is-quiet',
    classes: { 'is-fair': isFair },
  };
  return tight ? [price] : [price, probability];
}
