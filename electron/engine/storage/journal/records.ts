import type { Database } from 'better-sqlite3';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { AuditLine, Journal } from '../../ports/journal.ts';
import { type KeptFile, keptJson } from '../kept-json.ts';
import { StorageFailure } from '../storage-failure.ts';

type AuditRow = Omit<AuditLine, 'detail'> & { readonly detail: string };

/** What a line tells. One that is damaged stays in its place in the trail, with the text as it is in the file. */
function detailOf(text: string): AuditLine['detail'] {
  try {
    const detail: unknown = JSON.parse(text);
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail))
      return detail as AuditLine['detail'];
  } catch {
    // Told below.
  }
  return { damaged: text };
}

/** The audit trail. */
export function auditQueries(db: Database): Pick<Journal, 'audit' | 'auditAfter'> {
  const insert = db.prepare<Omit<AuditRow, 'sequence'>>(
    'INSERT INTO audit (at, actor, action, subject, detail) VALUES (@at, @actor, @action, @subject, @detail)',
  );
  const after = db.prepare<[number, number], AuditRow>(
    'SELECT sequence, at, actor, action, subject, detail FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?',
  );
  return {
    audit: ({ at, actor, action, subject, detail }) =>
      void insert.run({ at, actor, action, subject, detail: JSON.stringify(detail) }),
    auditAfter: (sequence, limit) =>
      after.all(sequence, limit).map((row) => ({
        ...row,
        detail: detailOf(row.detail),
      })),
  };
}

/** Settings, workspace and key bindings: JSON values by key. */
export function settingQueries(db: Database, file: KeptFile): Pick<Journal, 'setting' | 'saveSetting'> {
  const select = db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
  const upsert = db.prepare<{ readonly key: string; readonly value: string; readonly at: EpochMs }>(
    `INSERT INTO settings (key, value, updated_at) VALUES (@key, @value, @at)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
  );
  return {
    setting(key) {
      const value = select.get(key);
      return value === undefined ? undefined : keptJson(file, `the setting ${key}`, value);
    },
    saveSetting(key, value, at) {
      const json: string | undefined = JSON.stringify(value);
      if (json === undefined) {
        throw new StorageFailure(
          'invalid',
          `Setting ${key} was refused: its value cannot be written as JSON.`,
        );
      }
      upsert.run({ key, value: json, at });
    },
  };
}
