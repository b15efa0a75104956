import { z } from 'zod';

const numbers = z.array(z.number());
const wholes = z.array(z.int());
/** One list, or rows that are put one after the other. */
const table = z.union([numbers, z.array(numbers)]);
/**
 * Names as written here: `postTransform` is `post_transform`, ONNX's own prefixes (`nodes_`, `target_`, `class_`) and the
 * types of labels are left out.
 */
export const plainName = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before}_${after.toLowerCase()}`)
    .replace(/^(?:nodes|target|class)_/, '')
    .replace(/^(true|false)_?(?:node_?ids|ids)$/, '$1')
    .replace(/^classlabels_\w+$/, 'classlabels')
    .replace(/^bias$/, 'biases');
const plainNames = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, own]) => [plainName(name), own]))
    : value;

const MODES = [
  'BRANCH_LEQ',
  'BRANCH_LT',
  'BRANCH_GTE',
  'BRANCH_GT',
  'BRANCH_EQ',
  'BRANCH_NEQ',
  'LEAF',
] as const;
const nodes = z.preprocess(
  plainNames,
  z.object({
    treeids: wholes.optional(),
    nodeids: wholes,
    featureids: wholes,
    modes: z.array(z.enum(MODES)),
    values: numbers,
    true: wholes,
    false: wholes,
    missing_value_tracks_true: wholes.optional(),
    hitrates: numbers.optional(),
  }),
);
const leaves = z.preprocess(
  plainNames,
  z.object({ treeids: wholes.optional(), nodeids: wholes, ids: wholes, weights: numbers }),
);
const POST_TRANSFORMS = ['NONE', 'SOFTMAX', 'LOGISTIC', 'SOFTMAX_ZERO', 'PROBIT'] as const;
const postTransform = z
  .string()
  .transform((name) => name.toUpperCase())
  .pipe(z.enum(POST_TRANSFORMS));
const layer = z.preprocess(
  plainNames,
  z.object({ weights: z.array(numbers), biases: numbers.optional(), activation: z.string().optional() }),
);
const cell = z.number().nullable();

const fields = z.object({
  /** `TreeEnsembleRegressor(3 targets)+Softmax(axis=1)`, `LinearClassifier post_transform SOFTMAX`, `Gemm+Relu`, ... */
  op: z.string(),
  /** Rows; `null` is a missing value. A plain list is rows of one column. */
  X: z
    .union([z.array(z.array(cell)), z.array(cell.transform((value) => [value]))])
    .refine((rows) => rows.length > 0, 'at least one row is needed'),
  post_transform: postTransform.optional(),
  tree: nodes.optional(),
  trees: z.array(nodes).optional(),
  targets: leaves.optional(),
  classes: leaves.optional(),
  n_targets: z.int().positive().optional(),
  aggregate_function: z.enum(['SUM', 'AVERAGE', 'MIN', 'MAX']).default('SUM'),
  base_values: numbers.optional(),
  classlabels: wholes.optional(),
  coefficients: table.optional(),
  intercepts: numbers.optional(),
  multi_class: z.int().default(0),
  weights: z.array(numbers).optional(),
  biases: numbers.optional(),
  trans_b: z.int().optional(),
  alpha: z.number().default(1),
  beta: z.number().default(1),
  layers: z.array(layer).min(1).optional(),
  offset: numbers.default([0]),
  scale: numbers.default([1]),
});
/** A model in words and numbers, with the rows it is run on. */
export const onnxInputs = z.preprocess(plainNames, fields);
export const isOnnxInput = (name: string): boolean => Object.hasOwn(fields.shape, plainName(name));
export type OnnxInputs = z.output<typeof onnxInputs>;

/** Why no graph can be made of the inputs: the field, and what it should be. */
export class GraphRefusal extends Error {}

/** The labels given, or 0, 1, ... */
export const labelsOf = ({ classlabels }: OnnxInputs, count: number): readonly number[] =>
  classlabels ?? Array.from({ length: count }, (_, i) => i);

/** As a field of its own, or named in `op`. */
export function postOf({ op, post_transform }: OnnxInputs): (typeof POST_TRANSFORMS)[number] {
  if (post_transform !== undefined) return post_transform;
  const named = /post_?transform[\s:=]*([a-z_]+)/i.exec(op)?.[1]?.toUpperCase();
  return POST_TRANSFORMS.find((name) => name === named) ?? 'NONE';
}

export type Nodes = z.output<typeof nodes>;
export type Leaves = z.output<typeof leaves>;
