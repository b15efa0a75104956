import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobEnd, JobHandle, JobProgress } from '../../../../electron/engine/ports/jobs.ts';
import { readBets } from '../../../../electron/engine/services/runs/bet-pages.ts';
import type { RunJob, RunOutcome } from '../../../../electron/engine/services/runs/run-job.ts';
import { openDatabases } from '../../../../electron/engine/storage/index.ts';
import { createModelFolders } from '../../../../electron/engine/storage/models/index.ts';
import { hasCheckpoint } from '../../../../electron/engine/training/index.ts';
import { createNodeClock } from '../../../../electron/hosts/node-ports/clock.ts';
import { createJobs } from '../../../../electron/hosts/node-ports/jobs.ts';
import { forkJobProcess } from '../../../../electron/hosts/node-ports/jobs-fork.ts';
import type { JobSpec } from '../../../../shared/contract/runs.ts';
import { namedStrategy } from '../../../../shared/domain/backtest/strategies.ts';
import { playLeagues } from '../../../support/played-leagues.ts';
import { temporaryFolder } from '../../../support/serve.ts';
import { createSilentLog } from '../../../support/silent-log.ts';

const jobs = createJobs(forkJobProcess(), createNodeClock());
let folder: ReturnType<typeof temporaryFolder>;
const inside = (name: string) => join(folder.path, name);

beforeEach(() => {
  folder = temporaryFolder();
  for (const name of ['paper/backups', 'models', 'shipped', 'run'])
    mkdirSync(inside(name), { recursive: true });
});
afterEach(() => folder.remove());

/** Imports played seasons and leaves the folder locked by the engine that imported them. */
function importMatches(seasons: number) {
  const paths = { data: inside('paper'), backups: inside('paper/backups') };
  const databases = openDatabases({ paths, clock: createNodeClock(), log: createSilentLog() });
  if (!databases.ok) throw new Error(databases.message);
  databases.market.importMatches(playLeagues({ seasons }));
  return databases;
}

type Heard = (progress: JobProgress, handle: JobHandle) => void;

function run(spec: JobSpec, heard: Heard = () => {}): Promise<JobEnd<RunOutcome>> {
  const job: RunJob = {
    kind: spec.kind,
    spec,
    folder: inside('run'),
    places: {
      matches: inside('paper'),
      models: { data: inside('models'), backups: inside('models/backups'), shipped: inside('shipped') },
    },
  };
  return new Promise((resolve) => {
    const handle = jobs.start<RunJob, RunOutcome>(job, {
      onProgress: (progress) => heard(progress, handle),
      onEnd: resolve,
    });
  });
}

const training = (change: Partial<Extract<JobSpec, { kind: 'train' }>> = {}): JobSpec => ({
  kind: 'train',
  recipe: 'football-1x2-logistic',
  name: 'My First Model',
  matches: { competitions: [], seasons: [] },
  parameters: {},
  trials: 0,
  seed: 1,
  ...change,
});

describe('the worker, beside a running engine', () => {
  it('trains a model that it then evaluates and bets with', async () => {
    const databases = importMatches(5);
    const told: JobProgress[] = [];
    const trained = await run(training(), (progress) => void told.push(progress));
    expect(trained).toMatchObject({
      kind: 'done',
      result: { result: { kind: 'train', modelId: 'my-first-model', trials: [] } },
    });
    expect(told.map(({ share }) => share)).toEqual(told.map(({ share }) => share).sort((a, b) => a - b));
    const files = createModelFolders({ shipped: inside('shipped'), user: inside('models') });
    expect(await files.list()).toMatchObject([{ id: 'my-first-model', owner: 'user' }]);

    const evaluated = await run({
      kind: 'evaluate',
      name: 'All',
      target: 'match-odds',
      matches: { competitions: ['E0'], seasons: ['2005-06'] },
    });
    if (evaluated.kind !== 'done' || evaluated.result.result.kind !== 'evaluate')
      throw new Error(JSON.stringify(evaluated));
    expect(evaluated.result.result.matches).toBe(56);
    expect(
      evaluated.result.result.rows.find(
        ({ name, covers }) => name === 'model:my-first-model' && covers === 'own',
      ),
    ).toMatchObject({ n: 56, logLoss: expect.any(Number) as number });

    const strategy = namedStrategy('model-value')?.strategy;
    if (strategy === undefined) throw new Error('The strategy by a model is gone.');
    const tested = await run({
      kind: 'backtest',
      strategy: {
        ...strategy,
        fair: { kind: 'model', id: 'my-first-model' },
        rule: { kind: 'value', minimumEv: -1 },
      },
    });
    if (tested.kind !== 'done' || tested.result.result.kind !== 'backtest')
      throw new Error(JSON.stringify(tested));
    const { bets } = tested.result.result.summary;
    expect(bets).toBeGreaterThan(0);
    expect(readBets(inside('run'), 0, 5000)).toHaveLength(Math.min(5000, bets));
    expect(readBets(inside('run'), bets - 1, 10)).toHaveLength(1);
    databases.close();
  });

  it('leaves a checkpoint when cancelled, and goes on from it to the same model', async () => {
    importMatches(5).close();
    const spec = training({ recipe: 'football-1x2-boosting', parameters: { rounds: 1500 } });
    const ended = await run(spec, ({ stage }, handle) => {
      if (stage.startsWith('2005/06')) handle.cancel();
    });
    expect(ended).toEqual({ kind: 'cancelled' });
    expect(hasCheckpoint(inside('run'))).toBe(true);
    const stages: string[] = [];
    const resumed = await run(spec, ({ stage }) => void stages.push(stage));
    expect(resumed.kind).toBe('done');
    expect(stages.filter((stage) => stage.startsWith('2004/05'))).toEqual([]);
    expect(hasCheckpoint(inside('run'))).toBe(false);
  });

  it('says what is missing: matches, a model, a recipe', async () => {
    expect(await run(training())).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/no match to learn from/) as string,
    });
    importMatches(2).close();
    expect(await run(training())).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/at least 3 seasons.*there are 2/) as string,
    });
    expect(await run(training({ recipe: 'rugby' }))).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/no recipe rugby/) as string,
    });
    const strategy = namedStrategy('model-value')?.strategy;
    if (strategy === undefined) throw new Error('The strategy by a model is gone.');
    expect(await run({ kind: 'backtest', strategy })).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/model:football-1x2, which is not there/) as string,
    });
  });
});
