import type { Market } from '../../../shared/domain/catalogue.ts';
import type { MarginMethod } from '../../../shared/domain/margin.ts';
import { quoteKey } from '../../../shared/domain/quote.ts';
import type { MarketId, SelectionId } from '../../../shared/domain/units.ts';
import { createRowSignal, type RowSource } from '../../grid/index.ts';
import { ageLimitOf } from '../../stores/age-limit.ts';
import { catalogue } from '../../stores/catalogue.ts';
import {
  books,
  fairPrices,
  fixtures,
  predictionKey,
  predictions,
  quotes,
  sources,
  standingKey,
  standings,
  suspects,
} from '../../stores/market-data.ts';
import { models } from '../../stores/models.ts';
import { doubtOf } from '../../stores/price-doubt.ts';
import { useSettings } from '../../stores/settings.ts';
import { engineNow } from '../../stores/status.ts';
import { type MarketBookInput, type MarketLine, type MarketModel, marketBook } from './market-book.ts';

/** A row of the focused market. One object while the market is in focus; `line` is worked out when somebody looks. */
export type MarketRow = { readonly id: string; readonly line: MarketLine };

export type MarketSource = RowSource<MarketRow> & {
  readonly show: (marketId: MarketId | null) => void;
  /** The row of an id, while it is shown. */
  readonly row: (id: string) => MarketRow | undefined;
};

const DEFAULT_METHOD: MarginMethod = 'shin';

/** The rows of whichever market is in focus, over the live tables. */
export function createMarketSource(): MarketSource {
  const signal = createRowSignal();
  const rows = new Map<string, MarketRow>();
  let shown: MarketId | null = null;
  let lines: ReadonlyMap<string, MarketLine> = new Map();
  let stale = true;

  const refresh = () => {
    stale = false;
    const market = shown === null ? undefined : catalogue.market(shown)?.market;
    const next = market === undefined ? [] : marketBook(inputFor(market), lines);
    const before = [...lines.keys()].join('\n');
    lines = new Map(next.map((line) => [line.id, line]));
    // Rows come and go with time alone: the best price goes when the last price is stale.
    if ([...lines.keys()].join('\n') !== before) signal.reshaped();
  };
  const rowFor = (line: MarketLine): MarketRow => {
    const id = line.id;
    const known = rows.get(id);
    if (known !== undefined) return known;
    const made: MarketRow = {
      id,
      get line() {
        if (stale) refresh();
        return lines.get(id) ?? line;
      },
    };
    rows.set(id, made);
    return made;
  };
  const touch = () => {
    if (stale) return;
    refresh();
    for (const id of lines.keys()) signal.touched(id);
  };

  /** Whether a withdrawn quote's key is about the market shown. */
  const isOfShown = (key: string): boolean =>
    shown !== null &&
    (catalogue.market(shown)?.market.selections.some(({ id }) => key.startsWith(`${id}/`)) ?? false);
  const watch = (changed: () => boolean) => {
    if (shown !== null && changed()) touch();
  };
  quotes.subscribe((changes) =>
    watch(() => {
      for (const [key, quote] of changes)
        if (quote === undefined ? isOfShown(key) : quote.marketId === shown) return true;
      return false;
    }),
  );
  fairPrices.subscribe((changes) =>
    watch(() => {
      // By selection: of a line that was dropped only the key is told.
      for (const id of changes.keys())
        if (catalogue.runner(id as SelectionId)?.market.id === shown) return true;
      return false;
    }),
  );
  predictions.subscribe((changes) =>
    watch(() => {
      for (const [key, one] of changes)
        if (one === undefined ? isOfShown(key) : one.marketId === shown) return true;
      return false;
    }),
  );
  suspects.subscribe((changes) =>
    watch(() => {
      for (const key of changes.keys()) if (isOfShown(key)) return true;
      return false;
    }),
  );
  standings.subscribe((changes) =>
    watch(() => {
      for (const key of changes.keys()) if (key.startsWith(`${shown}/`)) return true;
      return false;
    }),
  );
  fixtures.subscribe(() => watch(() => true));
  books.subscribe(() => watch(() => true));

  return {
    rows() {
      if (stale) refresh();
      return [...lines.values()].map(rowFor);
    },
    subscribe: signal.subscribe,
    age: () => {
      stale = true;
    },
    row: (id) => (lines.has(id) ? rows.get(id) : undefined),
    show(marketId) {
      if (marketId === shown) return;
      shown = marketId;
      lines = new Map();
      rows.clear();
      stale = true;
      signal.reshaped();
    },
  };
}

/** Models at work on the market, the champion first. */
const modelsOf = (market: Market): readonly MarketModel[] =>
  [...models.values()]
    .flatMap((model): readonly MarketModel[] => {
      const { id, name, state } = model;
      if (state !== 'champion' && state !== 'shadow') return [];
      const prediction = (index: number) => {
        const selection = market.selections[index];
        return selection && predictions.get(predictionKey({ selectionId: selection.id, modelId: id }));
      };
      return market.selections.some((_, index) => prediction(index) !== undefined)
        ? [{ id, name, role: state, prediction }]
        : [];
    })
    .sort((a, b) => a.role.localeCompare(b.role) || a.name.localeCompare(b.name));

const inputFor = (market: Market): MarketBookInput => ({
  market,
  books: [...books.values()].sort(
    (a, b) =>
      Number(b.kind === 'exchange') - Number(a.kind === 'exchange') || a.name.localeCompare(b.name, 'en'),
  ),
  quote: (index, book, side) => {
    const selection = market.selections[index];
    return selection && quotes.get(quoteKey({ selectionId: selection.id, bookId: book.id, side }));
  },
  fair: (index) => {
    const selection = market.selections[index];
    return selection && fairPrices.get(selection.id);
  },
  models: modelsOf(market),
  doubt: doubtOf,
  standing: (book) => standings.get(standingKey({ marketId: market.id, bookId: book.id })),
  method: useSettings.getState().settings?.marginMethod ?? DEFAULT_METHOD,
  cadence: (source) => sources.get(source)?.cadenceMs ?? null,
  ageLimit: ageLimitOf,
  now: engineNow(),
  page: performance.now(),
});
