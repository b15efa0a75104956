import * as z from 'zod';
import { MODEL_STATES, MODEL_TARGETS } from '../domain/model.ts';
import { epochMs, eventId, filePath, marketId, oddsE4, probability, selectionId } from './schemas.ts';

export const modelId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
export const modelTarget = z.enum(MODEL_TARGETS);
export const modelState = z.enum(MODEL_STATES);

/** Mean scores: log loss in nats, RPS 0 to 1, Brier 0 to 2; `null` where there is nothing to score. */
export const scores = z.object({
  n: z.int(),
  logLoss: z.number().nullable(),
  rps: z.number().nullable(),
  brier: z.number().nullable(),
  ece: z.number().nullable(),
  accuracy: z.number().nullable(),
});
export type Scores = z.infer<typeof scores>;

export const groupScores = z.object({ group: z.string(), model: scores, market: scores.nullable() });
export type GroupScores = z.infer<typeof groupScores>;

/** A registered model, as the list shows it. */
export const modelEntry = z.object({
  id: modelId,
  name: z.string(),
  description: z.string(),
  sport: z.string(),
  target: modelTarget,
  slot: z.string(),
  outcomes: z.array(z.string()).readonly(),
  origin: z.enum(['shipped', 'trained', 'imported']),
  learner: z.string(),
  parameters: z.record(z.string(), z.union([z.number(), z.string()])),
  calibration: z.string(),
  featureSet: z.string().nullable(),
  columns: z.array(z.string()).readonly(),
  competitions: z.array(z.string()).readonly(),
  state: modelState,
  trainedFrom: z.string().nullable(),
  trainedTo: z.string().nullable(),
  rows: z.int(),
  versions: z.int(),
  opset: z.int(),
  ir: z.int(),
  sha256: z.string(),
  bytes: z.int(),
  createdAt: epochMs,
  /** Walk-forward; `null` for models made elsewhere and not evaluated. */
  overall: groupScores.nullable(),
  /** Why it is not served, and what to do: a changed file, a failed run. `null` while all is well. */
  problem: z.string().nullable(),
  /** Since the engine started; `null` while it is not served. */
  serving: z
    .object({
      predictions: z.int(),
      failures: z.int(),
      /** Milliseconds from features to probabilities of one batch. */
      p50Ms: z.number(),
      p99Ms: z.number(),
      perSecond: z.number(),
      /** Why it says nothing of what is in view; `null` while it predicts something. */
      note: z.string().nullable(),
    })
    .nullable(),
  drift: z
    .object({
      /** Of the column that moved most; below 0.1 is steady, above 0.25 another world. */
      psi: z.number(),
      column: z.string(),
      /** ECE of the settled predictions less that of training and less what chance gives; `null` before 100 of them. */
      calibration: z.number().nullable(),
      /** What to do; `null` while all is well. */
      alert: z.string().nullable(),
    })
    .nullable(),
  /** Sent once, last, when the model was removed. */
  removed: z.literal(true).optional(),
});
export type ModelEntry = z.infer<typeof modelEntry>;

/** Everything known about one model's quality. */
export const judgement = z.object({
  modelId,
  overall: groupScores.nullable(),
  bySeason: z.array(groupScores),
  byCompetition: z.array(groupScores),
  byOddsBand: z.array(groupScores),
  reliability: z.array(z.object({ forecast: z.number(), frequency: z.number(), count: z.int() })),
  drift: z.array(z.object({ column: z.string(), psi: z.number() })),
  /** Settled live predictions of this model and of its slot's champion on the same matches. */
  live: z.object({ model: scores, champion: scores.nullable(), championId: modelId.nullable() }).nullable(),
});
export type Judgement = z.infer<typeof judgement>;

export const stateChange = z.object({
  at: epochMs,
  slot: z.string(),
  modelId,
  from: modelState,
  to: modelState,
  actor: z.enum(['user', 'engine']),
  /** Of one action, such as a promotion and the retirement it brings. */
  action: z.string(),
});
export type StateChange = z.infer<typeof stateChange>;

const tensor = z.object({
  name: z.string(),
  /** `float32`, `int64`, `sequence<map>`, ... as ONNX names them. */
  type: z.string(),
  /** `null` for a dimension left open. */
  shape: z.array(z.union([z.int(), z.string()]).nullable()),
});

/** What a file is, before anything is imported. */
export const inspection = z.object({
  file: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  ir: z.int(),
  opsets: z.array(z.object({ domain: z.string(), version: z.int() })),
  producer: z.string(),
  inputs: z.array(tensor),
  outputs: z.array(tensor),
  /** Each says what it is and how to export instead; a `fatal` one can't be served at all. */
  problems: z.array(z.object({ code: z.string(), fatal: z.boolean(), message: z.string() })),
  /** A first guess the wizard starts from. */
  suggestion: z
    .object({
      input: z.string(),
      output: z.string(),
      kind: z.enum(['probabilities', 'scores', 'number']),
      columns: z.int(),
      classes: z.int(),
    })
    .nullable(),
});
export type Inspection = z.infer<typeof inspection>;

export const modelImport = z.object({
  file: filePath,
  id: modelId,
  name: z.string().min(1).max(120),
  description: z.string().max(4000),
  sport: z.string().min(1),
  target: modelTarget,
  input: z.string(),
  output: z.string(),
  kind: z.enum(['probabilities', 'scores', 'number']),
  /** Outcome of each output column, in the model's order; must be the target's outcomes in some order. */
  outcomes: z.array(z.string()).min(1),
  /** A feature set whose columns are meant, or `null` for a CSV of numbers. */
  featureSet: z.string().nullable(),
  /** The set's feature, or the CSV's column, for each input column in the model's order. */
  columns: z.array(z.string().min(1)).min(1),
  /** An input row whose output is known, from where the model was made; without one, zeros are run and remembered. */
  golden: z.object({ input: z.array(z.number()), output: z.array(z.number()) }).nullable(),
});
export type ModelImport = z.infer<typeof modelImport>;

export const featureSet = z.object({
  id: z.string(),
  sport: z.string(),
  description: z.string(),
  resultsOnly: z.boolean(),
  features: z.array(z.object({ name: z.string(), meaning: z.string() })),
});
export type FeatureSetEntry = z.infer<typeof featureSet>;

/** A model's view of one selection, valid until its inputs change or `validUntil`. */
export const prediction = z.object({
  eventId,
  marketId,
  selectionId,
  modelId,
  /** `trainedTo` of the version that made it, or its hash for a foreign model. */
  version: z.string(),
  role: z.enum(['champion', 'shadow']),
  probability,
  /** The range that the model's own walk-forward calibration error leaves open. */
  low: probability,
  high: probability,
  fairOdds: oddsE4.nullable(),
  at: epochMs,
  validUntil: epochMs,
  /** False where the model does not know both sides and went by prices or averages alone. */
  knowsSides: z.boolean(),
  /** Sent once, last: the model says nothing of the selection any more. */
  withdrawn: z.boolean(),
});
export type Prediction = z.infer<typeof prediction>;

export const predictionInputs = z.object({
  at: epochMs,
  version: z.string(),
  features: z.array(z.object({ name: z.string(), value: z.number().nullable() })),
});
