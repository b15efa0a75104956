import { describe, expect, it } from 'vitest';
import type { JobEnd } from '../../../../../../electron/engine/ports/jobs.ts';
import type { MatchHistory } from '../../../../../../electron/engine/ports/market-store.ts';
import type { RunStore } from '../../../../../../electron/engine/ports/run-store.ts';
import type { RunOutcome } from '../../../../../../electron/engine/services/runs/run-job.ts';
import { createRuns } from '../../../../../../electron/engine/services/runs/runs.ts';
import { recipeEntries } from '../../../../../../electron/engine/training/index.ts';
import { OperationFailure } from '../../../../../../shared/contract/errors.ts';
import { type JobSpec, type Run, run as runSchema } from '../../../../../../shared/contract/runs.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { createManualClock, type ManualClock } from '../../../../../support/manual-clock.ts';
import { createMemoryRunStore } from '../../../../../support/memory-run-store.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';
import { createStubJobs } from '../../../../../support/stub-jobs.ts';

type Seasons = ReturnType<MatchHistory['historicalSeasons']>;
const SEASONS: Seasons = ['2019/20', '2020/21', '2021/22', '2022/23'].flatMap((season) =>
  ['E0', 'D1'].map((competition) => ({ competition, season, matches: 380 })),
);

function bench({
  store = createMemoryRunStore(),
  clock = createManualClock(),
  seasons = SEASONS,
  checkpoint = false,
}: {
  store?: RunStore;
  clock?: ManualClock;
  seasons?: Seasons;
  checkpoint?: boolean;
} = {}) {
  const jobs = createStubJobs();
  const told: Run[] = [];
  const models: string[] = [];
  let id = 0;
  const runs = createRuns({
    store,
    jobs,
    wall: clock,
    ids: { next: () => `run-${String(++id).padStart(6, '0')}` },
    log: createSilentLog(),
    recipes: recipeEntries(),
    places: {
      matches: '/paper',
      models: { data: '/models', backups: '/models/backups', shipped: '/shipped' },
    },
    withHistory: (read) => read({ historicalSeasons: () => seasons, historicalMatches: () => [] }),
    hasCheckpoint: () => checkpoint,
    onModel: (modelId) => void models.push(modelId),
  });
  runs.changes.subscribe((run) => void told.push(runSchema.parse(run)));
  return { runs, jobs, told, models, store, clock };
}

const training = (change: Partial<Extract<JobSpec, { kind: 'train' }>> = {}): JobSpec => ({
  kind: 'train',
  recipe: 'football-1x2-boosting',
  name: 'Mine',
  matches: { competitions: [], seasons: [] },
  parameters: {},
  trials: 0,
  seed: 1,
  ...change,
});
const trained: JobEnd<RunOutcome> = {
  kind: 'done',
  result: {
    result: { kind: 'train', modelId: 'mine', trials: [] },
    figures: { logLoss: 0.99, nothing: Number.NaN },
  },
};

