import { quoteKey } from '../../../shared/domain/quote.ts';
import { type Currency, type EpochMs, majorUnits, type SourceId } from '../../../shared/domain/units.ts';
import { ageClasses, ageStep, type Column, endKept, FLASH_MS } from '../../grid/index.ts';
import { shortBookName } from '../../stores/book-names.ts';
import { catalogue, type Runner } from '../../stores/catalogue.ts';
import { books, quotes, sources } from '../../stores/market-data.ts';
import type { OddsFormat } from '../../stores/odds-format.ts';
import { fairText } from '../../ui/fair-text.ts';
import { formatAge, formatEv, formatMoney } from '../../ui/figures.ts';
import { kickOffText, scoreText } from '../../ui/kick-off.ts';
import { eventName, marketName, selectionName } from '../../ui/market-name.ts';
import { priceText, priceWidth } from '../../ui/price-text.ts';
import { sizeText } from '../../ui/size-text.ts';
import type { EdgeRow } from './edge-rows.ts';

export type EdgeContext = {
  readonly engine: () => EpochMs;
  readonly page: () => number;
  /** Past this age a price is stale, milliseconds. */
  readonly ageLimit: (source: SourceId) => number | undefined;
  /** The account's currency, for stakes; `null` until known. */
  readonly currency: () => Currency | null;
  /** Formats need more or less room. */
  readonly format: OddsFormat;
  /** Pixels across the pane. */
  readonly width: number;
};

/** Pixels from which there is room for the market and the age. */
const WIDE = 620;
/** A range of two figures before the point at both ends is read whole. */
const EV_WIDTH = 106;
/** Names of books are cut short where the pane is narrow. */
const sideWidth = (pane: number): number => (pane < WIDE ? 60 : 80);
const STAKE_WIDTH = 70;
const MARKET_WIDTH = 136;
const AGE_WIDTH = 54;
/** What a vertical scrollbar may take. */
const SCROLLBAR = 10;

/** Wide enough for the names where the rest leaves room: on a laptop all up to the stake fits, else up to the age. */
function choiceWidth(pane: number, format: OddsFormat): number {
  const deciding = EV_WIDTH + sideWidth(pane) + 2 * priceWidth(format) + STAKE_WIDTH + SCROLLBAR;
  const more = pane < WIDE ? 0 : MARKET_WIDTH + AGE_WIDTH;
  return Math.min(250, Math.max(146, pane - deciding - more));
}

/** The bar runs from -4 % to +12 %: a range that starts left of the zero mark loses at its low end. */
const BAR_FROM = -0.04;
const BAR_TO = 0.12;

/** Where `ev` stands on the bar, as a percentage of its width. */
export const barPlace = (ev: number): string =>
  `${(Math.min(1, Math.max(0, (ev - BAR_FROM) / (BAR_TO - BAR_FROM))) * 100).toFixed(1)}%`;

const lastKnown = new WeakMap<EdgeRow, Runner>();

/** What the edge is on. A row that outlives its event still says what it was. */
export function runnerOf(row: EdgeRow): Runner | undefined {
  const runner = catalogue.runner(row.value.edge.selectionId);
  if (runner !== undefined) lastKnown.set(row, runner);
  return runner ?? lastKnown.get(row);
}

export const edgeSearchText = (row: EdgeRow): string => {
  const runner = runnerOf(row);
  const book = books.get(row.value.edge.bookId)?.name ?? '';
  if (runner === undefined) return book;
  const { event, market, selection } = runner;
  return `${eventName(event)} ${event.competition} ${marketName(market)} ${selectionName(market, selection)} ${book}`;
};

export const edgeColumns = (context: EdgeContext): readonly Column<EdgeRow>[] =>
  [
    evColumn,
    choiceColumn(context),
    whereColumn(context),
    ...priceColumns(context),
    marketColumn,
    ...standingColumns(context),
    nowColumn,
    rangeColumn,
    highColumn,
  ].map(markGone);

/** Edges that are over stay until a calm moment, struck out. */
const markGone = (column: Column<EdgeRow>): Column<EdgeRow> => ({
  ...column,
  classes: { ...column.classes, 'is-gone': ({ gone }) => gone },
});

