import * as z from 'zod';
import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs, SourceId } from '../../../../shared/domain/units.ts';
import type { MarketBook } from '../../book/index.ts';
import type { RawTap } from '../../feeds/raw-payload.ts';
import type { Prospect, SourcePorts } from '../../feeds/source-kind.ts';
import type { Journal } from '../../ports/journal.ts';
import type { MarketState } from '../../ports/market-state.ts';
import type { Pricer } from '../../pricing/index.ts';

const json = z.json();

/** When this source's prices on the market last came; 0 for never. */
function lastQuoted(state: MarketState, source: SourceId): number {
  let latest = 0;
  for (const { backs, lays } of state.prices)
    for (const row of [backs, lays])
      for (const quote of row)
        if (quote?.sourceId === source && quote.receivedAt > latest) latest = quote.receivedAt;
  return latest;
}

/** What every source is given; `own` are the source's events as it knows them, with where they stand in the book. */
export const createSourcePorts =
  (
    deps: Omit<SourcePorts, 'tap' | 'withBets' | 'prospects' | 'memory'> & {
      readonly book: MarketBook;
      readonly pricer: Pricer;
      readonly journal: Journal;
      readonly tapFor: (source: SourceId) => RawTap;
      readonly hasOpenBets: (event: SportingEvent) => boolean;
      /** Events a source has told, as it told them, each with the event of the book it is part of. */
      readonly eventsOf: (
        source: SourceId,
      ) => Iterable<{ readonly native: SportingEvent; readonly event: SportingEvent }>;
    },
  ) =>
  (source: SourceId): SourcePorts => {
    const {
      clock,
      http,
      sockets,
      log,
      secrets,
      random,
      book,
      pricer,
      journal,
      tapFor,
      hasOpenBets,
      eventsOf,
    } = deps;
    const memoryKey = (key: string) => `source.${source}.${key}`;
    const prospect = (native: SportingEvent, event: SportingEvent): Prospect => {
      let edge = 0;
      let quotedAt = 0;
      for (const state of book.marketsOf(event.id)) {
        quotedAt = Math.max(quotedAt, lastQuoted(state, source));
        for (const found of pricer.priced(state.market.id)?.edges ?? []) edge = Math.max(edge, found.evNow);
      }
      return { event: native, edge, quotedAt: quotedAt === 0 ? null : (quotedAt as EpochMs) };
    };
    return {
      clock,
      http,
      sockets,
      log,
      secrets,
      random,
      tap: tapFor(source),
      withBets: () =>
        [...eventsOf(source)].filter(({ event }) => hasOpenBets(event)).map(({ native }) => native),
      prospects: () => [...eventsOf(source)].map(({ native, event }) => prospect(native, event)),
      memory: {
        get: (key) => journal.setting(memoryKey(key)),
        save: (key, value) => journal.saveSetting(memoryKey(key), json.parse(value), clock.now()),
      },
    };
  };
