import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError } from 'commander';
import { STRATEGIES } from '../../../shared/domain/backtest/strategies.ts';
import type { Strategy } from '../../../shared/domain/backtest/strategy.ts';
import { seededDraws } from '../../../shared/domain/learners/seeded-draws.ts';
import { type BacktestOutcome, backtest } from '../../engine/judgement/backtest.ts';
import { forecasterName } from '../../engine/judgement/beliefs.ts';
import { openMatches } from './backtest-matches.ts';
import { chooseStrategy, type StrategyFlags } from './backtest-strategy.ts';
import { backtestText, betsCsv } from './backtest-text.ts';
import { createForecasters } from './evaluate-forecasters.ts';
import { fail, writeJson, writeLine } from './output.ts';
import { createProgressLine } from './progress-line.ts';

type BacktestFlags = StrategyFlags & {
  readonly files?: readonly string[];
  readonly data?: string;
  readonly out?: string;
  readonly seed: number;
  readonly json?: boolean;
};

const names = (value: string): readonly string[] => value.split(',').map((name) => name.trim());

function seedOf(value: string): number {
  const seed = Number(value);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new InvalidArgumentError('Give a whole number.');
  return seed;
}

async function runBacktest(name: string | undefined, flags: BacktestFlags): Promise<void> {
  const json = flags.json === true;
  const chosen = chooseStrategy(name, flags);
  if (!chosen.ok) return fail(chosen, json);
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  const line = createProgressLine();
  try {
    const matches = await openMatches(flags, line, cancel.signal);
    if (!matches.ok) return fail(matches, json);
    try {
      const made = await createForecasters({
        target: chosen.strategy.market,
        models: [],
        ...(flags.data === undefined ? {} : { data: flags.data }),
        isWanted: (wanted) => wanted === forecasterName(chosen.strategy),
      });
      for (const { name, message } of made.left) line.note(`overround: ${name} is left out: ${message}`);
      try {
        const outcome = await backtest({
          matches: matches.source,
          strategy: chosen.strategy,
          forecasters: made.forecasters,
          random: seededDraws(flags.seed, 0),
          onProgress: ({ stage, figures }) => line.show(`${stage}, ${figures?.['bets'] ?? 0} bets`),
          signal: cancel.signal,
        });
        line.clear();
        if (!outcome.ok) return fail(outcome, json);
        await report(chosen.strategy, outcome, flags);
      } finally {
        await made.close();
      }
    } finally {
      matches.close();
    }
  } catch (error) {
    line.clear();
    const message = error instanceof Error ? error.message : String(error);
    if (cancel.signal.aborted) fail({ code: 'cancelled', message: 'Cancelled.' }, json);
    else fail({ code: 'backtest-failed', message }, json);
  }
}

async function report(
  strategy: Strategy,
  { result, bets, misdated }: Extract<BacktestOutcome, { ok: true }>,
  { out, json }: BacktestFlags,
): Promise<void> {
  if (out !== undefined) await pipeline(Readable.from(betsCsv(bets)), createWriteStream(out));
  if (json) {
    writeJson({ strategy, ...result, misdated });
    return;
  }
  writeLine(backtestText(strategy, result));
  if (misdated > 0) writeLine(`\n${misdated} matches dated long before their season were left out.`);
  if (out !== undefined) writeLine(`\n${bets.length} bets written to ${out}.`);
}

const strategyList = (): string =>
  ['Strategies:', ...STRATEGIES.map(({ id, description }) => `  ${id.padEnd(24)}${description}`)].join('\n');

/** `overround backtest STRATEGY`: a strategy's bets on past matches, and what became of them. */
export const backtestCommand = (): Command =>
  new Command('backtest')
    .description('Runs a betting strategy over past matches at their recorded prices.')
    .argument('[strategy]', 'a named strategy, listed below')
    .option('--strategy <file>', "a strategy as JSON, as --json prints it under 'strategy'")
    .option('--files <csv...>', 'football-data.co.uk CSV files or folders (default: what was imported)')
    .option('--model <id>', 'the model to go by')
    .option('--competitions <codes>', 'only these, with commas: E0,D1', names)
    .option('--seasons <seasons>', 'only these, with commas: 2019/20,2020/21', names)
    .option('--out <csv>', 'writes every bet to a file')
    .option('--seed <number>', "of the yield's bootstrap", seedOf, 1)
    .option('--data <dir>', "the data folder (default: this user's)")
    .option('--json', 'one line: {"strategy","summary","equity","byCompetition","bySeason","byOddsBand"}')
    .addHelpText('after', `\n${strategyList()}`)
    .action(runBacktest);