/** Positive over a part of its range only. */
const isDoubtful = ({ value }: EdgeRow): boolean => value.edge.evLow <= 0;
/** As many digits as the EV is written with: rounded otherwise, the range could leave it out. */
export const evRangeText = (low: number, high: number): string =>
  `${formatEv(low).replace('%', '')} – ${formatEv(high).replace('%', '')}`;
const rangeText = ({ value: { edge } }: EdgeRow): string => evRangeText(edge.evLow, edge.evHigh);

const evColumn: Column<EdgeRow> = {
  id: 'ev',
  header: 'EV, range',
  hint: 'Expected profit per unit staked (of liability for lays), after commission. Its range is that of the fair price: of the line, the model, or the margin-removal methods, whichever prices it. Unsorted, edges that are positive over the whole range come first',
  kind: 'figure',
  width: EV_WIDTH,
  pinned: true,
  className: 'is-ev',
  value: ({ value }) => value.edge,
  compare: (a, b) => a.value.edge.ev - b.value.edge.ev,
  text: ({ value }) => formatEv(value.edge.ev),
  minor: rangeText,
  csvHeader: 'EV',
  csv: ({ value }) => value.edge.ev,
  style: ({ value: { edge } }) => ({
    '--bar-from': barPlace(edge.evLow),
    '--bar-to': barPlace(edge.evHigh),
    '--bar-zero': barPlace(0),
  }),
  classes: { 'is-doubtful': isDoubtful },
};

/** The range alone, to sort by its low end. */
const rangeColumn: Column<EdgeRow> = {
  id: 'range',
  header: 'EV range',
  hint: 'The EV at the least and the most favourable end of the range of the fair price; exported as its low end',
  kind: 'figure',
  width: 112,
  value: ({ value }) => value.edge.evLow,
  text: rangeText,
  csvHeader: 'EV at the low end',
  csv: ({ value: { edge } }) => edge.evLow,
  classes: { 'is-doubtful': isDoubtful },
};

/** What the list is ranked by. */
const nowColumn: Column<EdgeRow> = {
  id: 'now',
  header: 'EV now',
  hint: 'The EV times the chance that the price still stands, by its age and how often its source changes prices; what the list is ranked by',
  kind: 'figure',
  width: 66,
  value: ({ value }) => value.edge.evNow,
  text: ({ value }) => formatEv(value.edge.evNow),
  csvHeader: 'EV now',
  csv: ({ value: { edge } }) => edge.evNow,
};

/** The other end, for who wants to sort or export by it. */
const highColumn: Column<EdgeRow> = {
  id: 'range-high',
  header: 'EV high',
  hint: 'The EV at the most favourable end of the range of the fair price',
  kind: 'figure',
  width: 70,
  csvHeader: 'EV at the high end',
  value: ({ value }) => value.edge.evHigh,
  text: ({ value }) => formatEv(value.edge.evHigh),
  csv: ({ value }) => value.edge.evHigh,
};

/** `63' 2-1 Arsenal v Chelsea` in play, the teams alone before. */
function eventLine(row: EdgeRow, now: EpochMs): string {
  const runner = runnerOf(row);
  if (runner === undefined) return row.value.edge.eventId;
  const { event } = runner;
  if (event.status !== 'live') return eventName(event);
  return [kickOffText(event, now), scoreText(event), eventName(event)]
    .filter((part) => part !== '')
    .join(' ');
}

function choiceName(row: EdgeRow): string {
  const runner = runnerOf(row);
  return runner === undefined ? row.value.edge.selectionId : selectionName(runner.market, runner.selection);
}

const choiceColumn = ({ engine, width, format }: EdgeContext): Column<EdgeRow> => ({
  id: 'selection',
  header: 'Selection, event',
  kind: 'text',
  width: choiceWidth(width, format),
  className: 'is-strong',
  timed: true,
  value: (row) => `${choiceName(row)}\n${eventLine(row, engine())}`,
  text: choiceName,
  minor: (row) => eventLine(row, engine()),
  csv: (row) => {
    const runner = runnerOf(row);
    return runner === undefined ? choiceName(row) : `${choiceName(row)} (${eventName(runner.event)})`;
  },
  classes: { 'is-live': (row) => runnerOf(row)?.event.status === 'live' },
});

