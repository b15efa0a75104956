import type { Migration } from '../../migration.ts';

/**
 * How books settled their markets before that was kept, from the audit, which told it: without it a source's score would
 * settle those bets otherwise. Of a market and its book the newest line counts, in every mode that has bets there. What
 * was kept since stands.
 */
export const bookResultsBefore: Migration = {
  version: 6,
  name: 'results of books from before they were kept',
  sql: `
INSERT INTO book_results (event_id, mode, market_id, book_id, revision, at, outcomes)
WITH lines AS MATERIALIZED (
  SELECT sequence, at, subject AS market_id, CASE WHEN json_valid(detail) THEN detail ELSE '{}' END AS detail
  FROM audit WHERE action = 'market.settled'
),
told AS (
  -- The line of the greatest sequence: SQLite takes the bare columns from it.
  SELECT market_id, detail ->> '$.book' AS book_id, detail -> '$.outcomes' AS outcomes, at, max(sequence)
  FROM lines
  WHERE json_type(detail, '$.book') = 'text' AND json_type(detail, '$.outcomes') = 'array'
  GROUP BY market_id, detail ->> '$.book'
)
SELECT DISTINCT event_id, mode, told.market_id, told.book_id, 1, told.at, told.outcomes
FROM told JOIN orders ON orders.market_id = told.market_id AND orders.book_id = told.book_id
WHERE orders.matched > 0 AND NOT EXISTS (
  SELECT 1 FROM book_results AS kept
  WHERE kept.event_id = orders.event_id AND kept.mode = orders.mode
    AND kept.market_id = told.market_id AND kept.book_id = told.book_id
);
`,
};
