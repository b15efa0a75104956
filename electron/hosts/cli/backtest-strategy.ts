import * as z from 'zod';
import { strategy as strategySchema } from '../../../shared/contract/runs.ts';
import { namedStrategy, STRATEGIES } from '../../../shared/domain/backtest/strategies.ts';
import type { Strategy } from '../../../shared/domain/backtest/strategy.ts';
import { readTextFile } from './read-file.ts';

export type StrategyFlags = {
  readonly strategy?: string;
  readonly model?: string;
  readonly competitions?: readonly string[];
  readonly seasons?: readonly string[];
};

export type ChosenStrategy =
  | { readonly ok: true; readonly strategy: Strategy }
  | { readonly ok: false; readonly code: string; readonly message: string };

const refused = (code: string, message: string): ChosenStrategy => ({ ok: false, code, message });

/** The strategy by name or from a file, with what the flags change of it. */
export function chooseStrategy(name: string | undefined, flags: StrategyFlags): ChosenStrategy {
  const chosen = flags.strategy === undefined ? byName(name) : fromFile(flags.strategy, name);
  if (!chosen.ok) return chosen;
  const { strategy } = chosen;
  if (flags.strategy === undefined && strategy.fair.kind === 'model' && flags.model === undefined)
    return refused(
      'no-model',
      `${name} goes by a model: name it with --model ID. overround model list names them.`,
    );
  const { matches } = strategy.filter;
  return {
    ok: true,
    strategy: {
      ...strategy,
      ...(flags.model === undefined
        ? {}
        : {
            fair: { kind: 'model', id: flags.model },
            name: `${strategy.name}, ${flags.model}`.slice(0, 120),
          }),
      filter: {
        ...strategy.filter,
        matches: {
          competitions: flags.competitions ?? matches.competitions,
          seasons: flags.seasons ?? matches.seasons,
        },
      },
    },
  };
}

function byName(name: string | undefined): ChosenStrategy {
  const named = name === undefined ? undefined : namedStrategy(name);
  if (named !== undefined) return { ok: true, strategy: named.strategy };
  const names = STRATEGIES.map(({ id }) => id).join(', ');
  return refused(
    'no-strategy',
    name === undefined
      ? `Name a strategy or give --strategy FILE.json. There are: ${names}.`
      : `There is no strategy "${name}". There are: ${names}.`,
  );
}

function fromFile(file: string, name: string | undefined): ChosenStrategy {
  if (name !== undefined) return refused('two-strategies', 'Give a name or --strategy FILE.json, not both.');
  const read = readTextFile(file);
  if (!read.ok) return read;
  let value: unknown;
  try {
    value = JSON.parse(read.text);
  } catch (error) {
    return refused('bad-strategy', `${file} is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
  const parsed = strategySchema.safeParse(value);
  return parsed.success
    ? { ok: true, strategy: parsed.data }
    : refused('bad-strategy', `${file} is no strategy:\n${z.prettifyError(parsed.error)}`);
}
