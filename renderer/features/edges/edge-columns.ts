import { quoteKey } from '../../../shared/domain/quote.ts';
import type { Currency, EpochMs } from '../../../shared/domain/units.ts';
import { ageClasses, ageStep, type Column, FLASH_MS } from '../../grid/index.ts';
import { shortBookName } from '../../stores/book-names.ts';
import { catalogue, type Runner } from '../../stores/catalogue.ts';
import { books, quotes, sources } from '../../stores/market-data.ts';
import { formatOdds } from '../../stores/odds-format.ts';
import { fairText } from '../../ui/fair-text.ts';
import { formatAge, formatEv, formatMoney } from '../../ui/figures.ts';
import { kickOffText } from '../../ui/kick-off.ts';
import { eventName, marketName } from '../../ui/market-name.ts';
import { sizeText } from '../../ui/size-text.ts';
import type { EdgeRow } from './edge-rows.ts';

export type EdgeContext = {
  readonly engine: () => EpochMs;
  readonly page: () => number;
  /** Past this age a price is stale, milliseconds. */
  readonly ageLimit: () => number | undefined;
  /** The account's currency, for stakes; `null` until known. */
  readonly currency: () => Currency | null;
};

/** The bar runs from -4 % to +12 %: a range that starts left of the zero mark loses under some method. */
const BAR_FROM = -0.04;
const BAR_TO = 0.12;

/** Where `ev` stands on the bar, as a percentage of its width. */
export const barPlace = (ev: number): string =>
  `${(Math.min(1, Math.max(0, (ev - BAR_FROM) / (BAR_TO - BAR_FROM))) * 100).toFixed(1)}%`;

export const runnerOf = ({ value }: EdgeRow): Runner | undefined => catalogue.runner(value.edge.selectionId);

export const edgeSearchText = (row: EdgeRow): string => {
  const runner = runnerOf(row);
  const book = books.get(row.value.edge.bookId)?.name ?? '';
  if (runner === undefined) return book;
  const { event, market, selection } = runner;
  return `${eventName(event)} ${event.competition} ${marketName(market)} ${selection.name} ${book}`;
};

export const edgeColumns = (context: EdgeContext): readonly Column<EdgeRow>[] =>
  [evColumn, eventColumn, ...choiceColumns, ...priceColumns(context)].map(markGone);

/** Edges that are over stay until a calm moment, struck out. */
const markGone = (column: Column<EdgeRow>): Column<EdgeRow> => ({
  ...column,
  classes: { ...column.classes, 'is-gone': ({ gone }) => gone },
});

const evColumn: Column<EdgeRow> = {
  id: 'ev',
  header: 'EV',
  hint: 'Expected profit per unit staked (of liability for lays), after commission',
  kind: 'figure',
  width: 72,
  pinned: true,
  className: 'is-ev',
  value: ({ value }) => value.edge.ev,
  text: ({ value }) => formatEv(value.edge.ev),
  csv: ({ value }) => value.edge.ev,
};

const rangeColumn: Column<EdgeRow> = {
  id: 'range',
  header: 'EV range',
  hint: 'The EV at the least and the most favourable margin-removal method',
  kind: 'figure',
  width: 124,
  className: 'is-range',
  value: ({ value }) => value.edge.evLow,
  text: ({ value: { edge } }) => `${percent(edge.evLow)} … ${percent(edge.evHigh)}`,
  csv: ({ value: { edge } }) => `${percent(edge.evLow)} to ${percent(edge.evHigh)}`,
  style: ({ value: { edge } }) => ({
    '--bar-from': barPlace(edge.evLow),
    '--bar-to': barPlace(edge.evHigh),
    '--bar-zero': barPlace(0),
  }),
  classes: { 'is-doubtful': ({ value }) => value.edge.evLow <= 0 },
};

const percent = (ev: number): string => `${ev > 0 ? '+' : ''}${(ev * 100).toFixed(1)}`;

const eventColumn: Column<EdgeRow> = {
  id: 'event',
  header: 'Event',
  kind: 'text',
  width: 130,
  grow: 2,
  value: (row) => {
    const runner = runnerOf(row);
    return runner === undefined ? row.value.edge.eventId : eventName(runner.event);
  },
};

