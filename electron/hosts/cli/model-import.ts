import { basename } from 'node:path';
import * as z from 'zod';
import { type Inspection, type ModelImport, modelImport } from '../../../shared/contract/models.ts';
import { defaultColumns, MODEL_TARGETS, type ModelTarget, TARGETS } from '../../../shared/domain/model.ts';
import { areProbabilities } from '../../../shared/domain/probability-row.ts';
import { FEATURE_SETS, featureSet } from '../../engine/inference/features/index.ts';
import { refusal } from './model-registry.ts';
import { readTextFile } from './read-file.ts';

export type ImportFlags = {
  readonly id?: string;
  readonly name?: string;
  readonly description?: string;
  readonly sport?: string;
  readonly target?: ModelTarget;
  readonly input?: string;
  readonly output?: string;
  readonly kind?: ModelImport['kind'];
  readonly columns?: readonly string[];
  readonly featureSet?: string;
  readonly outcomes?: readonly string[];
  readonly golden?: string;
};

/** `My Model (v2).onnx` as `my-model-v2`. */
const idOf = (file: string): string =>
  basename(file)
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);

/** Three outcomes are a 1X2 and one is a number; two may be of several markets. */
function targetOf(flags: ImportFlags, classes: number): ModelTarget {
  if (flags.target) return flags.target;
  if (flags.kind === 'number' || classes === 1) return 'number';
  if (classes === 3) return 'match-odds';
  throw refusal(
    `Say what the model's ${classes || ''} outputs are about with --target: ${MODEL_TARGETS.join(', ')}.`,
  );
}

/** The names given; those of the feature set; or `column_1`, ... for a CSV of numbers. */
function columnsOf(flags: ImportFlags, columns: number): readonly string[] {
  if (flags.columns) return flags.columns;
  if (flags.featureSet !== undefined) {
    const set = featureSet(flags.featureSet);
    if (!set)
      throw refusal(
        `There is no feature set ${flags.featureSet}. There are ${FEATURE_SETS.map(({ id }) => id).join(', ')}.`,
      );
    return set.names;
  }
  if (columns === 0)
    throw refusal("The file doesn't say how many columns it takes: name them with --columns a,b,c.");
  return defaultColumns(columns);
}

const row = z.union([z.array(z.number()), z.tuple([z.array(z.number())]).transform(([only]) => only)]);
const goldenFile = z.object({ input: row, output: row });

function readGolden(file: string): NonNullable<ModelImport['golden']> {
  const read = readTextFile(file);
  if (!read.ok) throw refusal(read.message);
  let json: unknown;
  try {
    json = JSON.parse(read.text);
  } catch {
    throw refusal(`${file} is not JSON: give {"input": [...], "output": [...]}.`);
  }
  const parsed = goldenFile.safeParse(json);
  if (!parsed.success)
    throw refusal(
      `${file} is no golden vector: give {"input": [one row of numbers], "output": [its output]}.`,
    );
  return parsed.data;
}

/** Probabilities where the golden row says so, whatever the graph looks like. */
function kindOf(
  suggestion: Inspection['suggestion'],
  golden: ModelImport['golden'],
): Exclude<ModelImport['kind'], 'number'> {
  if (golden !== null && areProbabilities(golden.output)) return 'probabilities';
  return suggestion?.kind === 'number' ? 'scores' : (suggestion?.kind ?? 'probabilities');
}

/** The request the flags and the file make together. Throws `OperationFailure` where they leave something open. */
export function importRequest(file: string, flags: ImportFlags, found: Inspection): ModelImport {
  const { suggestion } = found;
  const input = flags.input ?? suggestion?.input ?? found.inputs[0]?.name;
  const output = flags.output ?? suggestion?.output;
  if (input === undefined || output === undefined)
    throw refusal(
      `Say which tensors to use with --input and --output. There are ${[...found.inputs, ...found.outputs].map(({ name }) => name).join(', ') || 'none'}.`,
    );
  const target = targetOf(flags, suggestion?.classes ?? 0);
  const id = flags.id ?? idOf(file);
  const golden = flags.golden === undefined ? null : readGolden(flags.golden);
  const request = modelImport.safeParse({
    file,
    id,
    name: flags.name ?? id,
    description: flags.description ?? '',
    sport: flags.sport ?? featureSet(flags.featureSet ?? '')?.sport ?? 'football',
    target,
    input,
    output,
    kind: flags.kind ?? (target === 'number' ? 'number' : kindOf(suggestion, golden)),
    outcomes: [...(flags.outcomes ?? TARGETS[target].outcomes)],
    featureSet: flags.featureSet ?? null,
    columns: [...columnsOf(flags, suggestion?.columns ?? 0)],
    golden,
  });
  if (!request.success)
    throw refusal(
      request.error.issues
        .map(({ path, message }) =>
          path[0] === 'id'
            ? `${id} can't be an id: give --id of lower-case letters, digits and hyphens.`
            : `--${String(path[0])}: ${message}`,
        )
        .join(' '),
    );
  return request.data;
}
