import type { Prediction } from '../../shared/contract/models.ts';
import type { BookStandingItem } from '../../shared/contract/price-truth.ts';
import type { FairPrice } from '../../shared/domain/edge.ts';
import { quoteKey } from '../../shared/domain/quote.ts';
import type { WatchHandlers } from '../../shared/rpc/types.ts';
import type { Engine } from '../transport/engine.ts';
import {
  bets,
  books,
  fairPrices,
  fixtures,
  marketEdges,
  orders,
  predictionKey,
  predictions,
  priceTruths,
  quotes,
  sourceSetups,
  sources,
  standingKey,
  standings,
  storeFixture,
  suspects,
} from './market-data.ts';
import { fillModels, models } from './models.ts';
import { forgetNotices, receiveNotices } from './notices.ts';
import { watchRecordings } from './recordings.ts';
import { fillRuns, runs } from './runs.ts';
import { useStatus } from './status.ts';
import type { WritableTable } from './table.ts';
import { notify } from './toasts.ts';

/** Handlers that keep the newest item of each key in `table`. */
export function fill<T>(
  table: WritableTable<T>,
  keyOf: (item: T) => string,
  onFail: WatchHandlers<T>['onFail'],
): WatchHandlers<T> {
  return {
    onItems: (items) => {
      for (const item of items) table.set(keyOf(item), item);
    },
    onReset: () => table.clear(),
    ...(onFail && { onFail }),
  };
}

const failed = (what: string) => (error: { readonly message: string }) =>
  notify(
    'error',
    `The engine stopped sending ${what}, so what you see of it is old. ${error.message} Reload the window.`,
  );

/** Handlers that keep the newest fair price of each selection; one that no book prices any more is no line. */
export function fillFair(
  table: WritableTable<FairPrice>,
  onFail: WatchHandlers<FairPrice>['onFail'],
): WatchHandlers<FairPrice> {
  return {
    ...fill(table, (fair) => fair.selectionId, onFail),
    onItems: (items) => {
      for (const fair of items)
        if (fair.books > 0) table.set(fair.selectionId, fair);
        else table.delete(fair.selectionId);
    },
  };
}

/** Handlers that keep the newest prediction of each selection and model, and drop withdrawn ones. */
export function fillPredictions(
  table: WritableTable<Prediction>,
  onFail: WatchHandlers<Prediction>['onFail'],
): WatchHandlers<Prediction> {
  return {
    ...fill(table, predictionKey, onFail),
    onItems: (items) => {
      for (const item of items)
        if (item.withdrawn) table.delete(predictionKey(item));
        else table.set(predictionKey(item), item);
    },
  };
}

/** Handlers that keep the newest item of each key until its last one comes, which says so in `last`. */
export function fillLasting<L extends string, T extends { readonly [K in L]?: true }>(
  table: WritableTable<T>,
  keyOf: (item: T) => string,
  last: L,
  onFail: WatchHandlers<T>['onFail'],
): WatchHandlers<T> {
  return {
    ...fill(table, keyOf, onFail),
    onItems: (items) => {
      for (const item of items)
        if (item[last] === true) table.delete(keyOf(item));
        else table.set(keyOf(item), item);
    },
  };
}

/** Handlers that keep what is not open. */
export function fillStandings(
  table: WritableTable<BookStandingItem>,
  onFail: WatchHandlers<BookStandingItem>['onFail'],
): WatchHandlers<BookStandingItem> {
  return {
    ...fill(table, standingKey, onFail),
    onItems: (items) => {
      for (const item of items)
        if (item.state === 'open') table.delete(standingKey(item));
        else table.set(standingKey(item), item);
    },
  };
}

/** Fills the tables and the status from the engine for as long as the window lives. */
export function watchEngine(engine: Engine): void {
  engine.onState((...heard) => useStatus.getState().setConnection(...heard));
  engine.watch(
    'status.watch',
    {},
    {
      onItems: (items) => {
        const newest = items.at(-1);
        if (newest !== undefined) useStatus.getState().setStatus(newest);
      },
      onFail: failed('its status'),
    },
  );
  engine.watch(
    'notices.watch',
    {},
    { onItems: receiveNotices, onReset: forgetNotices, onFail: failed('notices about your data') },
  );
  engine.watch(
    'books.watch',
    {},
    fill(books, (book) => book.id, failed('bookmakers')),
  );
  engine.watch(
    'fixtures.watch',
    {},
    {
      onItems: (items) => items.forEach(storeFixture),
      onReset: () => fixtures.clear(),
      onFail: failed('fixtures'),
    },
  );
  engine.watch('quotes.watch', {}, fill(quotes, quoteKey, failed('prices')));
  engine.watch('fair.watch', {}, fillFair(fairPrices, failed('fair prices')));
  engine.watch(
    'edges.watch',
    {},
    fill(marketEdges, (edges) => edges.marketId, failed('edges')),
  );
  engine.watch(
    'orders.watch',
    {},
    fill(orders, (order) => order.id, failed('orders')),
  );
  engine.watch(
    'bets.watch',
    {},
    fill(bets, (bet) => bet.orderId, failed('bets')),
  );
  engine.watch(
    'sources.watch',
    {},
    fillLasting(sources, (source) => source.id, 'removed', failed('the state of sources')),
  );
  engine.watch(
    'sources.setups',
    {},
    fillLasting(sourceSetups, (setup) => setup.id, 'removed', failed('the sources you added')),
  );
  engine.watch(
    'truth.watch',
    {},
    fill(priceTruths, (truth) => truth.sourceId, failed('the age of prices')),
  );
  engine.watch('suspects.watch', {}, fillLasting(suspects, quoteKey, 'cleared', failed('suspect prices')));
  engine.watch('standings.watch', {}, fillStandings(standings, failed('what is suspended')));
  engine.watch('predictions.watch', {}, fillPredictions(predictions, failed('predictions')));
  engine.watch('models.watch', {}, fillModels(models, failed('models')));
  engine.watch('runs.watch', {}, fillRuns(runs, failed('runs')));
  watchRecordings(engine);
}
