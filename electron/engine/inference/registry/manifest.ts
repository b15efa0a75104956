import * as z from 'zod';
import { MODEL_TARGETS } from '../../../../shared/domain/model.ts';
import { isVisible, visibleText } from '../../../../shared/domain/visible-text.ts';

/** `YYYY-MM-DD`, of the calendar. */
export const day = z.iso.date();
/** A folder may come from anywhere, and what it is called ends up in terminals. */
const nameText = z.string().refine(isVisible, 'has control characters');
const freeText = z.string().transform(visibleText);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A file beside the manifest, never a path elsewhere. */
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);
const file = z.object({ name: fileName, sha256, bytes: z.int().positive() });

export const scores = z.object({
  n: z.int(),
  logLoss: z.number(),
  rps: z.number(),
  brier: z.number(),
  ece: z.number(),
  accuracy: z.number(),
});

/** Scores of a group of forecasts, and the market's on those of the same matches that had prices. */
export const groupScores = z.object({
  group: nameText,
  model: scores,
  market: scores.nullable(),
});

/**
 * One fit of a model. A model trained walk-forward has one version a season and is judged, and used on past matches,
 * by the newest version whose training ended before the match; live, by the newest.
 */
export const modelVersion = z.object({
  onnx: file,
  /** What the features remembered when training ended; `null` where they remember nothing. */
  features: file.nullable(),
  /** Days of the first and last match learned from; `null` for models made elsewhere. */
  trainedFrom: day.nullable(),
  trainedTo: day.nullable(),
  rows: z.int().nonnegative(),
  /** Of the training matrix: the same data and options give the same hash. */
  dataSha256: sha256.nullable(),
});

/** `manifest.json` of a model's folder. */
export const manifest = z.object({
  format: z.literal(1),
  /** Also the folder's name. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  name: nameText.min(1).max(120),
  description: freeText.pipe(z.string().max(4000)),
  sport: nameText.min(1),
  target: z.enum(MODEL_TARGETS),
  outcomes: z.array(nameText).min(1),
  origin: z.enum(['shipped', 'trained', 'imported']),
  /** `gradient-boosting`, `goals`, ...; `foreign` for models made elsewhere. */
  learner: nameText,
  parameters: z.record(nameText, z.union([z.number(), freeText])),
  calibration: z.enum(['none', 'temperature', 'isotonic']),
  /** Competitions it was trained on; empty: any. */
  competitions: z.array(nameText),
  input: z.object({
    name: z.string(),
    /** A set of `FEATURE_SETS`, or `null` for columns filled from a CSV of numbers. */
    featureSet: nameText.nullable(),
    /** One per column, in the model's order. */
    columns: z.array(nameText).min(1),
    /** True for the goal models, whose columns are team indices, by position in this list. */
    teams: z.array(nameText).nullable(),
  }),
  output: z.object({
    name: z.string(),
    kind: z.enum(['probabilities', 'scores', 'number']),
    /**
     * Which of the graph's columns holds each outcome, where they come in another order than the outcomes; none where
     * they come in theirs. Applied after the run, like the softmax of scores: the file stays as it was made.
     */
    order: z.array(z.int().nonnegative()).optional(),
  }),
  opset: z.int(),
  ir: z.int(),
  /** Oldest first. */
  versions: z.array(modelVersion).min(1),
  /** An input row and its output as the newest version's graph gives it: checked each time that is opened. */
  golden: z.object({
    input: z.array(z.number().nullable()),
    output: z.array(z.number()),
    tolerance: z.number().positive(),
  }),
  /** Walk-forward: every forecast was made by a version that had not seen the match. */
  judgement: z
    .object({
      overall: groupScores,
      bySeason: z.array(groupScores),
      byCompetition: z.array(groupScores),
      byOddsBand: z.array(groupScores),
      /** Forecast against frequency, all outcomes together. */
      reliability: z.array(z.object({ forecast: z.number(), frequency: z.number(), count: z.int() })),
      /** Deciles of each feature in training, for the drift of its inputs: 9 edges, and the missing share. */
      reference: z.array(
        z.object({ column: z.string(), edges: z.array(z.number()), missing: z.number().min(0).max(1) }),
      ),
    })
    .nullable(),
  /** Milliseconds since 1970, up to the year 9999. */
  createdAt: z.int().nonnegative().max(253_402_300_799_999),
});
export type Manifest = z.infer<typeof manifest>;
export type ModelVersion = z.infer<typeof modelVersion>;
export type GroupScores = z.infer<typeof groupScores>;
