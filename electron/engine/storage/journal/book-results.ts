import type { Database } from 'better-sqlite3';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { BookId, EpochMs, EventId, MarketId } from '../../../../shared/domain/units.ts';
import type { BookResult, Journal } from '../../ports/journal.ts';
import { type KeptFile, keptJson } from '../kept-json.ts';

type BookResultRow = {
  readonly market_id: MarketId;
  readonly book_id: BookId;
  readonly outcomes: string;
};

/** How books settled their own markets: one row a saying, the newest of a market and its book counts. */
export function bookResultQueries(
  db: Database,
  file: KeptFile,
): Pick<Journal, 'saveBookResult' | 'bookResults'> {
  const insert = db.prepare<
    BookResultRow & { readonly mode: Mode; readonly event_id: EventId; readonly at: EpochMs }
  >(
    `INSERT INTO book_results (event_id, mode, market_id, book_id, revision, at, outcomes)
     SELECT @event_id, @mode, @market_id, @book_id, 1 + coalesce(max(revision), 0), @at, @outcomes FROM book_results
     WHERE event_id = @event_id AND mode = @mode AND market_id = @market_id AND book_id = @book_id`,
  );
  const ofEvent = db.prepare<[EventId, Mode], BookResultRow>(
    // The row of the greatest revision: SQLite takes the bare columns from it.
    `SELECT market_id, book_id, outcomes, max(revision) FROM book_results
     WHERE event_id = ? AND mode = ? GROUP BY market_id, book_id`,
  );
  return {
    saveBookResult(mode, { eventId, marketId, bookId, outcomes }, at) {
      insert.run({
        event_id: eventId,
        mode,
        market_id: marketId,
        book_id: bookId,
        at,
        outcomes: JSON.stringify(outcomes),
      });
    },
    bookResults: (mode, eventId) =>
      ofEvent.all(eventId, mode).map(
        ({ market_id, book_id, outcomes }): BookResult => ({
          eventId,
          marketId: market_id,
          bookId: book_id,
          outcomes: keptJson(file, `how ${book_id} settled ${market_id}`, outcomes) as BookResult['outcomes'],
        }),
      ),
  };
}
