import { Command, InvalidArgumentError, Option } from 'commander';
import { evaluate, LEAST_COMMON_SHARE } from '../../engine/judgement/evaluate.ts';
import { readRecordedMatches } from './evaluate-files.ts';
import { createForecasters, EVALUATED_TARGETS, type EvaluatedTarget } from './evaluate-forecasters.ts';
import { evaluationFacts, evaluationTable } from './evaluate-text.ts';
import { fail, writeJson, writeLine } from './output.ts';
import { createProgressLine } from './progress-line.ts';

type EvaluateFlags = {
  readonly files: readonly string[];
  readonly target: EvaluatedTarget;
  readonly only?: readonly string[];
  readonly models: readonly string[];
  readonly commonMinCoverage: number;
  readonly data?: string;
  readonly json?: boolean;
};

const names = (value: string): readonly string[] => value.split(',').map((name) => name.trim());

function share(value: string): number {
  const number = Number(value);
  if (!(number >= 0 && number <= 1)) throw new InvalidArgumentError('Give a share from 0 to 1.');
  return number;
}

export const noMatches = (errors: readonly string[]) => ({
  code: errors.length > 0 ? 'unreadable-file' : 'no-matches',
  message:
    errors.join('\noverround: ') || 'These files hold no match. Name CSV files of football-data.co.uk.',
});

async function evaluateFiles(flags: EvaluateFlags): Promise<void> {
  const json = flags.json === true;
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  const line = createProgressLine();
  try {
    const read = await readRecordedMatches(flags.files, {
      signal: cancel.signal,
      onFile: (file) => line.show(file),
    });
    cancel.signal.throwIfAborted();
    const errors = read.files.flatMap(({ file, error }) => (error === null ? [] : [`${file}: ${error}`]));
    if (read.source.total === 0) return fail(noMatches(errors), json);
    for (const error of errors) line.note(`overround: ${error}`);
    if (errors.length > 0) process.exitCode = 1;
    const only = flags.only === undefined ? undefined : new Set(flags.only);
    const isWanted = (name: string): boolean => only === undefined || only.has(name);
    const made = await createForecasters({ ...flags, isWanted });
    for (const { name, message } of made.left) line.note(`overround: ${name} is left out: ${message}`);
    try {
      const evaluation = await evaluate({
        target: flags.target,
        matches: read.source,
        forecasters: made.forecasters,
        isWanted,
        leastCommonShare: flags.commonMinCoverage,
        onProgress: ({ stage }) => line.show(stage),
        signal: cancel.signal,
      });
      line.clear();
      const wanted = [
        ...(only ?? []),
        ...flags.models.flatMap((id) => (id === 'none' ? [] : [`model:${id}`])),
      ];
      const missing = wanted.filter((name) => !evaluation.rows.some((row) => row.name === name));
      if (wanted.length > 0 && missing.length === wanted.length)
        return fail(
          {
            code: 'no-such-forecaster',
            message: `Nothing that was asked for is there: ${missing.join(', ')}. Leave out --only and --models to see every name.`,
          },
          json,
        );
      if (json) writeJson({ ...evaluation, missing, ...read.totals, files: read.files });
      else writeLine(`${evaluationTable(evaluation)}\n\n${evaluationFacts(evaluation, missing, read)}`);
    } finally {
      await made.close();
    }
  } catch (error) {
    line.clear();
    const message = error instanceof Error ? error.message : String(error);
    if (cancel.signal.aborted) fail({ code: 'cancelled', message: 'Cancelled.' }, json);
    else fail({ code: 'evaluation-failed', message }, json);
  }
}

/** `overround evaluate --files CSV...`: every book, the line and the models scored on past matches. */
export const evaluateCommand = (): Command =>
  new Command('evaluate')
    .description(
      'Scores forecasts of football-data.co.uk matches: each book by stage and margin method, the Overround line, models.',
    )
    .requiredOption('--files <csv...>', 'CSV files of any season, or folders of them')
    .addOption(
      new Option('--target <target>', 'what is forecast').choices(EVALUATED_TARGETS).default('match-odds'),
    )
    .option('--only <names>', 'these forecasters only, with commas: B365:shin,AvgC:power', names)
    .option(
      '--models <ids>',
      'these models only, with commas, or none (default: all of the target)',
      names,
      [],
    )
    .option(
      '--common-min-coverage <share>',
      'least share of the matches that the common set keeps; forecasters that would shrink it further get no common row',
      share,
      LEAST_COMMON_SHARE,
    )
    .option('--data <dir>', "the data folder with the user's own models (default: this user's)")
    .option(
      '--json',
      'one line: {"rows":[{"name","n","logLoss","rps","brier","ece","accuracy","covers"}],...}',
    )
    .action(evaluateFiles);
