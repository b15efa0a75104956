import { Command } from 'commander';
import { openSession } from '../../engine/inference/onnx/open-session.ts';
import {
  type Manifest,
  openModel,
  type RegisteredModel,
  readModels,
} from '../../engine/inference/registry/index.ts';
import { fixtureOf } from '../../engine/judgement/evaluate.ts';
import type { Fixture } from '../../engine/ports/forecaster.ts';
import type { ModelFiles } from '../../engine/ports/model-files.ts';
import { createModelFolders } from '../../engine/storage/models/index.ts';
import { modelForecaster } from '../../engine/training/index.ts';
import { locateModelPaths } from '../node-ports/paths.ts';
import { fail, table, writeJson, writeLine } from './output.ts';
import { readFixtures } from './predict-fixtures.ts';
import { readNumbers } from './predict-numbers.ts';
import { createProgressLine } from './progress-line.ts';
import { openTrainSource } from './train-source.ts';

type PredictFlags = {
  readonly files?: readonly string[];
  readonly fixtures?: string;
  readonly csv?: string;
  readonly from?: string;
  readonly models?: string;
  readonly data?: string;
  readonly json?: boolean;
};
type Failure = { readonly ok: false; readonly code: string; readonly message: string };

type MatchForecast = {
  readonly playedOn: string;
  readonly competition: string;
  readonly home: string;
  readonly away: string;
  /** By outcome; `null` where the model has none to give. */
  readonly probabilities: Readonly<Record<string, number>> | null;
  readonly fairOdds: Readonly<Record<string, number>> | null;
  /** The day the version in use was trained to. */
  readonly version: string | null;
};

const byOutcome = (outcomes: readonly string[], values: readonly number[]): Record<string, number> =>
  Object.fromEntries(outcomes.map((outcome, i) => [outcome, values[i] ?? Number.NaN]));

async function findModel(
  id: string,
  { data, models }: PredictFlags,
): Promise<
  | {
      readonly ok: true;
      readonly files: ModelFiles;
      readonly model: RegisteredModel;
      readonly manifest: Manifest;
    }
  | Failure
> {
  const paths = locateModelPaths(data);
  const files = createModelFolders({ shipped: models ?? paths.shipped, user: paths.data });
  const all = await readModels(files);
  const model = all.find(({ folder }) => folder.id === id);
  if (model === undefined)
    return {
      ok: false,
      code: 'no-such-model',
      message: `There is no model ${id}. ${all.length === 0 ? 'Train one with `overround train`.' : `There are ${all.map(({ folder }) => folder.id).join(', ')}.`}`,
    };
  if (model.manifest === null || model.problem !== null)
    return { ok: false, code: 'unusable-model', message: model.problem ?? `${model.place} can't be read.` };
  return { ok: true, files, model, manifest: model.manifest };
}

async function predict(id: string, flags: PredictFlags): Promise<void> {
  const json = flags.json === true;
  if (flags.csv === undefined && flags.files === undefined && flags.fixtures === undefined)
    return fail(
      { code: 'no-input', message: 'Say what to predict: --files with past matches, --fixtures, or --csv.' },
      json,
    );
  try {
    const found = await findModel(id, flags);
    if (!found.ok) return fail(found, json);
    const answer =
      flags.csv === undefined
        ? await predictMatches(found.files, found.model, found.manifest, flags)
        : await predictNumbers(found.files, found.model, found.manifest, flags.csv);
    if (!answer.ok) return fail(answer, json);
    if (json) writeJson(answer.json);
    else writeLine(answer.text);
  } catch (error) {
    fail(
      { code: 'prediction-failed', message: error instanceof Error ? error.message : String(error) },
      json,
    );
  }
}

type Answer = { readonly ok: true; readonly json: unknown; readonly text: string } | Failure;

async function predictNumbers(
  files: ModelFiles,
  model: RegisteredModel,
  manifest: Manifest,
  csv: string,
): Promise<Answer> {
  const read = readNumbers(csv, manifest);
  if (!read.ok) return read;
  const opened = await openModel(files, model, openSession);
  if (!opened.ok) return { ok: false, code: 'unusable-model', message: opened.message };
  const { session } = opened;
  const { outcomes } = manifest;
  try {
    const out = new Float32Array(read.rows * session.classes);
    await session.run(read.x, read.rows, out);
    const rows = Array.from({ length: read.rows }, (_, row) =>
      Array.from(out.subarray(row * session.classes, (row + 1) * session.classes)),
    );
    return {
      ok: true,
      json: { model: manifest.id, rows: rows.map((values) => byOutcome(outcomes, values)) },
      text: table([
        ['row', ...outcomes],
        ...rows.map((values, i) => [String(i + 1), ...values.map((value) => value.toPrecision(6))]),
      ]),
    };
  } finally {
    await session.release();
  }
}