const marketColumn: Column<EdgeRow> = {
  id: 'market',
  header: 'Market',
  kind: 'text',
  width: 126,
  grow: 1,
  value: (row) => {
    const runner = runnerOf(row);
    return runner === undefined ? '' : marketName(runner.market);
  },
};

const choiceColumns: readonly Column<EdgeRow>[] = [
  {
    id: 'selection',
    header: 'Selection',
    kind: 'text',
    width: 104,
    grow: 1,
    className: 'is-strong',
    value: (row) => runnerOf(row)?.selection.name ?? row.value.edge.selectionId,
  },
  {
    id: 'book',
    header: 'Book',
    kind: 'text',
    width: 80,
    value: ({ value }) => shortBookName(value.edge.bookId),
  },
  {
    id: 'side',
    header: 'Side',
    kind: 'text',
    width: 44,
    value: ({ value }) => (value.edge.side === 'back' ? 'Back' : 'Lay'),
    classes: {
      'is-back-text': ({ value }) => value.edge.side === 'back',
      'is-lay-text': ({ value }) => value.edge.side === 'lay',
    },
  },
];

const priceColumns = ({ engine, page, ageLimit, currency }: EdgeContext): readonly Column<EdgeRow>[] => [
  {
    id: 'price',
    header: 'Price',
    kind: 'figure',
    width: 54,
    className: 'is-strong',
    value: ({ value }) => value.edge.price,
    text: ({ value }) => formatOdds(value.edge.price),
    csv: ({ value }) => value.edge.price / 10_000,
    flash: ({ value }) => (page() - value.movedAt < FLASH_MS ? value.moved : null),
  },
  {
    id: 'fair',
    header: 'Fair',
    hint: 'Consensus price without margin',
    kind: 'figure',
    width: 56,
    className: 'is-fair',
    value: ({ value }) => value.edge.fair,
    text: ({ value }) => fairText(value.edge.fair),
    csv: ({ value }) => 1 / value.edge.fair,
  },
  {
    id: 'stake',
    header: 'Kelly stake',
    hint: 'Fractional Kelly on the current bankroll; a lay shows the backer’s stake',
    kind: 'figure',
    width: 80,
    className: 'is-strong',
    value: ({ value }) => value.edge.stake,
    text: ({ value }) => {
      const account = currency();
      return account === null ? '' : formatMoney(value.edge.stake, account);
    },
  },
  rangeColumn,
  marketColumn,
  {
    id: 'age',
    header: 'Age',
    hint: 'Since the price was last received or confirmed',
    kind: 'figure',
    width: 58,
    timed: true,
    value: (row) => Math.floor(ageOf(row, engine()) / 100),
    text: (row) => formatAge(ageOf(row, engine())),
    classes: ageClasses<EdgeRow>((row) => ageStep(ageOf(row, engine()), cadenceOf(row), ageLimit())),
  },
  {
    id: 'size',
    header: 'Available',
    hint: 'What can be taken at the price, where the book publishes it',
    kind: 'figure',
    width: 70,
    value: ({ value }) => value.edge.size,
    text: ({ value: { edge } }) => {
      const book = books.get(edge.bookId);
      return edge.size === null || book === undefined ? '' : sizeText(edge.size, book.currency);
    },
  },
  {
    id: 'start',
    header: 'Start',
    kind: 'figure',
    width: 76,
    timed: true,
    value: (row) => {
      const runner = runnerOf(row);
      return runner === undefined ? '' : kickOffText(runner.event, engine());
    },
    compare: (a, b) => (runnerOf(a)?.event.startsAt ?? 0) - (runnerOf(b)?.event.startsAt ?? 0),
    classes: { 'is-live-text': (row) => runnerOf(row)?.event.status === 'live' },
  },
];

/** The newest receipt wins: an unchanged price that was confirmed again is younger than the edge made from it. */
const ageOf = ({ value: { edge } }: EdgeRow, now: EpochMs): number =>
  Math.max(0, now - Math.max(edge.receivedAt, quotes.get(quoteKey(edge))?.receivedAt ?? 0));

const cadenceOf = ({ value: { edge } }: EdgeRow): number | null => {
  const quote = quotes.get(quoteKey(edge));
  return quote === undefined ? null : (sources.get(quote.sourceId)?.cadenceMs ?? null);
};
