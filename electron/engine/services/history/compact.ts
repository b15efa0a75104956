import type { HistoryProgress } from '../../../../shared/contract/history.ts';
import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import type { EventOfHistory, HistoryUpkeep } from '../../ports/market-store.ts';

const DAY_MS = 86_400_000;
/** Of the whole work, what walking the histories is; the rest gives space back. */
const WALK_SHARE = 0.8;

export type Compaction = {
  readonly upkeep: HistoryUpkeep;
  /** Events that started before it lose their prices; `null`: none. */
  readonly startedBefore: EpochMs | null;
  /** Events that keep their prices however old they are. */
  readonly isProtected: (id: EventId) => boolean;
  /** Lets everything else go on between two steps. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: HistoryProgress) => void;
};

/** Before which start an event's prices are given up. */
export const retentionLimit = (now: EpochMs, days: number | null): EpochMs | null =>
  days === null ? null : ((now - days * DAY_MS) as EpochMs);

/**
 * Applies retention, fills up chunks, and gives space back, a step of a few milliseconds at a time. Each step is one
 * transaction: cancelled or killed between any two, what is done is done and the rest is as it was.
 */
export async function compactHistory({
  upkeep,
  startedBefore,
  isProtected,
  pause,
  signal,
  onProgress,
}: Compaction): Promise<HistoryProgress> {
  const isExpired = ({ id, startsAt }: EventOfHistory): boolean =>
    startedBefore !== null && startsAt < startedBefore && !isProtected(id);
  let progress: HistoryProgress = { share: 0, stage: 'Reading', rows: 0, bytes: 0, finished: false };
  const tell = (change: Partial<HistoryProgress>): void => {
    progress = { ...progress, ...change };
    onProgress(progress);
  };
  for (let after = 0; ; ) {
    if (signal.aborted) return progress;
    const step = upkeep.compactFrom(after, isExpired);
    after = step.through;
    tell({
      share: WALK_SHARE * step.share,
      stage: startedBefore === null ? 'Filling up chunks' : 'Removing old prices, filling up chunks',
      rows: progress.rows + step.removedPoints,
    });
    if (step.done) break;
    await pause();
  }
  const { freeBytes } = upkeep.figures();
  for (;;) {
    if (signal.aborted) return progress;
    const { bytes, done } = upkeep.giveBack();
    const given = progress.bytes + bytes;
    tell({
      share: WALK_SHARE + (1 - WALK_SHARE) * (freeBytes === 0 ? 1 : Math.min(1, given / freeBytes)),
      stage: 'Giving space back',
      bytes: given,
    });
    if (done) break;
    await pause();
  }
  tell({ share: 1, stage: '', finished: true });
  return progress;
}