const whereColumn = ({ width }: EdgeContext): Column<EdgeRow> => ({
  id: 'side',
  header: 'Side, at',
  kind: 'text',
  width: sideWidth(width),
  value: ({ value }) => `${value.edge.side}\n${shortBookName(value.edge.bookId)}`,
  text: ({ value }) => (value.edge.side === 'back' ? 'Back' : 'Lay'),
  minor: ({ value }) => shortBookName(value.edge.bookId),
  csv: ({ value }) => `${value.edge.side} ${shortBookName(value.edge.bookId)}`,
  classes: {
    'is-back-text': ({ value }) => value.edge.side === 'back',
    'is-lay-text': ({ value }) => value.edge.side === 'lay',
  },
});

function marketOf(row: EdgeRow): string {
  const runner = runnerOf(row);
  return runner === undefined ? '' : marketName(runner.market);
}

const marketColumn: Column<EdgeRow> = {
  id: 'market',
  header: 'Market',
  kind: 'text',
  width: MARKET_WIDTH,
  value: marketOf,
  sides: (row) => endKept(marketOf(row)),
};

const priceColumns = ({ page, currency, format }: EdgeContext): readonly Column<EdgeRow>[] => [
  {
    id: 'price',
    header: 'Price',
    kind: 'figure',
    width: priceWidth(format),
    className: 'is-strong',
    value: ({ value }) => value.edge.price,
    text: ({ value }) => priceText(value.edge.price),
    csv: ({ value }) => value.edge.price / 10_000,
    flash: ({ value }) => (page() - value.movedAt < FLASH_MS ? value.moved : null),
  },
  {
    id: 'fair',
    header: 'Fair',
    hint: 'Consensus price without margin',
    kind: 'figure',
    width: priceWidth(format),
    className: 'is-fair',
    value: ({ value }) => value.edge.fair,
    text: ({ value }) => fairText(value.edge.fair),
    csv: ({ value }) => 1 / value.edge.fair,
  },
  {
    id: 'stake',
    header: 'Stake',
    hint: 'Kelly stake: fractional Kelly on the current bankroll; a lay shows the backer’s stake',
    kind: 'figure',
    width: STAKE_WIDTH,
    className: 'is-strong',
    value: ({ value }) => value.edge.stake,
    text: ({ value }) => {
      const account = currency();
      return account === null ? '' : formatMoney(value.edge.stake, account);
    },
    csvHeader: () => `Stake ${currency() ?? ''}`.trim(),
    csv: ({ value }) => {
      const account = currency();
      return account === null ? null : majorUnits(value.edge.stake, account);
    },
  },
];

const standingColumns = ({ engine, ageLimit }: EdgeContext): readonly Column<EdgeRow>[] => [
  {
    id: 'age',
    header: 'Age',
    hint: 'Since the price was last received or confirmed, and the chance that it still stands',
    kind: 'figure',
    width: AGE_WIDTH,
    minor: ({ value: { edge } }) => `${Math.round(edge.standing * 100)}%`,
    timed: true,
    value: (row) => Math.floor(ageOf(row, engine()) / 100),
    text: (row) => formatAge(ageOf(row, engine())),
    classes: ageClasses<EdgeRow>((row) =>
      ageStep(ageOf(row, engine()), cadenceOf(row), limitOf(row, ageLimit)),
    ),
  },
  {
    id: 'size',
    header: 'Avail.',
    hint: 'What can be taken at the price, where the book publishes it',
    kind: 'figure',
    width: 58,
    value: ({ value }) => value.edge.size,
    csv: ({ value: { edge } }) => {
      const book = books.get(edge.bookId);
      return edge.size === null || book === undefined ? null : majorUnits(edge.size, book.currency);
    },
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

const sourceOf = ({ value: { edge } }: EdgeRow): SourceId | undefined => quotes.get(quoteKey(edge))?.sourceId;
const cadenceOf = (row: EdgeRow): number | null => {
  const source = sourceOf(row);
  return source === undefined ? null : (sources.get(source)?.cadenceMs ?? null);
};
const limitOf = (row: EdgeRow, ageLimit: EdgeContext['ageLimit']): number | undefined => {
  const source = sourceOf(row);
  return source === undefined ? undefined : ageLimit(source);
};
