import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { JobSpec, Recipe, Run, RunResult } from '../../../../shared/contract/runs.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { JobEnd, JobHandle, JobProgress, Jobs } from '../../ports/jobs.ts';
import type { Log } from '../../ports/log.ts';
import type { MatchHistory } from '../../ports/market-store.ts';
import type { KeptRun, RunStore, StoredRun } from '../../ports/run-store.ts';
import { createTopic, type Topic } from '../topic.ts';
import { specProblem } from './check-spec.ts';
import type { RunJob, RunOutcome, RunPlaces } from './run-job.ts';
import { timeLeft } from './time-left.ts';

export type RunsDependencies = {
  readonly store: RunStore;
  readonly jobs: Jobs;
  readonly wall: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly recipes: readonly Recipe[];
  readonly places: RunPlaces;
  /** Reads the imported matches; throws `OperationFailure` where they can't be read. */
  readonly withHistory: <T>(read: (history: MatchHistory) => T) => T;
  readonly hasCheckpoint: (folder: string) => boolean;
  /** A run has made a model. */
  readonly onModel: (modelId: string) => void;
};

/** Unfinished runs are saved this often, so that other processes see that theirs is alive. */
const HEARTBEAT_MS = 2_000;
/** An unfinished run that was not saved for so long has lost its process. */
const LOST_MS = 8_000;

const isUnfinished = ({ state }: Pick<Run, 'state'>): boolean => state === 'queued' || state === 'running';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const nameOf = (spec: JobSpec): string => (spec.kind === 'backtest' ? spec.strategy.name : spec.name);

function keptOf(stored: StoredRun | undefined): KeptRun | undefined {
  if (stored === undefined) return undefined;
  const { savedAt: _savedAt, ...run } = stored;
  return run;
}

const failure = (code: 'invalid-input' | 'not-found' | 'conflict', message: string) =>
  new OperationFailure({ code, message });

type Active = {
  readonly id: string;
  readonly handle: JobHandle;
  readonly since: number;
  /** Where it was when it started: a resumed run starts further on. */
  from: number | null;
};

/**
 * Long work: one run at a time in a process of its own, the others in the order they were asked for. Every change of
 * state is stored before it is told. A run whose process is gone, this program's included, is `interrupted`.
 */
