import { rmSync, statSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { HistoryExport, HistoryProgress, HistoryStorage } from '../../../../shared/contract/history.ts';
import type { EventId } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { JobEnd, Jobs } from '../../ports/jobs.ts';
import type { Log } from '../../ports/log.ts';
import type { MarketStore } from '../../ports/market-store.ts';
import { compactHistory, retentionLimit } from './compact.ts';
import type { ExportJob, ExportOutcome } from './export/perform-export.ts';
import { placeProblem, unfinishedPath } from './export/unfinished-file.ts';

/** Between two steps of compaction, each of which takes a few milliseconds. */
const PAUSE_MS = 15;
/** Retention is applied by itself this often. */
const UPKEEP_EVERY_MS = 6 * 3_600_000;

export type HistoryDependencies = {
  readonly store: MarketStore;
  readonly jobs: Jobs;
  /** Market time: how old an event is. */
  readonly clock: Pick<Clock, 'now'>;
  /** Human time, for pauses. */
  readonly wall: Clock;
  readonly log: Log;
  /** The folder of `market.db`. */
  readonly data: string;
  readonly retention: {
    /** Days, or `null` for ever. */
    readonly get: () => number | null;
    /** Durable when it returns. */
    readonly save: (days: number | null) => void;
  };
  /** Whether anything was ever bet or ordered on it: its prices are never given up. */
  readonly hasOrders: (id: EventId) => boolean;
};

/** Price history as the user handles it: figures, retention, compaction, export. One piece of work at a time. */
export function createHistory(deps: HistoryDependencies) {
  const { store, jobs, clock, wall, log } = deps;
  let working: 'compaction' | 'export' | undefined;
  const stopped = new AbortController();

  const alone = async <T>(kind: 'compaction' | 'export', work: () => Promise<T>): Promise<T> => {
    if (working !== undefined)
      throw new OperationFailure({
        code: 'conflict',
        message: `A${working === 'export' ? 'n' : ''} ${working} is running. Wait for it or cancel it, then try again.`,
      });
    working = kind;
    try {
      return await work();
    } finally {
      working = undefined;
    }
  };

  /** Asked once an event in one compaction. */
  const protection = (): ((id: EventId) => boolean) => {
    const known = new Map<EventId, boolean>();
    return (id) => {
      const answer = known.get(id) ?? deps.hasOrders(id);
      known.set(id, answer);
      return answer;
    };
  };

  const compact = (signal: AbortSignal, onProgress: (progress: HistoryProgress) => void) =>
    alone('compaction', () =>
      compactHistory({
        upkeep: store.upkeep,
        startedBefore: retentionLimit(clock.now(), deps.retention.get()),
        isProtected: protection(),
        pause: () => new Promise((resolve) => void wall.after(PAUSE_MS, resolve)),
        signal: AbortSignal.any([signal, stopped.signal]),
        onProgress,
      }),
    );

  const exportPrices = (
    spec: HistoryExport,
    signal: AbortSignal,
    onProgress: (progress: HistoryProgress) => void,
  ) =>
    alone('export', async () => {
      checkExport(spec);
      store.flush();
      const end = await new Promise<JobEnd<ExportOutcome>>((resolve) => {
        const handle = jobs.start<ExportJob, ExportOutcome>(
          { kind: 'export-history', data: deps.data, spec },
          {
            onProgress: ({ share, stage, figures = {} }) =>
              onProgress({
                share,
                stage,
                rows: figures['rows'] ?? 0,
                bytes: figures['bytes'] ?? 0,
                finished: false,
              }),
            onEnd: resolve,
          },
        );
        const either = AbortSignal.any([signal, stopped.signal]);
        if (either.aborted) handle.cancel();
        else either.addEventListener('abort', () => handle.cancel(), { once: true });
      });
      // A process that was killed could not tidy up.
      if (end.kind !== 'done') removeUnfinished(spec.file);
      if (end.kind === 'failed') throw new OperationFailure({ code: 'unavailable', message: end.message });
      if (end.kind === 'done') onProgress({ share: 1, stage: '', ...end.result, finished: true });
    });

  const removeUnfinished = (file: string) => {
    try {
      rmSync(unfinishedPath(file), { force: true });
    } catch (error) {
      log.warn('an unfinished export could not be removed', { error: String(error) });
    }
  };

  const storage = (): HistoryStorage => ({
    ...store.upkeep.figures(),
    retentionDays: deps.retention.get(),
  });

  const stopUpkeep = wall.every(UPKEEP_EVERY_MS, () => {
    if (working !== undefined || deps.retention.get() === null) return;
    compact(stopped.signal, () => {}).catch((error: unknown) => {
      log.warn('old prices could not be removed', { error: String(error) });
    });
  });

  return {
    storage,
    retain(days: number | null): HistoryStorage {
      deps.retention.save(days);
      return storage();
    },
    compact,
    export: exportPrices,
    stop(): void {
      stopUpkeep();
      stopped.abort();
    },
  };
}
export type History = ReturnType<typeof createHistory>;

function checkExport({ file, from, to }: HistoryExport): void {
  const refuse = (message: string) => new OperationFailure({ code: 'invalid-input', message });
  if (!isAbsolute(file))
    throw refuse(
      `${file} is no whole path: give one from the root or drive on, such as that of your home folder.`,
    );
  if (from > to) throw refuse('The span ends before it begins: exchange its ends.');
  const problem = placeProblem(file);
  if (problem !== null)
    throw new OperationFailure({
      code: problem.taken ? 'conflict' : 'invalid-input',
      message: problem.message,
    });
  const folder = dirname(file);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw refuse(`The folder ${folder} does not exist: make it, or choose another.`);
}
