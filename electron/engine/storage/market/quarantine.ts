import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { MarketStore, Quarantined } from '../../ports/market-store.ts';

const sampleLength = 2_000;

/** What was refused, once per source, reason and sample: a feed that repeats a bad event every second is one row. */
export function quarantineQueries(db: Database): Pick<MarketStore, 'quarantine' | 'quarantined'> {
  const insert = db.prepare<Quarantined & { readonly fingerprint: Uint8Array }>(
    `INSERT INTO quarantine (fingerprint, source, reason, sample, first_at, at, times)
     VALUES (@fingerprint, @source, @reason, @sample, @at, @at, 1)
     ON CONFLICT (fingerprint) DO UPDATE SET at = max(at, excluded.at), times = times + 1`,
  );
  const newest = db.prepare<[number], Quarantined & { readonly at: EpochMs }>(
    'SELECT source, reason, sample, at FROM quarantine ORDER BY at DESC LIMIT ?',
  );
  const save = db.transaction((rows: readonly Quarantined[]) => {
    for (const { source, reason, sample: whole, at } of rows) {
      const sample = whole.slice(0, sampleLength);
      const fingerprint = createHash('sha256')
        .update(JSON.stringify([source, reason, sample]))
        .digest();
      insert.run({ fingerprint: fingerprint.subarray(0, 16), source, reason, sample, at });
    }
  });
  return {
    quarantine: (rows) => save.immediate(rows),
    quarantined: (limit) => newest.all(limit),
  };
}
