import * as z from 'zod';
import { historyStorage } from '../../../../shared/contract/history.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Journal } from '../../ports/journal.ts';

const KEY = 'history.retention';
const stored = z.object({ days: historyStorage.shape.retentionDays });

/** For how many days an event's prices are kept; `null`: for ever, as long as the user has said nothing. */
export function storedRetention(journal: Pick<Journal, 'setting'>): number | null {
  const parsed = stored.safeParse(journal.setting(KEY));
  return parsed.success ? parsed.data.days : null;
}

/** Durable when it returns. */
export const saveRetention = (journal: Journal, days: number | null, at: EpochMs): void =>
  journal.transaction(() => {
    journal.saveSetting(KEY, { days }, at);
    journal.audit({ at, actor: 'user', action: 'history.retention', subject: KEY, detail: { days } });
  });
