import type { Database } from 'better-sqlite3';
import type { EventId, SelectionId } from '../../../../shared/domain/units.ts';
import type { ClosingLine, MarketStore } from '../../ports/market-store.ts';

type ClosingRow = Omit<ClosingLine, 'prices'> & { readonly prices: string };

/** Closing lines: the first one written stands, until its event's are reopened. */
export function closingLineQueries(
  db: Database,
): Pick<MarketStore, 'saveClosingLines' | 'reopenClosingLines' | 'closingLine'> {
  const insert = db.prepare<ClosingRow>(
    `INSERT INTO closing_lines (selection_id, market_id, fair, prices, at)
     VALUES (@selectionId, @marketId, @fair, @prices, @at) ON CONFLICT (selection_id) DO NOTHING`,
  );
  const select = db.prepare<[SelectionId], ClosingRow>(
    `SELECT selection_id AS selectionId, market_id AS marketId, fair, prices, at
     FROM closing_lines WHERE selection_id = ?`,
  );
  const ofEvent = `FROM closing_lines WHERE selection_id IN
    (SELECT selections.id FROM markets JOIN selections ON market_id = markets.id WHERE event_id = ?)`;
  const selectAny = db.prepare<[EventId], number>(`SELECT 1 ${ofEvent} LIMIT 1`).pluck();
  const remove = db.prepare<[EventId]>(`DELETE ${ofEvent}`);
  const save = db.transaction((lines: readonly ClosingLine[]) => {
    for (const line of lines) insert.run({ ...line, prices: JSON.stringify(line.prices) });
  });
  return {
    saveClosingLines: (lines) => save.immediate(lines),
    // Asked of every event once: without lines nothing is written.
    reopenClosingLines: (eventId) => selectAny.get(eventId) !== undefined && remove.run(eventId).changes > 0,
    closingLine(selectionId) {
      const row = select.get(selectionId);
      return row && { ...row, prices: JSON.parse(row.prices) as ClosingLine['prices'] };
    },
  };
}
