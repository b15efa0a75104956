import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { parameterProblem } from '../../engine/services/runs/check-spec.ts';
import { freeModelId } from '../../engine/services/runs/model-id.ts';
import { createModelFolders } from '../../engine/storage/models/index.ts';
import { findRecipe, recipeEntries, SHIPPED_MODELS, type TrainedModel } from '../../engine/training/index.ts';
import { createNodeClock } from '../node-ports/clock.ts';
import { createModelPaths } from '../node-ports/paths.ts';
import { fail, writeJson, writeLine } from './output.ts';
import { createProgressLine, type ProgressLine } from './progress-line.ts';
import { LINE_RECIPE_NAME, trainLineInto } from './train-line.ts';
import { checkpointFolder, type TrainTask, trainAndWrite } from './train-run.ts';
import { dayAfter, openTrainSource, type TrainFilter, type TrainSource } from './train-source.ts';
import { recipesText, trainedJson, trainedText } from './train-text.ts';

type TrainFlags = {
  readonly name?: string;
  readonly competitions: readonly string[];
  readonly seasons: readonly string[];
  readonly set: Readonly<Record<string, number>>;
  readonly trials: number;
  readonly seed: number;
  readonly files?: readonly string[];
  readonly out?: string;
  readonly data?: string;
  readonly resume?: boolean;
  readonly json?: boolean;
};
type Failure = { readonly code: string; readonly message: string };
type Planned = Omit<TrainTask, 'id' | 'createdAt'> & {
  readonly id: string | null;
  readonly filter: TrainFilter;
};

const ALL_SHIPPED = 'all-shipped';
/** As the manifest has it. */
const LONGEST_NAME = 120;

/** What is to be trained, or why it can't be. */
function plan(name: string | undefined, flags: TrainFlags): readonly Planned[] | Failure {
  const { trials, seed } = flags;
  if (name === undefined) return { code: 'no-recipe', message: `Name a recipe.\n\n${recipesText()}` };
  if ((name === ALL_SHIPPED || name === LINE_RECIPE_NAME) && flags.out === undefined)
    return {
      code: 'no-folder',
      message: `Say which folder ${name} is written to: --out models in the sources.`,
    };
  if (name === LINE_RECIPE_NAME) return [];
  if (name === ALL_SHIPPED)
    return SHIPPED_MODELS.flatMap(({ id, name: title, recipe: recipeId, competitions, parameters }) => {
      const recipe = findRecipe(recipeId);
      if (recipe === undefined) return [];
      const filter = { competitions, seasons: flags.seasons };
      return [{ id, name: title, recipe, filter, parameters, trials, seed, origin: 'shipped' as const }];
    });
  const recipe = findRecipe(name);
  const entry = recipeEntries().find(({ id }) => id === name);
  if (recipe === undefined || entry === undefined)
    return { code: 'no-such-recipe', message: `There is no recipe ${name}.\n\n${recipesText()}` };
  const problem = parameterProblem(entry, flags.set);
  if (problem !== undefined) return { code: 'invalid-parameter', message: problem };
  const title = flags.name ?? recipe.name;
  if (title.trim() === '' || title.length > LONGEST_NAME)
    return {
      code: 'invalid-name',
      message: `A model's name has 1 to ${LONGEST_NAME} characters, this one ${title.trim() === '' ? 'none' : title.length}: choose another --name.`,
    };
  const filter = { competitions: flags.competitions, seasons: flags.seasons };
  return [{ id: null, name: title, recipe, filter, parameters: flags.set, trials, seed, origin: 'trained' }];
}

async function train(name: string | undefined, flags: TrainFlags): Promise<void> {
  const json = flags.json === true;
  const planned = plan(name, flags);
  if ('code' in planned) return fail(planned, json);
  const located = createModelPaths(flags.data);
  if (!located.ok) return fail(located, json);
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  process.once('SIGTERM', () => cancel.abort());
  const line = createProgressLine();
  try {
    const source = await openTrainSource(flags, line, cancel.signal);
    if (!source.ok) return fail(source, json);
    try {
      const out = flags.out === undefined ? undefined : resolve(flags.out);
      if (out !== undefined) mkdirSync(out, { recursive: true });
      const { paths } = located;
      const folder = out ?? paths.data;
      const places = { out, folder, shipped: paths.shipped, runs: join(paths.data, 'runs') };
      const made = await trainAll(planned, source, places, { flags, line, signal: cancel.signal });
      if (out !== undefined && (name === ALL_SHIPPED || name === LINE_RECIPE_NAME)) {
        const football = source.of('football', { competitions: [], seasons: [] });
        const learned = await trainLineInto(out, football, line, cancel.signal);
        line.note(`overround: ${LINE_RECIPE_NAME} is in ${learned}.`);
        if (name === LINE_RECIPE_NAME && json) writeJson({ models: [], line: learned });
        if (name === LINE_RECIPE_NAME) return;
      }
      line.clear();
      if (made.length === 0)
        return fail({ code: 'no-matches', message: 'There are no matches of any sport to train on.' }, json);
      if (json) writeJson({ models: made.map((one) => trainedJson(one, join(folder, one.manifest.id))) });
      else writeLine(made.map((one) => trainedText(one, join(folder, one.manifest.id))).join('\n\n'));
    } finally {
      source.close();
    }
  } catch (error) {
    line.clear();
    const message = failureMessage(error, flags.out);
    if (!cancel.signal.aborted) return fail({ code: 'training-failed', message }, json);
    fail(
      {
        code: 'cancelled',
        message: 'Stopped. What was fitted is kept: the same command with --resume goes on.',
      },
      json,
    );
  }
}

