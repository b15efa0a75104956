import { Command } from 'commander';
import { sportOfCompetition } from '../../../shared/domain/sports.ts';
import { openSession } from '../../engine/inference/onnx/open-session.ts';
import {
  type Manifest,
  openModel,
  type RegisteredModel,
  readModels,
  versionBefore,
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

/** What 32-bit rounding may leave of a sum of 1. */
const SUM_TOLERANCE = 1e-3;

/** Why a model's numbers are no probabilities, or `undefined`. */
function chancesProblem(values: readonly number[]): string | undefined {
  if (values.some((p) => !Number.isFinite(p))) return 'the model gave no number';
  const strange = values.find((p) => p < 0 || p > 1);
  if (strange !== undefined) return `the model gave ${strange.toPrecision(4)}, which is no probability`;
  const sum = values.reduce((total, p) => total + p, 0);
  return Math.abs(sum - 1) > SUM_TOLERANCE
    ? `the model's probabilities add up to ${sum.toPrecision(4)}, not to 1`
    : undefined;
}

/** `2020-13-45` looks like a day and is none. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

type NoForecast = 'not-covered' | 'before-first-version' | 'no-probabilities';
const NO_FORECAST: Readonly<Record<NoForecast, string>> = {
  'not-covered': 'of a competition that the model was not trained on',
  'before-first-version': "older than the model's first version",
  'no-probabilities': 'for which the model gave no probabilities',
};

type MatchForecast = {
  /** Why there is none; `null` where there is one. */
  readonly reason: NoForecast | null;
  readonly playedOn: string;
  readonly competition: string;
  readonly home: string;
  readonly away: string;
  /** Whether the model has seen both sides; `null` without a forecast. */
  readonly knowsSides: boolean | null;
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
  if (flags.from !== undefined && !isDay(flags.from))
    return fail(
      {
        code: 'bad-day',
        message: `--from ${flags.from} is no day: give one as YYYY-MM-DD, such as 2024-08-01.`,
      },
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
    const failed = rows.flatMap((values, i) => {
      const reason = manifest.output.kind === 'number' ? undefined : chancesProblem(values);
      return reason === undefined ? [] : [{ row: i + 1, reason }];
    });
    if (failed.length > 0) process.exitCode = 1;
    const bad = new Set(failed.map(({ row }) => row));
    const given = rows.map((values, i) => ({ row: i + 1, values })).filter(({ row }) => !bad.has(row));
    return {
      ok: true,
      // A row that failed is null, so that the others keep their places.
      json: {
        model: manifest.id,
        rows: rows.map((values, i) => (bad.has(i + 1) ? null : byOutcome(outcomes, values))),
        failed,
      },
      text: [
        table([
          ['row', ...outcomes],
          ...given.map(({ row, values }) => [String(row), ...values.map((value) => value.toPrecision(6))]),
        ]),
        ...failed.map(({ row, reason }) => `Row ${row} has no forecast: ${reason}.`),
      ].join('\n'),
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
    day.forEach((fixture, i) => {
      const { playedOn, competition, home, away } = fixture;
      const chances = given[i];
      forecasts.push({
        knowsSides: chances === undefined ? null : forecaster.knows(fixture),
        reason: chances === undefined ? reasonOf(manifest, { playedOn, competition }) : null,
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

function reasonOf(
  manifest: Manifest,
  { playedOn, competition }: Pick<Fixture, 'playedOn' | 'competition'>,
): NoForecast {
  const { competitions, sport } = manifest;
  const isCovered =
    sportOfCompetition(competition) === sport &&
    (competitions.length === 0 || competitions.includes(competition));
  if (!isCovered) return 'not-covered';
  return versionBefore(manifest, playedOn) === undefined ? 'before-first-version' : 'no-probabilities';
}

function matchTable({ id, outcomes }: Manifest, forecasts: readonly MatchForecast[]): string {
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
  const notes = (Object.keys(NO_FORECAST) as readonly NoForecast[]).flatMap((reason) => {
    const count = forecasts.filter((forecast) => forecast.reason === reason).length;
    return count === 0
      ? []
      : [`${count} of ${forecasts.length} matches have no forecast of ${id}: ${NO_FORECAST[reason]}.`];
  });
  const unknown = forecasts.filter(({ knowsSides }) => knowsSides === false);
  if (unknown.length > 0)
    notes.push(
      `${id} has not seen both sides of ${unknown.length} matches, so their forecasts are poor; check the spelling: ${unknown
        .slice(0, 5)
        .map(({ home, away }) => `${home} - ${away}`)
        .join(', ')}${unknown.length > 5 ? ', ...' : ''}.`,
    );
  return [table([heads, ...rows]), ...(notes.length === 0 ? [] : ['', ...notes])].join('\n');
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
