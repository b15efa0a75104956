import type { Migration } from '../../migration.ts';

/**
 * What a chunk holds is told beside it: its last time, its number of points, and the latest time a source gave in it,
 * so that storage is counted and the past looked up without unpacking. Null in chunks of version 1, until they are
 * next read for it. The index carries all of it. Selections are found by id, from a history to its event.
 */
export const historyAtScale: Migration = {
  version: 2,
  name: 'history at scale',
  sql: `
ALTER TABLE chunks ADD COLUMN last_at INTEGER;
ALTER TABLE chunks ADD COLUMN points_count INTEGER;
ALTER TABLE chunks ADD COLUMN said_to INTEGER;
DROP INDEX chunks_by_series;
CREATE INDEX chunks_by_series ON chunks (series_id, first_at, id, last_at, points_count, said_to);
CREATE INDEX chunks_not_described ON chunks (id) WHERE points_count IS NULL;
CREATE INDEX selections_by_id ON selections (id);
`,
};