/** What the system's refusals mean to whoever trains; other errors in their own words. */
function failureMessage(error: unknown, out: string | undefined): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') return 'The disk is full: free some space, then run the same command with --resume.';
  if (out !== undefined && (code === 'EEXIST' || code === 'ENOTDIR'))
    return `--out ${out} is a file or lies in one: name a folder.`;
  if (out !== undefined && (code === 'EACCES' || code === 'EPERM' || code === 'EROFS'))
    return `--out ${out} can't be written to: change its permissions or name another folder.`;
  return message;
}

type Places = {
  readonly out: string | undefined;
  readonly folder: string;
  readonly shipped: string;
  readonly runs: string;
};

async function trainAll(
  planned: readonly Planned[],
  source: TrainSource,
  places: Places,
  {
    flags,
    line,
    signal,
  }: { readonly flags: TrainFlags; readonly line: ProgressLine; readonly signal: AbortSignal },
): Promise<readonly TrainedModel[]> {
  // A folder asked for holds its models alone; among the user's own no id of a shipped one may come up again.
  const files = createModelFolders({
    shipped: places.out === undefined ? places.shipped : join(places.folder, '.none'),
    user: places.folder,
  });
  const clock = createNodeClock();
  const made: TrainedModel[] = [];
  for (const { filter, id, ...rest } of planned) {
    const matches = source.of(rest.recipe.sport, filter);
    if (planned.length > 1 && dayAfter(matches) <= 86_400_000) {
      line.note(`overround: no matches of ${rest.recipe.sport}, so ${id ?? rest.name} was not trained.`);
      continue;
    }
    const taken = new Set((await files.list()).map((folder) => folder.id));
    const task: TrainTask = {
      ...rest,
      id: id ?? freeModelId(rest.name, places.out === undefined ? taken : new Set()),
      createdAt: places.out === undefined ? clock.now() : dayAfter(matches),
    };
    const trained = await trainAndWrite(task, matches, files, {
      checkpoints: checkpointFolder(places.runs, task),
      resume: flags.resume === true,
      out: places.out,
      line,
      signal,
    });
    made.push(trained);
    if (planned.length > 1) line.note(`overround: ${task.id} is done.`);
  }
  return made;
}

const names = (value: string): readonly string[] => value.split(',').map((part) => part.trim());

const wholeNumber = (value: string): number => {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) throw new InvalidArgumentError('Give a whole number.');
  return number;
};

const trialCount = (value: string): number => {
  const number = wholeNumber(value);
  if (number > 200) throw new InvalidArgumentError('Give at most 200.');
  return number;
};

function assignment(
  text: string,
  before: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const [, key, value] = /^([A-Za-z][\w-]*)=(.+)$/.exec(text) ?? [];
  const number = Number(value);
  if (key === undefined || value?.trim() === '' || !Number.isFinite(number))
    throw new InvalidArgumentError('Give a parameter and its value: rounds=200.');
  return { ...before, [key]: number };
}

/** `overround train RECIPE`: a model from past matches, judged walk-forward and registered as a draft. */
export const trainCommand = (): Command =>
  new Command('train')
    .description('Trains a model on imported matches, or on files, and judges it on seasons it had not seen.')
    .argument('[recipe]', `a recipe, listed below, ${ALL_SHIPPED} or ${LINE_RECIPE_NAME}`)
    .option('--name <name>', "the model's name (default: the recipe's)")
    .option('--competitions <codes>', 'only these, with commas: E0,D1', names, [])
    .option('--seasons <seasons>', 'only these, with commas: 2019/20,2020/21', names, [])
    .option('--set <parameter=value>', "a parameter of the recipe's; may be given again", assignment, {})
    .option('--trials <n>', 'random search over the parameters, scored before the last season', trialCount, 0)
    .option('--seed <n>', 'the same seed and matches give the same model', wholeNumber, 1)
    .option('--files <files...>', 'recorded files or folders instead of what was imported')
    .option('--out <dir>', "writes the model's folder into this one instead of the user's models")
    .option('--data <dir>', "the data folder (default: this user's)")
    .option('--resume', 'goes on from where the same command was stopped')
    .option('--json', 'one line: {"models":[{"id","place","parameters","overall","bySeason",...}]}')
    .addHelpText('after', () => `\n${recipesText()}`)
    .action(train);
