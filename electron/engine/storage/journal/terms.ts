import type { Database } from 'better-sqlite3';
import type { BetTerms } from '../../../../shared/domain/bet.ts';
import type { OrderId } from '../../../../shared/domain/units.ts';
import type { Journal } from '../../ports/journal.ts';

type TermsRow = BetTerms['event'] & Omit<BetTerms, 'event'>;

/** What bets are on, written with them. */
export function termsQueries(db: Database): Pick<Journal, 'saveTerms' | 'terms'> {
  const insert = db.prepare<TermsRow & { readonly orderId: OrderId }>(
    `INSERT INTO bet_terms (order_id, source_id, sport, competition, home, away, starts_at, type, period, line, side,
       commission)
     VALUES (@orderId, @sourceId, @sport, @competition, @home, @away, @startsAt, @type, @period, @line, @side,
       @commission)
     ON CONFLICT (order_id) DO NOTHING`,
  );
  const select = db.prepare<[OrderId], TermsRow>(
    `SELECT source_id AS sourceId, sport, competition, home, away, starts_at AS startsAt, type, period, line, side,
       commission
     FROM bet_terms WHERE order_id = ?`,
  );
  return {
    saveTerms: (orderId, { event, ...terms }) =>
      void insert.run({
        orderId,
        sourceId: event.sourceId,
        sport: event.sport,
        competition: event.competition,
        home: event.home,
        away: event.away,
        startsAt: event.startsAt,
        ...terms,
      }),
    terms(orderId) {
      const row = select.get(orderId);
      if (!row) return undefined;
      const { sourceId, sport, competition, home, away, startsAt, ...terms } = row;
      return { event: { sourceId, sport, competition, home, away, startsAt }, ...terms };
    },
  };
}