describe('runs', () => {
  it('go from queued to done with their result, and tell of the model', () => {
    const { runs, jobs, told, models, store } = bench();
    const started = runs.start(training());
    expect(started).toMatchObject({ state: 'running', name: 'Mine', share: 0, removed: false });
    expect(jobs.started[0]?.job).toMatchObject({ kind: 'train', folder: `/runs/${started.id}` });
    jobs.started[0]?.progress({ share: 0.4, stage: '2020/21: fitting', figures: { loss: 1.01 } });
    expect(told.at(-1)).toMatchObject({ state: 'running', share: 0.4, stage: '2020/21: fitting' });
    jobs.started[0]?.end(trained);
    expect(told.at(-1)).toMatchObject({
      state: 'done',
      share: 1,
      modelId: 'mine',
      figures: { logLoss: 0.99 },
      resumable: false,
    });
    expect(runs.result(started.id)).toEqual({ kind: 'train', modelId: 'mine', trials: [] });
    expect(store.run(started.id)).toMatchObject({ state: 'done' });
    expect(models).toEqual(['mine']);
  });

  it('run one at a time in the order they were asked for', () => {
    const { runs, jobs } = bench();
    const names = ['first', 'second', 'third'];
    const [, second] = names.map((name) => runs.start(training({ name })));
    expect(runs.list().map(({ name, state }) => [name, state])).toEqual([
      ['third', 'queued'],
      ['second', 'queued'],
      ['first', 'running'],
    ]);
    expect(runs.cancel(second?.id ?? '')).toMatchObject({ state: 'cancelled' });
    jobs.started[0]?.end({ kind: 'failed', message: 'It ran out of memory.' });
    expect(jobs.started).toHaveLength(2);
    expect(runs.list().map(({ name, state }) => [name, state])).toEqual([
      ['third', 'running'],
      ['second', 'cancelled'],
      ['first', 'failed'],
    ]);
  });

  it('say how long they will take', () => {
    const { runs, jobs, told, clock } = bench();
    runs.start(training());
    jobs.started[0]?.progress({ share: 0, stage: 'Reading matches' });
    clock.advance(60_000);
    jobs.started[0]?.progress({ share: 0.25, stage: '2020/21: fitting' });
    expect(told.at(-1)?.stage).toBe('2020/21: fitting, about 3 min left');
  });

  it('are cancelled while they run, and resumed from where they were', () => {
    const { runs, jobs } = bench({ checkpoint: true });
    const { id } = runs.start(training());
    jobs.started[0]?.progress({ share: 0.6, stage: '2020/21' });
    expect(runs.cancel(id)).toMatchObject({ state: 'running', stage: 'Stopping' });
    expect(jobs.started[0]?.cancelled).toBe(true);
    jobs.started[0]?.end({ kind: 'cancelled' });
    expect(runs.list()[0]).toMatchObject({ state: 'cancelled', resumable: true });
    expect(runs.resume(id)).toMatchObject({ state: 'running', share: 0.6, message: '' });
    expect(jobs.started[1]?.job).toEqual(jobs.started[0]?.job);
    expect(() => runs.resume(id)).toThrow(/has not ended/);
    jobs.started[1]?.end(trained);
    expect(() => runs.resume(id)).toThrow(/is finished/);
    expect(() => runs.cancel(id)).toThrow(/ended already/);
  });

  it('are interrupted by the end of their program, however it came', () => {
    const store = createMemoryRunStore();
    const clock = createManualClock();
    const first = bench({ store, clock, checkpoint: true });
    first.runs.start(training({ name: 'running' }));
    clock.advance(1);
    first.runs.start(training({ name: 'queued' }));
    // No stop(): the program was killed. Its successor waits until the runs have not been saved for a while.
    const killed = createMemoryRunStore();
    for (const run of store.list()) killed.save(run, clock.now());
    const next = bench({ store: killed, clock, checkpoint: true });
    expect(next.runs.list().map(({ state }) => state)).toEqual(['queued', 'running']);
    expect(() => next.runs.cancel(first.runs.list()[0]?.id ?? '')).toThrow(/another process/);
    clock.advance(30_000);
    expect(next.runs.list()).toMatchObject([
      { state: 'interrupted', resumable: true, message: expect.stringMatching(/Resume it/) as string },
      { state: 'interrupted' },
    ]);
    // The living one has been saving its own all along, so nobody else took them for lost.
    expect(store.list().map(({ state }) => state)).toEqual(['queued', 'running']);
    first.runs.stop();
    expect(first.jobs.started[0]?.cancelled).toBe(true);
    expect(store.list().map(({ state }) => state)).toEqual(['interrupted', 'interrupted']);
    first.jobs.started[0]?.end({ kind: 'cancelled' });
    expect(store.list().map(({ state }) => state)).toEqual(['interrupted', 'interrupted']);
  });

  it('are removed once ended, which is told last', () => {
    const { runs, jobs, told } = bench();
    const { id } = runs.start(training());
    expect(() => runs.remove(id)).toThrow(/cancel it first/);
    jobs.started[0]?.end({ kind: 'failed', message: 'no' });
    runs.remove(id);
    expect(told.at(-1)).toMatchObject({ id, removed: true });
    expect(runs.list()).toEqual([]);
    expect(() => runs.result(id)).toThrow(/no such run/);
  });

  it('that another process has started and ended are told', () => {
    const { runs, told, store, clock, jobs } = bench();
    const { id } = runs.start(training());
    jobs.started[0]?.end(trained);
    const other = store.run(id);
    if (other === undefined) throw new Error('the run is gone');
    store.save({ ...other, id: 'of-another', name: 'Theirs', state: 'running' }, clock.now());
    const before = told.length;
    clock.advance(5_000);
    expect(told.slice(before)).toMatchObject([{ id: 'of-another', state: 'running', name: 'Theirs' }]);
  });

  /** A store whose disk is full while `full` is set. */
  function fullableStore() {
    const inner = createMemoryRunStore();
    const disk = { full: false };
    const refusing =
      <A extends readonly unknown[], R>(method: (...input: A) => R) =>
      (...input: A): R => {
        if (disk.full) throw new Error('The disk is full: free some space.');
        return method(...input);
      };
    const store: RunStore = {
      ...inner,
      save: refusing(inner.save),
      saveResult: refusing(inner.saveResult),
      folder: refusing(inner.folder),
    };
    return { store, disk };
  }

  it('outlive a full disk: they are told, kept in memory and saved once there is room', () => {
    const { store, disk } = fullableStore();
    const { runs, jobs, told, clock, models } = bench({ store });
    const first = runs.start(training({ name: 'first' }));
    clock.advance(1);
    const second = runs.start(training({ name: 'second' }));
    disk.full = true;
    jobs.started[0]?.end(trained);
    expect(models).toEqual(['mine']);
    expect(told).toContainEqual(
      expect.objectContaining({
        id: first.id,
        state: 'done',
        message: expect.stringMatching(/disk is full/),
      }),
    );
    expect(runs.result(first.id)).toMatchObject({ modelId: 'mine' });
    expect(runs.list().map(({ state }) => state)).toEqual(['queued', 'done']);
    clock.advance(10_000);
    disk.full = false;
    clock.advance(2_000);
    expect(store.run(first.id)).toMatchObject({ state: 'done', message: '' });
    expect(store.result(first.id)).toMatchObject({ modelId: 'mine' });
    expect(runs.list().find(({ id }) => id === second.id)).toMatchObject({ state: 'running', message: '' });
    expect(jobs.started).toHaveLength(2);
  });

  it('that could not be stored were never asked for', () => {
    const { store, disk } = fullableStore();
    const { runs, jobs, told } = bench({ store });
    runs.start(training({ name: 'first' }));
    const second = runs.start(training({ name: 'second' }));
    disk.full = true;
    const before = told.length;
    expect(() => runs.start(training({ name: 'ghost' }))).toThrow(/disk is full/);
    expect(told).toHaveLength(before);
    disk.full = false;
    jobs.started[0]?.end(trained);
    expect(runs.list().map(({ name }) => name)).not.toContain('ghost');
    expect(jobs.started).toHaveLength(2);
    expect(runs.cancel(second.id)).toMatchObject({ state: 'running', stage: 'Stopping' });
  });

  it('saved by a clock ahead of this one are interrupted when nobody saves them again', () => {
    const { runs, store, clock, jobs } = bench();
    const { id } = runs.start(training());
    jobs.started[0]?.end(trained);
    const other = store.run(id);
    if (other === undefined) throw new Error('the run is gone');
    store.save({ ...other, id: 'of-the-dead', state: 'running' }, (clock.now() + 86_400_000) as EpochMs);
    clock.advance(4_000);
    expect(store.run('of-the-dead')).toMatchObject({ state: 'running' });
    clock.advance(12_000);
    expect(store.run('of-the-dead')).toMatchObject({ state: 'interrupted' });
    runs.remove('of-the-dead');
  });

  it.each([
    ['matches', training(), [], /No matches are imported yet.*overround import football-data/],
    ['a recipe', training({ recipe: 'x' }), SEASONS, /no recipe x. There are football-1x2-/],
    ['a parameter', training({ parameters: { trees: 3 } }), SEASONS, /no parameter trees. It has rounds/],
    ['a range', training({ parameters: { rounds: 0 } }), SEASONS, /rounds must be from 1 to 5000, not 0/],
    ['a whole number', training({ parameters: { rounds: 9.5 } }), SEASONS, /whole number, not 9.5/],
    [
      'a competition',
      training({ matches: { competitions: ['E9'], seasons: [] } }),
      SEASONS,
      /of E9 are imported. There are D1, E0/,
    ],
    [
      'a season',
      training({ matches: { competitions: [], seasons: ['1999-00'] } }),
      SEASONS,
      /No season 1999-00.*2019\/20 to 2022\/23/,
    ],
    [
      'seasons',
      training({ matches: { competitions: [], seasons: ['2019-20', '2020/21'] } }),
      SEASONS,
      /at least 3 seasons.*are 2 \(2019\/20, 2020\/21\)/,
    ],
  ] as const)('are refused before they start for want of %s', (_what, spec, seasons, message) => {
    const { runs, jobs, store } = bench({ seasons });
    expect(() => runs.start(spec)).toThrow(OperationFailure);
    expect(() => runs.start(spec)).toThrow(message);
    expect(jobs.started).toEqual([]);
    expect(store.list()).toEqual([]);
  });
});
