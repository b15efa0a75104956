import type { Fixture } from '../../../shared/contract/index.ts';
import type { MarketEdges } from '../../../shared/contract/pricing.ts';
import type { SourceHealth } from '../../../shared/contract/sources.ts';
import type { Book, Market, SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../../shared/domain/edge.ts';
import { type Quote, quoteKey } from '../../../shared/domain/quote.ts';
import type { EpochMs, EventId, MarketId, SelectionId, SourceId } from '../../../shared/domain/units.ts';
import { createRowSignal, type RowSource } from '../../grid/index.ts';
import type { Runner } from '../../stores/catalogue.ts';
import { type DoubtTables, doubtOf } from '../../stores/price-doubt.ts';
import type { Table } from '../../stores/table.ts';
import { compareMarkets } from '../../ui/market-name.ts';
import { marketValues, type RunnerValues } from './market-values.ts';
import { type PriceColumn, priceColumnId, priceColumns, sizeColumnId } from './price-cell.ts';

/** A selection in the grid. One object for life; `values` is worked out when somebody looks. */
export type OddsRow = {
  readonly id: SelectionId;
  readonly runner: Runner;
  readonly values: RunnerValues;
};

export type OddsTables = {
  readonly fixtures: Table<Fixture>;
  readonly books: Table<Book>;
  readonly quotes: Table<Quote>;
  readonly fairPrices: Table<FairPrice>;
  readonly marketEdges: Table<MarketEdges>;
  readonly sources: Table<SourceHealth>;
} & DoubtTables;

export type Clocks = { readonly engine: () => EpochMs; readonly page: () => number };
/** The limit on the age of a source's quotes, milliseconds; `undefined` until known. */
type AgeLimit = (source: SourceId) => number | undefined;

export type OddsSource = RowSource<OddsRow> & {
  readonly row: (id: SelectionId) => OddsRow | undefined;
  readonly priceColumns: () => readonly PriceColumn[];
  readonly onPriceColumns: (listener: () => void) => () => void;
  /**
   * Price and size columns by id with the number of `rows` that have a price or size there, whatever is to be thought of
   * it; none: absent.
   */
  readonly pricedAmong: (rows: readonly OddsRow[]) => ReadonlyMap<string, number>;
  /** Tells whenever a price or size column of these ids gets one, on whatever row. */
  readonly awaitPrices: (columnIds: ReadonlySet<string>, listener: () => void) => () => void;
  /** Whether any market of the event has an edge now. */
  readonly hasEdges: (eventId: EventId) => boolean;
  readonly stop: () => void;
};

/** The rows of one market: they share best prices and overround, so they are worked out together. */
type MarketGroup = {
  event: SportingEvent;
  market: Market;
  readonly rows: readonly OddsRow[];
  keys: readonly (readonly string[])[];
  values: ReadonlyMap<SelectionId, RunnerValues>;
  stale: boolean;
};

const NO_VALUES: RunnerValues = {
  fair: null,
  fairOdds: null,
  prices: [],
  bestBack: null,
  overround: null,
  live: false,
};

/** By start, then name; within an event by kind of market and line. Live events have started, so they come first. */
export function compareGroups(
  a: Pick<MarketGroup, 'event' | 'market'>,
  b: Pick<MarketGroup, 'event' | 'market'>,
): number {
  return (
    a.event.startsAt - b.event.startsAt ||
    a.event.competition.localeCompare(b.event.competition, 'en') ||
    a.event.home.localeCompare(b.event.home, 'en') ||
    (a.event.id < b.event.id ? -1 : a.event.id > b.event.id ? 1 : 0) ||
    compareMarkets(a.market, b.market)
  );
}

const isOver = ({ status }: SportingEvent): boolean => status === 'ended' || status === 'abandoned';

/** The Odds pane's rows over the live tables. A tick on a row nobody sees costs a lookup and a flag. */
export function createOddsSource(
  tables: OddsTables,
  clocks: Clocks,
  ageLimit: AgeLimit = () => undefined,
): OddsSource {
  const signal = createRowSignal();
  const groups = new Map<MarketId, MarketGroup>();
  const groupOf = new Map<SelectionId, MarketGroup>();
  const rowOf = new Map<SelectionId, OddsRow>();
  const marketsOf = new Map<string, readonly MarketId[]>();
  const edgesOf = new Map<EventId, Set<MarketId>>();
  const columnListeners = new Set<() => void>();
  const awaited = new Map<() => void, ReadonlySet<string>>();
  let columns = priceColumns(tables.books.values());
  let ordered: readonly OddsRow[] | null = null;

  const keysFor = (market: Market) =>
    market.selections.map(({ id }) =>
      columns.map(({ book, side }) => quoteKey({ selectionId: id, bookId: book.id, side })),
    );

  const refresh = (group: MarketGroup) => {
    group.stale = false;
    group.values = marketValues(
      {
        market: group.market,
        live: group.event.status === 'live',
        columns,
        quote: (selection, column) =>
          tables.quotes.get(group.keys[group.market.selections.indexOf(selection)]?.[column] ?? ''),
        fair: ({ id }) => tables.fairPrices.get(id),
        edges: tables.marketEdges.get(group.market.id)?.edges ?? [],
        doubt: (quote) => doubtOf(quote, tables),
        cadence: (source) => tables.sources.get(source)?.cadenceMs ?? null,
        ageLimit,
        now: clocks.engine(),
        page: clocks.page(),
      },
      group.values,
    );
  };

  const pricedAmong = (rows: readonly OddsRow[]): ReadonlyMap<string, number> => {
    const priced = new Map<string, number>();
    const count = (id: string) => priced.set(id, (priced.get(id) ?? 0) + 1);
    const ids = columns.map((column) => ({ price: priceColumnId(column), size: sizeColumnId(column) }));
    for (const { id } of rows) {
      const group = groupOf.get(id);
      const keys = group?.keys[group.rows.findIndex((row) => row.id === id)] ?? [];
      ids.forEach((column, index) => {
        const top = tables.quotes.get(keys[index] ?? '')?.levels[0];
        if (top === undefined) return;
        count(column.price);
        if (top.size !== null) count(column.size);
      });
    }
    return priced;
  };
  const tellAwaited = (quote: Quote) => {
    const [top] = quote.levels;
    if (top === undefined) return;
    const column = { book: { id: quote.bookId }, side: quote.side };
    const [price, size] = [priceColumnId(column), sizeColumnId(column)];
    for (const [listener, ids] of awaited)
      if (ids.has(price) || (top.size !== null && ids.has(size))) listener();
  };

  const touch = (group: MarketGroup | undefined) => {
    if (group === undefined || group.stale) return;
    group.stale = true;
    for (const row of group.rows) signal.touched(row.id);
  };

  const makeGroup = (event: SportingEvent, market: Market): MarketGroup => {
    const rows = market.selections.map((selection): OddsRow => {
      const row: OddsRow = {
        id: selection.id,
        get runner() {
          return { event: group.event, market: group.market, selection };
        },
        get values() {
          if (group.stale) refresh(group);
          return group.values.get(selection.id) ?? NO_VALUES;
        },
      };
      return row;
    });
    const group: MarketGroup = { event, market, rows, keys: keysFor(market), values: new Map(), stale: true };
    return group;
  };

  const dropEvent = (eventId: string) => {
    for (const marketId of marketsOf.get(eventId) ?? []) dropMarket(marketId);
    edgesOf.delete(eventId as EventId);
    if (marketsOf.delete(eventId)) reshape();
  };
  const dropMarket = (marketId: MarketId) => {
    for (const { id } of groups.get(marketId)?.rows ?? []) {
      groupOf.delete(id);
      rowOf.delete(id);
    }
    groups.delete(marketId);
  };
  const reshape = () => {
    ordered = null;
    signal.reshaped();
  };

  const learn = ({ event, markets: all }: Fixture) => {
    if (isOver(event)) {
      dropEvent(event.id);
      return;
    }
    const markets = all.filter(({ status }) => status !== 'closed');
    let moved = false;
    const gone = new Set(marketsOf.get(event.id) ?? []);
    for (const market of markets) {
      gone.delete(market.id);
      const known = groups.get(market.id);
      if (known !== undefined && sameSelections(known.market, market)) {
        moved ||= known.event.startsAt !== event.startsAt;
        known.event = event;
        known.market = market;
        touch(known);
        continue;
      }
      if (known !== undefined) dropMarket(market.id);
      const group = makeGroup(event, market);
      groups.set(market.id, group);
      for (const row of group.rows) {
        groupOf.set(row.id, group);
        rowOf.set(row.id, row);
      }
      countEdges(market.id, tables.marketEdges.get(market.id));
      moved = true;
    }
    for (const marketId of gone) dropMarket(marketId);
    marketsOf.set(
      event.id,
      markets.map(({ id }) => id),
    );
    if (moved || gone.size > 0) reshape();
  };

  const countEdges = (marketId: string, edges: MarketEdges | undefined) => {
    const group = groups.get(marketId as MarketId);
    const eventId = group?.event.id;
    if (group === undefined || eventId === undefined) return;
    const withEdges = edgesOf.get(eventId) ?? new Set();
    if (edges !== undefined && edges.edges.length > 0) edgesOf.set(eventId, withEdges.add(group.market.id));
    else if (withEdges.delete(group.market.id) && withEdges.size === 0) edgesOf.delete(eventId);
    touch(group);
  };

  for (const fixture of tables.fixtures.values()) learn(fixture);

  const stops = [
    tables.fixtures.subscribe((changes) => {
      for (const [eventId, fixture] of changes) {
        if (fixture === undefined) dropEvent(eventId);
        else learn(fixture);
      }
    }),
    tables.quotes.subscribe((changes) => {
      for (const [key, quote] of changes) {
        touch(quote === undefined ? groupOf.get(selectionOf(key)) : groups.get(quote.marketId));
        if (awaited.size > 0 && quote !== undefined) tellAwaited(quote);
      }
    }),
    tables.fairPrices.subscribe((changes) => {
      for (const id of changes.keys()) touch(groupOf.get(id as SelectionId));
    }),
    tables.suspects.subscribe((changes) => {
      for (const key of changes.keys()) touch(groupOf.get(selectionOf(key)));
    }),
    tables.standings.subscribe((changes) => {
      for (const key of changes.keys()) touch(groups.get(marketOf(key)));
    }),
    tables.marketEdges.subscribe((changes) => {
      for (const [id, edges] of changes) countEdges(id, edges);
    }),
    tables.books.subscribe(() => {
      columns = priceColumns(tables.books.values());
      for (const group of groups.values()) {
        group.keys = keysFor(group.market);
        group.values = new Map();
        group.stale = true;
      }
      for (const listener of columnListeners) listener();
      signal.reshaped();
    }),
  ];

  return {
    rows() {
      ordered ??= [...groups.values()].sort(compareGroups).flatMap(({ rows }) => rows);
      return ordered;
    },
    subscribe: signal.subscribe,
    revision: ({ values }) => values,
    // Prices age without ticks: the shade, and whether they may still be best.
    age(rows) {
      for (const { id } of rows) {
        const group = groupOf.get(id);
        if (group !== undefined) group.stale = true;
      }
    },
    row: (id) => rowOf.get(id),
    priceColumns: () => columns,
    onPriceColumns(listener) {
      columnListeners.add(listener);
      return () => columnListeners.delete(listener);
    },
    pricedAmong,
    awaitPrices(columnIds, listener) {
      awaited.set(listener, columnIds);
      return () => awaited.delete(listener);
    },
    hasEdges: (eventId) => edgesOf.has(eventId),
    stop() {
      for (const stop of stops) stop();
    },
  };
}

const sameSelections = (a: Market, b: Market): boolean =>
  a.selections.length === b.selections.length &&
  a.selections.every(({ id }, index) => id === b.selections[index]?.id);

/** The market in a `standingKey`: all but the last part. */
const marketOf = (key: string): MarketId => key.slice(0, key.lastIndexOf('/')) as MarketId;

/** The selection in a `quoteKey`: all but the last two parts. */
const selectionOf = (key: string): SelectionId =>
  key.slice(0, key.lastIndexOf('/', key.lastIndexOf('/') - 1)) as SelectionId;
