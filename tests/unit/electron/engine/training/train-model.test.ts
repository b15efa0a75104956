import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSession } from '../../../../../electron/engine/inference/onnx/open-session.ts';
import {
  type OpenSession,
  readModels,
  writeModel,
} from '../../../../../electron/engine/inference/registry/index.ts';
import { evaluate } from '../../../../../electron/engine/judgement/evaluate.ts';
import { matchesInMemory } from '../../../../../electron/engine/judgement/match-days.ts';
import type { JobProgress } from '../../../../../electron/engine/ports/jobs.ts';
import { createModelFolders } from '../../../../../electron/engine/storage/models/index.ts';
import {
  createCheckpoints,
  modelForecaster,
  NO_CHECKPOINTS,
  type TrainRequest,
  trainModel,
} from '../../../../../electron/engine/training/index.ts';
import { VERIFIED_TO } from '../../../../../electron/engine/training/write-version.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';
import { playLeagues } from '../../../../support/played-leagues.ts';
import { temporaryFolder } from '../../../../support/serve.ts';
import { recipeOf } from '../../../../support/training-set.ts';

const matches = playLeagues({ seasons: 6 });
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

function request(recipe: string, change: Partial<TrainRequest> = {}): TrainRequest {
  let time = 0;
  return {
    recipe: recipeOf(recipe),
    id: 'mine',
    name: 'Mine',
    origin: 'trained',
    source: matchesInMemory(matches),
    parameters: {},
    trials: 0,
    seed: 5,
    createdAt: 1_700_000_000_000 as EpochMs,
    checkpoints: () => NO_CHECKPOINTS,
    openSession,
    // Every look at the clock is a minute later: a checkpoint and a turn at every step.
    monotonic: () => {
      time += 60_000;
      return time;
    },
    signal: new AbortController().signal,
    onProgress: () => {},
    ...change,
  };
}

const small = { rounds: 12, leaves: 4 };

describe('training', () => {
  it.each([
    ['football-1x2-boosting', small],
    ['football-ou25-logistic', {}],
    ['football-btts-mlp', { epochs: 2 }],
    ['football-1x2-market-logistic', {}],
    ['football-btts-dixon-coles', { refit: 60 }],
  ])('by %s gives the same files for the same seed and matches', async (recipe, parameters) => {
    const [a, b] = [
      await trainModel(request(recipe, { parameters })),
      await trainModel(request(recipe, { parameters })),
    ];
    expect(b.manifest).toEqual(a.manifest);
    expect([...b.files.keys()]).toEqual([...a.files.keys()]);
    for (const [name, bytes] of a.files)
      expect(Buffer.from(b.files.get(name) ?? []).equals(bytes), name).toBe(true);
    const { versions, judgement } = a.manifest;
    expect(versions.map(({ trainedTo }) => trainedTo)).toEqual(
      versions.map(({ trainedTo }) => trainedTo).sort(),
    );
    expect(versions.at(-1)).toMatchObject({ rows: matches.length, trainedTo: matches.at(-1)?.playedOn });
    expect(judgement?.bySeason.map(({ group }) => group)).toEqual(['2004/05', '2005/06', '2006/07']);
  });

  it('learns nothing from another seed but luck', async () => {
    const [a, b] = await Promise.all(
      [1, 2].map((seed) => trainModel(request('football-1x2-boosting', { parameters: small, seed }))),
    );
    expect(a?.manifest.versions.at(-1)?.onnx.sha256).not.toBe(b?.manifest.versions.at(-1)?.onnx.sha256);
    expect(a?.manifest.versions.at(-1)?.dataSha256).toBe(b?.manifest.versions.at(-1)?.dataSha256);
  });

  it('goes on from where it was stopped, again and again, to the same model', async () => {
    const spec = { parameters: small, trials: 2 };
    const whole = await trainModel(request('football-1x2-boosting', spec));
    for (let stops = 0; ; stops += 1) {
      const cancel = new AbortController();
      let steps = 0;
      const onProgress = ({ stage }: JobProgress) => {
        if (stage === 'Reading matches') return;
        steps += 1;
        // A trial is tried again from its start, so that each attempt must get further than the one before.
        if (steps > 10 + 9 * stops) cancel.abort();
      };
      const attempt = trainModel(
        request('football-1x2-boosting', {
          ...spec,
          checkpoints: (of) => createCheckpoints(folder.path, of),
          signal: cancel.signal,
          onProgress,
        }),
      );
      const finished = await attempt.catch((error: unknown) => {
        if (!cancel.signal.aborted) throw error;
        return undefined;
      });
      if (finished === undefined) continue;
      expect(stops).toBeGreaterThan(3);
      expect(finished.manifest).toEqual(whole.manifest);
      expect(finished.trials).toEqual(whole.trials);
      return;
    }
  });

  it('searches without a look at the last season', async () => {
    const turned = matches.map((match) =>
      match.season === '2006/07'
        ? { ...match, homeGoals: match.awayGoals, awayGoals: match.homeGoals }
        : match,
    );
    const [a, b] = [matches, turned].map((of) =>
      trainModel(request('football-1x2-logistic', { trials: 3, source: matchesInMemory(of) })),
    );
    expect((await a)?.trials).toHaveLength(3);
    expect((await b)?.trials).toEqual((await a)?.trials);
  });

  it('registers no file that says anything else than its trainer', async () => {
    const lying: OpenSession = async (bytes, shape) => {
      const opened = await openSession(bytes, shape);
      if (!opened.ok) return opened;
      const { session } = opened;
      return {
        ok: true,
        session: {
          ...session,
          columns: session.columns,
          classes: session.classes,
          release: () => session.release(),
          async run(x, rows, out) {
            await session.run(x, rows, out);
            const last = rows * session.classes - 1;
            out[last] = (out[last] as number) + 2 * VERIFIED_TO;
          },
        },
      };
    };
    await expect(trainModel(request('football-1x2-logistic', { openSession: lying }))).rejects.toThrow(
      /gives .* where its trainer gives .* not registered/,
    );
  });

  it.each(['football-1x2-boosting', 'football-ou25-dixon-coles'])(
    'by %s is judged as evaluate judges its folder',
    async (recipe) => {
      mkdirSync(join(folder.path, 'shipped'));
      mkdirSync(join(folder.path, 'own'));
      const files = createModelFolders({
        shipped: join(folder.path, 'shipped'),
        user: join(folder.path, 'own'),
      });
      const { manifest, files: contents } = await trainModel(
        request(recipe, { parameters: recipe.includes('boosting') ? small : {} }),
      );
      await writeModel(files, manifest, contents);
      const [model] = await readModels(files);
      const made = model === undefined ? undefined : modelForecaster(files, model);
      if (!made?.ok) throw new Error(made?.message);
      const { rows } = await evaluate({
        target: manifest.target,
        matches: matchesInMemory(matches.filter(({ season }) => season >= '2003')),
        forecasters: [made.forecaster],
        isWanted: () => false,
      });
      await made.forecaster.close();
      const overall = manifest.judgement?.overall.model;
      const [row] = rows;
      expect(row).toMatchObject({ name: 'model:mine', n: overall?.n });
      for (const score of ['logLoss', 'rps', 'brier', 'accuracy'] as const)
        expect(row?.[score]).toBeCloseTo(overall?.[score] ?? Number.NaN, 5);
    },
  );
});
