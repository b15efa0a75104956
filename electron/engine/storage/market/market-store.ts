import type { Database } from 'better-sqlite3';
import type { Log } from '../../ports/log.ts';
import type { MarketStore, MatchHistory } from '../../ports/market-store.ts';
import { guarded } from '../storage-failure.ts';
import { catalogueQueries } from './catalogue.ts';
import { closingLineQueries } from './closing-lines.ts';
import { historicalMatchQueries } from './historical-matches.ts';
import { createHistories } from './history/histories.ts';
import { quarantineQueries } from './quarantine.ts';

const file = 'market.db';

/** The market store over an open, migrated database. Methods throw `StorageFailure`, except the two that record. */
export function createMarketStore(db: Database, log: Log): MarketStore & MatchHistory {
  const queries = {
    ...catalogueQueries(db),
    ...createHistories(db, file, log),
    ...closingLineQueries(db),
    ...quarantineQueries(db),
    ...historicalMatchQueries(db),
  };
  return {
    saveBooks: guarded(file, queries.saveBooks),
    saveEvent: guarded(file, queries.saveEvent),
    saveMarkets: guarded(file, queries.saveMarkets),
    books: guarded(file, queries.books),
    event: guarded(file, queries.event),
    eventsFrom: guarded(file, queries.eventsFrom),
    findEvents: guarded(file, queries.findEvents),
    markets: guarded(file, queries.markets),
    priceTrack: guarded(file, queries.priceTrack),
    recordQuote: queries.recordQuote,
    recordFair: queries.recordFair,
    flush: guarded(file, queries.flush),
    priceHistory: guarded(file, queries.priceHistory),
    fairHistory: guarded(file, queries.fairHistory),
    priceHistoriesOf: guarded(file, queries.priceHistoriesOf),
    priceAsOf: guarded(file, queries.priceAsOf),
    openingPrice: guarded(file, queries.openingPrice),
    upkeep: {
      figures: guarded(file, queries.upkeep.figures),
      compactFrom: guarded(file, queries.upkeep.compactFrom),
      giveBack: guarded(file, queries.upkeep.giveBack),
    },
    saveClosingLines: guarded(file, queries.saveClosingLines),
    reopenClosingLines: guarded(file, queries.reopenClosingLines),
    closingLine: guarded(file, queries.closingLine),
    quarantine: guarded(file, queries.quarantine),
    quarantined: guarded(file, queries.quarantined),
    importMatches: guarded(file, queries.importMatches),
    historicalSeasons: guarded(file, queries.historicalSeasons),
    historicalMatches: guarded(file, queries.historicalMatches),
  };
}