async function predictMatches(
  files: ModelFiles,
  model: RegisteredModel,
  manifest: Manifest,
  flags: PredictFlags,
): Promise<Answer> {
  const made = modelForecaster(files, model);
  if (!made.ok) return { ok: false, code: 'no-features', message: made.message };
  const { forecaster } = made;
  const forecasts: MatchForecast[] = [];
  const forecast = async (day: readonly Fixture[]) => {
    const given = await forecaster.forecast(day);
    day.forEach(({ playedOn, competition, home, away }, i) => {
      const chances = given[i];
      forecasts.push({
        playedOn,
        competition,
        home,
        away,
        probabilities: chances === undefined ? null : byOutcome(manifest.outcomes, chances),
        fairOdds:
          chances === undefined
            ? null
            : byOutcome(
                manifest.outcomes,
                chances.map((p) => 1 / p),
              ),
        version: chances === undefined ? null : forecaster.trainedTo(),
      });
    });
  };
  try {
    if (flags.files !== undefined) {
      const line = createProgressLine();
      const source = await openTrainSource(flags, line, new AbortController().signal);
      line.clear();
      if (!source.ok) return source;
      for (const { playedOn, matches } of source
        .of(manifest.sport, { competitions: [], seasons: [] })
        .days()) {
        // With fixtures to forecast, past matches are only learned from; a version is opened all the same.
        const isAsked = flags.fixtures === undefined && playedOn >= (flags.from ?? '');
        if (isAsked) await forecast(matches.map(fixtureOf));
        else await forecaster.forecast(matches.map(fixtureOf));
        forecaster.observe(matches);
      }
    }
    if (flags.fixtures !== undefined) {
      const read = await readFixtures(flags.fixtures);
      if (!read.ok) return read;
      const days = Map.groupBy(read.fixtures, ({ playedOn }) => playedOn);
      for (const day of [...days.keys()].sort()) await forecast(days.get(day) ?? []);
    }
  } finally {
    await forecaster.close();
  }
  return {
    ok: true,
    json: { model: manifest.id, matches: forecasts },
    text: matchTable(manifest, forecasts),
  };
}

function matchTable({ id, outcomes }: Manifest, forecasts: readonly MatchForecast[]): string {
  const none = forecasts.filter(({ probabilities }) => probabilities === null).length;
  const rows = forecasts.map(({ playedOn, competition, home, away, probabilities, fairOdds, version }) => [
    playedOn,
    competition,
    `${home} - ${away}`,
    ...outcomes.map((outcome) => probabilities?.[outcome]?.toFixed(4) ?? ''),
    ...outcomes.map((outcome) => fairOdds?.[outcome]?.toFixed(2) ?? ''),
    version ?? '',
  ]);
  const heads = [
    'day',
    'league',
    'match',
    ...outcomes,
    ...outcomes.map((outcome) => `odds ${outcome}`),
    'version',
  ];
  const note =
    none === 0
      ? ''
      : `\n\n${none} of ${forecasts.length} matches have no forecast: they are older than the first version of ${id}, or of a competition it does not know.`;
  return `${table([heads, ...rows])}${note}`;
}

/** `overround predict MODEL`: probabilities and fair odds, each match by the newest version that had not seen it. */
export const predictCommand = (): Command =>
  new Command('predict')
    .description('Forecasts matches, or rows of numbers, by a registered model.')
    .argument('<model>', "a model's id; `overround model list` names them")
    .option('--files <files...>', 'past matches: each forecast by the version trained before it')
    .option('--from <day>', 'with --files: only matches from YYYY-MM-DD on; those before are learned from')
    .option('--fixtures <csv>', 'matches to come: Div, Date, HomeTeam, AwayTeam, prices where there are any')
    .option('--csv <file>', "numbers by the names of the model's columns, for models made elsewhere")
    .option('--models <dir>', 'a folder of models instead of the shipped ones')
    .option('--data <dir>', "the data folder (default: this user's)")
    .option('--json', 'one line: {"model","matches":[...]} or {"model","rows":[...]}')
    .action(predict);
