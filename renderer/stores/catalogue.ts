import type { Fixture } from '../../shared/contract/index.ts';
import type { Market, Selection, SportingEvent } from '../../shared/domain/catalogue.ts';
import type { MarketId, SelectionId } from '../../shared/domain/units.ts';
import { fixtures } from './market-data.ts';
import type { Table } from './table.ts';

/** A selection with the market and event it stands in. */
export type Runner = {
  readonly event: SportingEvent;
  readonly market: Market;
  readonly selection: Selection;
};

export type Catalogue = {
  readonly market: (id: MarketId) => { readonly event: SportingEvent; readonly market: Market } | undefined;
  readonly runner: (id: SelectionId) => Runner | undefined;
};

/** Looks markets and selections up by id; follows `table`, one step behind at most by a frame. */
export function createCatalogue(table: Table<Fixture>): Catalogue {
  const runners = new Map<SelectionId, Runner>();
  const marketsById = new Map<MarketId, { event: SportingEvent; market: Market }>();
  const known = new Map<string, Fixture>();

  const forget = (eventId: string) => {
    for (const market of known.get(eventId)?.markets ?? []) {
      marketsById.delete(market.id);
      for (const selection of market.selections) runners.delete(selection.id);
    }
    known.delete(eventId);
  };
  const learn = (fixture: Fixture) => {
    const { event, markets } = fixture;
    known.set(event.id, fixture);
    for (const market of markets) {
      marketsById.set(market.id, { event, market });
      for (const selection of market.selections) runners.set(selection.id, { event, market, selection });
    }
  };

  for (const fixture of table.values()) learn(fixture);
  table.subscribe((changes) => {
    for (const [eventId, fixture] of changes) {
      forget(eventId);
      if (fixture !== undefined) learn(fixture);
    }
  });
  return { market: (id) => marketsById.get(id), runner: (id) => runners.get(id) };
}

/** Over the app's own fixtures. */
export const catalogue = createCatalogue(fixtures);
