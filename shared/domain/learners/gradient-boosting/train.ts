import type {
  GradientBoostingModel,
  LearnerOptions,
  Training,
  TrainingContext,
  TrainingMatrix,
  Tree,
} from '../learner.ts';
import { drawSeed, drawSubset, seededDraws } from '../seeded-draws.ts';
import { checkpointOf, checkTraining, resumedState } from '../training-input.ts';
import { type BinnedMatrix, binMatrix, type PackedColumns, packColumns } from './bins.ts';
import { type BoostingState, baseScores, createScores, type Scores, targetsOf } from './boosting-state.ts';
import { binnedScore, createGrowthSpace, type GrowthSpace, growTree } from './grow-tree.ts';
import { quantise } from './histogram.ts';
import { GRADIENT_BOOSTING_PARAMETERS, type GradientBoostingParameter } from './parameters.ts';

type Options = LearnerOptions<GradientBoostingParameter>;

/** One training's data and buffers. */
type Booster = {
  readonly data: TrainingMatrix;
  readonly options: Options;
  readonly seed: number;
  readonly binned: BinnedMatrix;
  readonly scores: Scores;
  readonly space: GrowthSpace;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly quantised: { readonly packed: Float64Array; gradientStep: number; hessianStep: number };
  readonly allRows: Int32Array;
  /** All useful columns; `undefined` where each round draws its own. */
  readonly packed: PackedColumns | undefined;
};

/** Histogram gradient boosting on the softmax loss, a step a round. With validation rows the best round is kept. */
export function* trainGradientBoosting(
  data: TrainingMatrix,
  options: Options,
  context: TrainingContext,
): Training<GradientBoostingModel> {
  checkTraining(data, options, GRADIENT_BOOSTING_PARAMETERS, context);
  const resumed = resumedState<BoostingState>('gradient-boosting', data, options, context.resume);
  let state: BoostingState = resumed ?? {
    seed: drawSeed(context.random),
    trees: [],
    roundEnds: [],
    bestRound: 0,
    bestLoss: null,
    isExhausted: false,
  };
  const base = baseScores(data);
  const booster = createBooster(data, options, state, base);
  const held =
    context.validation === undefined ? undefined : createScores(context.validation, base, state.trees);
  booster.scores.refresh();
  while (!isOver(state, options, held !== undefined)) {
    const grown = growRound(booster, state.roundEnds.length);
    const loss = booster.scores.refresh();
    for (const tree of grown) held?.add(tree);
    const validationLoss = held?.refresh() ?? null;
    state = afterRound(state, grown, validationLoss, options);
    const reached = state;
    yield {
      step: state.roundEnds.length,
      of: options.rounds,
      loss,
      validationLoss,
      checkpoint: () => checkpointOf('gradient-boosting', data, options, reached),
    };
  }
  const kept = held === undefined ? state.trees.length : (state.roundEnds[state.bestRound - 1] ?? 0);
  const { columns, classes } = data;
  return { kind: 'gradient-boosting', columns, classes, base, trees: state.trees.slice(0, kept) };
}

function isOver(state: BoostingState, { rounds, patience }: Options, isHeldOut: boolean): boolean {
  const round = state.roundEnds.length;
  const isStale = isHeldOut && patience > 0 && round - state.bestRound >= patience;
  return round >= rounds || isStale || state.isExhausted;
}

function afterRound(
  state: BoostingState,
  grown: readonly Tree[],
  validationLoss: number | null,
  { rowShare, columnShare }: Options,
): BoostingState {
  const trees = [...state.trees, ...grown];
  const isBest = validationLoss !== null && (state.bestLoss === null || validationLoss < state.bestLoss);
  return {
    ...state,
    trees,
    roundEnds: [...state.roundEnds, trees.length],
    bestRound: isBest ? state.roundEnds.length + 1 : state.bestRound,
    bestLoss: isBest ? validationLoss : state.bestLoss,
    // Other rows or columns may yet gain, the same ones will not.
    isExhausted: grown.length === 0 && rowShare === 1 && columnShare === 1,
  };
}

function createBooster(
  data: TrainingMatrix,
  options: Options,
  { seed, trees }: BoostingState,
  base: readonly number[],
): Booster {
  const { rows, columns, x } = data;
  const binned = binMatrix(x, rows, columns, options.bins);
  return {
    data,
    options,
    seed,
    binned,
    scores: createScores(data, base, trees),
    space: createGrowthSpace(rows),
    gradients: new Float64Array(rows),
    hessians: new Float64Array(rows),
    quantised: { packed: new Float64Array(rows), gradientStep: 1, hessianStep: 1 },
    allRows: Int32Array.from({ length: rows }, (_, i) => i),
    packed: options.columnShare === 1 ? packColumns(binned, binned.useful) : undefined,
  };
}

/** The trees of one round, their leaves added to the scores; a tree without a split is left out. */
function growRound(booster: Booster, round: number): readonly Tree[] {
  const { data, options, seed, binned, scores, space, quantised, gradients, hessians, allRows } = booster;
  const random = seededDraws(seed, round);
  const count = Math.max(1, Math.round(options.rowShare * data.rows));
  const sample = count === data.rows ? allRows : drawSubset(data.rows, count, random);
  const packed = booster.packed ?? packColumns(binned, drawColumns(binned, options.columnShare, random));
  const { classes } = data;
  return targetsOf(classes).flatMap((target) => {
    fillGradients(booster, target);
    quantise(gradients, hessians, quantised);
    const input = { binned, packed, quantised, gradients, hessians, sample };
    const grown = growTree(input, target, options, space, (rows, value) => {
      if (sample !== allRows) return;
      for (let i = 0; i < rows.length; i += 1) {
        const at = (rows[i] as number) * classes + target;
        scores.raw[at] = (scores.raw[at] as number) + value;
      }
    });
    if (grown.tree.feature.length === 1) return [];
    if (sample !== allRows)
      for (let row = 0; row < data.rows; row += 1) {
        const at = row * classes + target;
        scores.raw[at] = (scores.raw[at] as number) + binnedScore(grown, binned, row);
      }
    return [grown.tree];
  });
}

function drawColumns({ useful }: BinnedMatrix, share: number, random: () => number): Int32Array {
  const count = Math.min(useful.length, Math.max(1, Math.round(share * useful.length)));
  return drawSubset(useful.length, count, random).map((at) => useful[at] as number);
}

/** First and second derivatives of the loss by the target's score. */
function fillGradients({ data, scores, gradients, hessians }: Booster, target: number): void {
  const { rows, classes, y, weight } = data;
  const { probabilities } = scores;
  // Friedman 2001: the scores of all classes move in one round, each answering for its part. Two classes have one score.
  const factor = classes === 2 ? 1 : classes / (classes - 1);
  for (let i = 0; i < rows; i += 1) {
    const p = probabilities[i * classes + target] as number;
    const w = weight === null ? 1 : (weight[i] as number);
    gradients[i] = w * (p - (y[i] === target ? 1 : 0));
    hessians[i] = w * factor * p * (1 - p);
  }
}
