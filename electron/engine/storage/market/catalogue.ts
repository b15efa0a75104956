import type { Database } from 'better-sqlite3';
import type { Book, Market, Selection, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId, MarketId } from '../../../../shared/domain/units.ts';
import type { MarketStore } from '../../ports/market-store.ts';

type EventRow = Omit<SportingEvent, 'sourceId' | 'startsAt' | 'score'> & {
  readonly source_id: SportingEvent['sourceId'];
  readonly starts_at: EpochMs;
  readonly score_home: number | null;
  readonly score_away: number | null;
  readonly score_at: EpochMs | null;
};

const toEvent = ({
  source_id,
  starts_at,
  score_home,
  score_away,
  score_at,
  ...row
}: EventRow): SportingEvent => ({
  ...row,
  sourceId: source_id,
  startsAt: starts_at,
  score:
    score_home === null || score_away === null || score_at === null
      ? null
      : { home: score_home, away: score_away, at: score_at },
});

type MarketRow = Omit<Market, 'eventId' | 'selections'> & { readonly event_id: EventId };
type SelectionRow = Omit<Selection, 'marketId'> & { readonly market_id: MarketId };

type Catalogue = Pick<
  MarketStore,
  'saveBooks' | 'saveEvent' | 'saveMarkets' | 'books' | 'event' | 'eventsFrom' | 'findEvents' | 'markets'
>;

/** Books, events, and markets with their selections. */
export function catalogueQueries(db: Database): Catalogue {
  const saveBook = db.prepare<Book>(
    `INSERT INTO books (id, name, kind, commission, currency) VALUES (@id, @name, @kind, @commission, @currency)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
       commission = excluded.commission, currency = excluded.currency`,
  );
  const selectBooks = db.prepare<[], Book>(
    'SELECT id, name, kind, commission, currency FROM books ORDER BY id',
  );

  const eventColumns =
    'id, source_id, sport, competition, home, away, starts_at, status, score_home, score_away, score_at';
  const saveEvent = db.prepare<EventRow>(
    `INSERT INTO events (${eventColumns})
     VALUES (@id, @source_id, @sport, @competition, @home, @away, @starts_at, @status, @score_home, @score_away, @score_at)
     ON CONFLICT (id) DO UPDATE SET source_id = excluded.source_id, sport = excluded.sport,
       competition = excluded.competition, home = excluded.home, away = excluded.away,
       starts_at = excluded.starts_at, status = excluded.status, score_home = excluded.score_home,
       score_away = excluded.score_away, score_at = excluded.score_at`,
  );
  const selectEvent = db.prepare<[EventId], EventRow>(`SELECT ${eventColumns} FROM events WHERE id = ?`);
  const selectFrom = db.prepare<[EpochMs, number], EventRow>(
    `SELECT ${eventColumns} FROM events WHERE starts_at >= ? ORDER BY starts_at LIMIT ?`,
  );
  // Walks back from the latest start and stops at the limit.
  const selectNamed = db.prepare<[string, number], EventRow>(
    `SELECT ${eventColumns} FROM events
     WHERE home || ' v ' || away || ' ' || competition LIKE ? ESCAPE '!' AND EXISTS (
       SELECT 1 FROM markets JOIN selections ON selections.market_id = markets.id
         JOIN series ON series.selection_id = selections.id AND series.book_id <> ''
       WHERE markets.event_id = events.id)
     ORDER BY starts_at DESC LIMIT ?`,
  );

  const saveMarket = db.prepare<MarketRow>(
    `INSERT INTO markets (id, event_id, type, period, line, status)
     VALUES (@id, @event_id, @type, @period, @line, @status)
     ON CONFLICT (id) DO UPDATE SET event_id = excluded.event_id, type = excluded.type, period = excluded.period,
       line = excluded.line, status = excluded.status`,
  );
  const dropSelections = db.prepare<[MarketId, number]>(
    'DELETE FROM selections WHERE market_id = ? AND position >= ?',
  );
  const saveSelection = db.prepare<SelectionRow & { readonly position: number }>(
    `INSERT INTO selections (market_id, position, id, name, side) VALUES (@market_id, @position, @id, @name, @side)
     ON CONFLICT (market_id, position) DO UPDATE SET id = excluded.id, name = excluded.name, side = excluded.side`,
  );
  const selectMarkets = db.prepare<[EventId], MarketRow>(
    'SELECT id, event_id, type, period, line, status FROM markets WHERE event_id = ? ORDER BY id',
  );
  const selectSelections = db.prepare<[MarketId], SelectionRow>(
    'SELECT market_id, id, name, side FROM selections WHERE market_id = ? ORDER BY position',
  );

  const saveBooks = db.transaction((books: readonly Book[]) => {
    for (const { id, name, kind, commission, currency } of books) {
      saveBook.run({ id, name, kind, commission, currency });
    }
  });
  const saveMarkets = db.transaction((markets: readonly Market[]) => {
    for (const { eventId, selections, id, type, period, line, status } of markets) {
      saveMarket.run({ id, event_id: eventId, type, period, line, status });
      selections.forEach(({ id: selectionId, name, side }, position) => {
        saveSelection.run({ market_id: id, position, id: selectionId, name, side });
      });
      dropSelections.run(id, selections.length);
    }
  });

  return {
    saveBooks: (books) => saveBooks.immediate(books),
    saveEvent: ({ sourceId, startsAt, score, ...event }) =>
      void saveEvent.run({
        ...event,
        source_id: sourceId,
        starts_at: startsAt,
        score_home: score?.home ?? null,
        score_away: score?.away ?? null,
        score_at: score?.at ?? null,
      }),
    saveMarkets: (markets) => saveMarkets.immediate(markets),
    books: () => selectBooks.all(),
    event(id) {
      const row = selectEvent.get(id);
      return row && toEvent(row);
    },
    eventsFrom: (from, limit) => selectFrom.all(from, limit).map(toEvent),
    findEvents: (text, limit) => selectNamed.all(`%${text.replaceAll(/[!%_]/g, '!$&')}%`, limit).map(toEvent),
    markets: (eventId) =>
      selectMarkets.all(eventId).map(({ event_id, ...market }) => ({
        ...market,
        eventId: event_id,
        selections: selectSelections
          .all(market.id)
          .map(({ market_id, ...selection }) => ({ ...selection, marketId: market_id })),
      })),
  };
}
