import { sportOfCompetition } from '../../../shared/domain/sports.ts';
import { openSession as openOnnxSession } from '../inference/onnx/open-session.ts';
import type { ModelSession } from '../inference/onnx/session.ts';
import {
  type ModelVersion,
  type OpenSession,
  openModel,
  type RegisteredModel,
  versionBefore,
} from '../inference/registry/index.ts';
import { type ColumnSource, columnsOf } from '../inference/serving/column-source.ts';
import type { Fixture, Forecaster } from '../ports/forecaster.ts';
import type { ModelFiles } from '../ports/model-files.ts';

/** A version that is open. */
type OpenVersion = {
  readonly version: ModelVersion;
  readonly session: ModelSession;
  readonly source: ColumnSource;
};

export type ModelForecaster = Forecaster & {
  /** The day the version in use was trained to; `null` before the first forecast, and for a model made elsewhere. */
  readonly trainedTo: () => string | null;
  /** Whether the version in use has seen both sides; `null` before the first forecast. */
  readonly knows: (fixture: Fixture) => boolean | null;
  close(): Promise<void>;
};

export type MadeForecaster =
  | { readonly ok: true; readonly forecaster: ModelForecaster }
  | { readonly ok: false; readonly message: string };

/**
 * A registered model as a forecaster of past matches: a day is forecast by the newest version that had not seen it, with
 * features as they stood, walked on from what the version's snapshot remembers. Days before the first version, and
 * competitions it was not trained on, have no forecast. A version that can't be opened makes `forecast` reject.
 */
export function modelForecaster(
  files: ModelFiles,
  model: RegisteredModel,
  openSession: OpenSession = openOnnxSession,
): MadeForecaster {
  const { manifest, problem } = model;
  if (manifest === null || problem !== null)
    return { ok: false, message: problem ?? `${model.place} can't be read.` };
  const columns = columnsOf(manifest);
  if (!columns.ok) return columns;

  let open: OpenVersion | undefined;
  let inputs = new Float32Array(0);
  let outputs = new Float32Array(0);
  const competitions = new Set(manifest.competitions);
  const isOfSport = ({ competition }: Pick<Fixture, 'competition'>) =>
    sportOfCompetition(competition) === manifest.sport;
  const covers = (fixture: Fixture) =>
    isOfSport(fixture) && (competitions.size === 0 || competitions.has(fixture.competition));

  const use = async (version: ModelVersion): Promise<OpenVersion> => {
    if (open?.version === version) return open;
    const opened = await openModel(files, model, openSession, version);
    if (!opened.ok) throw new Error(opened.message);
    await open?.session.release();
    open = {
      version,
      session: opened.session,
      // A version without a snapshot goes on from what was walked so far.
      source: opened.snapshot === null && open !== undefined ? open.source : columns.start(opened.snapshot),
    };
    return open;
  };

  return {
    ok: true,
    forecaster: {
      name: `model:${manifest.id}`,
      trainedTo: () => open?.version.trainedTo ?? null,
      knows: (fixture) => open?.source.knows(fixture) ?? null,
      async forecast(day) {
        const none = new Array<readonly number[] | undefined>(day.length).fill(undefined);
        const wanted = day.flatMap((fixture, at) => (covers(fixture) ? [{ fixture, at }] : []));
        const version = day[0] && versionBefore(manifest, day[0].playedOn);
        if (version === undefined || wanted.length === 0) return none;
        const { session, source } = await use(version);
        const { columns: width, classes } = session;
        if (inputs.length < wanted.length * width) inputs = new Float32Array(2 * wanted.length * width);
        if (outputs.length < wanted.length * classes) outputs = new Float32Array(2 * wanted.length * classes);
        wanted.forEach(({ fixture }, row) => {
          source.write(fixture, inputs, row * width);
        });
        await session.run(inputs, wanted.length, outputs);
        wanted.forEach(({ at }, row) => {
          const chances = Array.from(outputs.subarray(row * classes, (row + 1) * classes));
          const sum = chances.reduce((total, p) => total + p, 0);
          // 32-bit rounding is taken out; what is no probability is no forecast.
          none[at] =
            chances.every((p) => p >= 0) && Math.abs(sum - 1) < 1e-3
              ? chances.map((p) => p / sum)
              : undefined;
        });
        return none;
      },
      observe: (day) => open?.source.observe(day.filter(isOfSport)),
      async close() {
        await open?.session.release();
        open = undefined;
      },
    },
  };
}