export function createRuns(deps: RunsDependencies) {
  const { store, wall, log } = deps;
  const changes: Topic<Run> = createTopic();
  /** Runs of this process that have not ended. */
  const own = new Map<string, KeptRun>();
  const queue: string[] = [];
  /** What the disk refused, with its result: saved again at every heartbeat until it takes it. */
  const unsaved = new Map<string, { readonly run: KeptRun; readonly result?: RunResult }>();
  /** Unfinished runs saved by a clock ahead of this one, and since when (monotonic) they were not saved again. */
  const ahead = new Map<string, { readonly savedAt: number; readonly since: number }>();
  /** As last told, to tell only changes made by other processes. */
  const told = new Map<string, string>();
  let active: Active | undefined;
  let stopped = false;

  const tell = (run: KeptRun, removed = false) => {
    told.set(run.id, JSON.stringify(run));
    changes.publish({ ...run, removed });
  };
  const remember = (run: KeptRun): KeptRun => {
    if (isUnfinished(run)) own.set(run.id, run);
    else own.delete(run.id);
    tell(run);
    return run;
  };
  /** Stores, then remembers: what can't be stored throws and leaves everything as it was. */
  const put = (run: KeptRun): KeptRun => {
    store.save(run, wall.now());
    unsaved.delete(run.id);
    return remember(run);
  };
  /** For what has happened whether it can be stored or not: never throws. */
  const hold = (run: KeptRun, result?: RunResult): KeptRun => {
    try {
      if (result !== undefined) store.saveResult(run.id, result);
      store.save(run, wall.now());
      unsaved.delete(run.id);
      return remember(run);
    } catch (error) {
      log.error('a run could not be saved', { run: run.id, error: String(error) });
      const message = `${run.message === '' ? '' : `${run.message} `}Not saved yet, which is tried again: ${messageOf(error)}`;
      // An unfinished run is saved at every heartbeat as it is.
      if (!isUnfinished(run)) unsaved.set(run.id, result === undefined ? { run } : { run, result });
      return remember({ ...run, message });
    }
  };
  const get = (id: string): KeptRun => {
    const run = own.get(id) ?? unsaved.get(id)?.run ?? keptOf(store.run(id));
    if (run === undefined) throw failure('not-found', 'There is no such run: it may have been removed.');
    return run;
  };
  const ended = (run: KeptRun, change: Partial<KeptRun> & Pick<KeptRun, 'state'>): KeptRun => ({
    ...run,
    ...change,
    finishedAt: wall.now(),
    resumable: change.state !== 'done' && run.spec.kind === 'train' && hasCheckpoint(run.id),
  });
  const hasCheckpoint = (id: string): boolean => {
    try {
      return deps.hasCheckpoint(store.folder(id));
    } catch {
      // No folder could be made, so there is nothing in it.
      return false;
    }
  };

  const onProgress = (job: Active, { share, stage, figures = {} }: JobProgress) => {
    const run = own.get(job.id);
    if (run === undefined || stopped) return;
    job.from ??= share;
    const left = timeLeft(job.from, share, wall.monotonic() - job.since);
    remember({
      ...run,
      share: Math.min(1, Math.max(0, share)),
      stage: left === '' ? stage : `${stage}, ${left}`,
      figures: { ...run.figures, ...finite(figures) },
    });
  };

  const onEnd = (id: string, end: JobEnd<RunOutcome>) => {
    if (active?.id === id) active = undefined;
    const run = own.get(id);
    if (run === undefined || stopped) return;
    conclude(run, end);
    next();
  };

  const conclude = (run: KeptRun, end: JobEnd<RunOutcome>): KeptRun => {
    switch (end.kind) {
      case 'cancelled':
        return hold(ended(run, { state: 'cancelled', stage: '' }));
      case 'failed':
        return hold(ended(run, { state: 'failed', stage: '', message: end.message }));
      case 'done': {
        const { result, figures } = end.result;
        const modelId = result.kind === 'train' ? result.modelId : null;
        if (modelId !== null) deps.onModel(modelId);
        const done = { state: 'done', stage: '', share: 1, modelId, figures: finite(figures) } as const;
        return hold(ended(run, done), result);
      }
    }
  };

  /** Starts what waits longest. A run whose folder can't be made goes on waiting, and the heartbeat tries again. */
  const next = (): void => {
    if (stopped || active !== undefined) return;
    const [id] = queue;
    if (id === undefined) return;
    const run = own.get(id);
    if (run === undefined) {
      queue.shift();
      next();
      return;
    }
    let folder: string;
    try {
      folder = store.folder(id);
    } catch (error) {
      log.error('a run could not be started', { run: id, error: String(error) });
      const message = `It waits, for its folder can't be made: ${messageOf(error)}`;
      if (run.message !== message) remember({ ...run, message });
      return;
    }
    queue.shift();
    const { spec } = hold({
      ...run,
      state: 'running',
      stage: 'Starting',
      startedAt: wall.now(),
      message: '',
    });
    const job: RunJob = { kind: spec.kind, spec, places: deps.places, folder };
    const started: Active = {
      id,
      since: wall.monotonic(),
      from: null,
      handle: deps.jobs.start<RunJob, RunOutcome>(job, {
        onProgress: (progress) => onProgress(started, progress),
        onEnd: (end) => onEnd(id, end),
      }),
    };
    active = started;
  };

  const enqueue = (run: KeptRun): Run => {
    const queued = put({ ...run, state: 'queued', stage: 'Waiting', finishedAt: null, message: '' });
    queue.push(run.id);
    next();
    return { ...(own.get(run.id) ?? queued), removed: false };
  };

  const check = (spec: JobSpec) => {
    const problem = deps.withHistory((history) =>
      specProblem(spec, { recipes: deps.recipes, seasons: history.historicalSeasons() }),
    );
    if (problem !== undefined) throw failure('invalid-input', problem);
  };

  /** After the clock was set back a dead run's last save lies ahead; a living one's is soon written anew. */
  const isLeftAhead = (id: string, savedAt: number, now: number): boolean => {
    const seen = ahead.get(id);
    if (savedAt <= now) ahead.delete(id);
    else if (seen?.savedAt !== savedAt) ahead.set(id, { savedAt, since: wall.monotonic() });
    else return wall.monotonic() - seen.since > LOST_MS;
    return false;
  };

  /** Runs whose process is gone are interrupted; what other processes changed is told. */
  const review = () => {
    const now = wall.now();
    for (const { savedAt, ...run } of store.list()) {
      if (own.has(run.id) || unsaved.has(run.id)) continue;
      if (isUnfinished(run) && (now - savedAt > LOST_MS || isLeftAhead(run.id, savedAt, now)))
        hold(
          ended(run, {
            state: 'interrupted',
            stage: '',
            message: 'The program ended while this ran. Resume it to go on.',
          }),
        );
      else if (told.get(run.id) !== JSON.stringify(run)) tell(run);
    }
  };
  const trying = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      log.warn('runs could not be saved', { error: String(error) });
    }
  };
  trying(review);
  const stopHeartbeat = wall.every(HEARTBEAT_MS, () => {
    for (const run of own.values()) trying(() => store.save(run, wall.now()));
    for (const { run, result } of unsaved.values()) hold(run, result);
    trying(review);
    next();
  });

  return {
    /** Every run that changed; `removed` is the last of one. */
    changes,
    /** Every run there is, newest first. */
    list: (): readonly Run[] =>
      store.list().map(({ savedAt: _savedAt, ...run }) => ({
        ...(own.get(run.id) ?? unsaved.get(run.id)?.run ?? run),
        removed: false,
      })),
    start(spec: JobSpec): Run {
      check(spec);
      return enqueue({
        id: deps.ids.next(),
        name: nameOf(spec),
        spec,
        state: 'queued',
        share: 0,
        stage: '',
        figures: {},
        message: '',
        createdAt: wall.now(),
        startedAt: null,
        finishedAt: null,
        modelId: null,
        resumable: false,
      });
    },
    cancel(id: string): Run {
      const run = get(id);
      if (!isUnfinished(run)) throw failure('conflict', `${run.name} has ended already.`);
      if (!own.has(id))
        throw failure(
          'conflict',
          `${run.name} is run by another process, such as a command line: stop it there.`,
        );
      if (active?.id === id) {
        active.handle.cancel();
        return { ...remember({ ...run, stage: 'Stopping' }), removed: false };
      }
      // Only this run leaves the queue, and only one that waits is in it.
      const place = queue.indexOf(id);
      if (place !== -1) queue.splice(place, 1);
      return { ...hold(ended(run, { state: 'cancelled', stage: '' })), removed: false };
    },
    resume(id: string): Run {
      const run = get(id);
      if (isUnfinished(run)) throw failure('conflict', `${run.name} has not ended: it needs no resuming.`);
      if (run.state === 'done')
        throw failure('conflict', `${run.name} is finished: start a new run instead.`);
      check(run.spec);
      return enqueue({ ...run, share: run.resumable ? run.share : 0 });
    },
    remove(id: string): void {
      const run = get(id);
      if (isUnfinished(run)) throw failure('conflict', `${run.name} has not ended: cancel it first.`);
      store.remove(id);
      unsaved.delete(id);
      tell(run, true);
      told.delete(id);
    },
    result(id: string): RunResult {
      const run = get(id);
      const result = unsaved.get(id)?.result ?? store.result(id);
      if (result === undefined)
        throw failure('not-found', `${run.name} has no result${isUnfinished(run) ? ' yet' : ''}.`);
      return result;
    },
    folder: (id: string): string => store.folder(get(id).id),
    /** Ends what runs; it can be resumed when the program is started again. */
    stop(): void {
      if (stopped) return;
      stopHeartbeat();
      const interrupted = [...own.values()];
      stopped = true;
      active?.handle.cancel();
      for (const run of interrupted)
        hold(
          ended(run, {
            state: 'interrupted',
            stage: '',
            message: 'The program was closed while this ran. Resume it to go on.',
          }),
        );
    },
  };
}
export type Runs = ReturnType<typeof createRuns>;

/** Figures travel as JSON: what is no number is left out. */
const finite = (figures: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)));
