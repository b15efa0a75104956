import type { IsotonicMap } from '../../shared/domain/calibration-isotonic.ts';
import type { Calibration } from '../../shared/domain/learners/calibration.ts';
import type {
  FittedModel,
  GoalsModel,
  GradientBoostingModel,
  LogisticModel,
  MlpModel,
  Tree,
} from '../../shared/domain/learners/learner.ts';

type Random = () => number;

const between = (random: Random, least: number, most: number): number => least + (most - least) * random();
const whole = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));
const list = (random: Random, length: number, least: number, most: number): readonly number[] =>
  Array.from({ length }, () => between(random, least, most));

export function randomLogistic(random: Random): LogisticModel {
  const [columns, classes] = [whole(random, 1, 6), whole(random, 2, 4)];
  return {
    kind: 'logistic',
    columns,
    classes,
    mean: list(random, columns, -3, 3),
    scale: list(random, columns, 0.01, 5),
    coefficients: list(random, columns * classes, -2, 2),
    intercepts: list(random, classes, -1, 1),
  };
}

export function randomMlp(random: Random): MlpModel {
  const [columns, classes] = [whole(random, 1, 6), whole(random, 2, 4)];
  const sizes = [columns, ...Array.from({ length: whole(random, 0, 2) }, () => whole(random, 1, 8)), classes];
  return {
    kind: 'mlp',
    columns,
    classes,
    mean: list(random, columns, -3, 3),
    scale: list(random, columns, 0.01, 5),
    layers: sizes.slice(1).map((outputs, i) => {
      const inputs = sizes[i] as number;
      return {
        inputs,
        outputs,
        weights: list(random, inputs * outputs, -1.5, 1.5),
        biases: list(random, outputs, -1, 1),
      };
    }),
  };
}

/** Thresholds are halves, as are many of the values of `randomRows`, so that both often meet. */
function randomTree(random: Random, columns: number, target: number): Tree {
  const feature: number[] = [];
  const threshold: number[] = [];
  const missingLeft: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const value: number[] = [];
  const grow = (depth: number): number => {
    const own = feature.length;
    const isLeaf = depth === 0 || random() < 0.2;
    feature.push(isLeaf ? -1 : whole(random, 0, columns - 1));
    threshold.push(isLeaf ? 0 : whole(random, -4, 4) / 2);
    missingLeft.push(random() < 0.5 ? 1 : 0);
    left.push(0);
    right.push(0);
    value.push(isLeaf ? between(random, -0.8, 0.8) : 0);
    if (!isLeaf) {
      left[own] = grow(depth - 1);
      right[own] = grow(depth - 1);
    }
    return own;
  };
  grow(whole(random, 0, 4));
  return { target, feature, threshold, missingLeft, left, right, value };
}

export function randomGradientBoosting(random: Random): GradientBoostingModel {
  const [columns, classes] = [whole(random, 1, 6), whole(random, 2, 4)];
  return {
    kind: 'gradient-boosting',
    columns,
    classes,
    base: list(random, classes, -1, 1),
    trees: Array.from({ length: whole(random, 0, 40) }, (_, i) => randomTree(random, columns, i % classes)),
  };
}

/** Parameters of each family, over what fits of real leagues give and more. */
const PARAMETERS: Readonly<Record<GoalsModel['family'], (random: Random) => GoalsModel['parameters']>> = {
  poisson: () => ({}),
  // Bounds beyond which a lopsided pairing leaves no room are met.
  'dixon-coles': (random) => ({ rho: between(random, -0.5, 0.5) }),
  'bivariate-poisson': (random) => ({ shared: between(random, 0, 0.5) }),
  'negative-binomial': (random) => ({ dispersion: random() < 0.2 ? 1e-12 : 10 ** between(random, -8, 0) }),
  weibull: (random) => ({
    shape: between(random, 0.7, 1.6),
    kappa: random() < 0.3 ? 0 : between(random, -2, 2) * (random() < 0.2 ? 1e-5 : 1),
  }),
};
export const GOAL_FAMILIES = Object.keys(PARAMETERS) as readonly GoalsModel['family'][];

export function randomGoals(random: Random, family: GoalsModel['family']): GoalsModel {
  const targets = ['match-odds', 'over-under-2.5', 'both-teams-to-score'] as const;
  const target = targets[whole(random, 0, 2)] ?? 'match-odds';
  const teams = whole(random, 2, 8);
  return {
    kind: 'goals',
    columns: 2,
    classes: target === 'match-odds' ? 3 : 2,
    family,
    target,
    teams: Array.from({ length: teams }, (_, i) => `Team ${i}`),
    attack: list(random, teams, -0.8, 0.8),
    defence: list(random, teams, -0.8, 0.8),
    intercept: between(random, -0.3, 0.4),
    homeAdvantage: between(random, 0, 0.5),
    parameters: PARAMETERS[family](random),
    mostGoals: random() < 0.2 ? 45 : whole(random, 3, 20),
  };
}

function randomIsotonic(random: Random): IsotonicMap {
  const points = whole(random, 1, 30);
  const rising = (step: () => number): readonly number[] => {
    let at = 0;
    const steps = Array.from({ length: points }, () => {
      at += step();
      return at;
    });
    return steps.map((value) => value / (at * 1.05 || 1));
  };
  return {
    // Some points lie close together: steep ramps.
    thresholds: rising(() => (random() < 0.2 ? 1e-4 : 0.01 + random())),
    // Many neighbours are level, as pooled blocks are.
    values: rising(() => (random() < 0.5 ? 0 : random())),
  };
}

/** `classes` outcomes; of isotonic ones some classes may have no map. */
export const randomCalibration = (
  random: Random,
  kind: Calibration['kind'],
  classes: number,
): Calibration => {
  switch (kind) {
    case 'none':
      return { kind };
    case 'temperature':
      return { kind, temperature: between(random, 0.2, 4) };
    case 'isotonic':
      return { kind, maps: Array.from({ length: classes }, () => randomIsotonic(random)) };
  }
};

/** Rows of halves, ordinary and extreme values, and missing ones; team indices for a goal model, not all of them teams. */
export function randomRows(random: Random, model: FittedModel, rows: number): Float32Array {
  const team = (teams: number) => {
    const kind = random();
    if (kind < 0.1) return Number.NaN;
    if (kind < 0.3) return [-1, teams, 0.5, 1e9, -1e30][whole(random, 0, 4)] as number;
    return whole(random, 0, teams - 1);
  };
  const value = () => {
    const kind = random();
    if (kind < 0.15) return Number.NaN;
    if (kind < 0.25) return between(random, -1e6, 1e6);
    return kind < 0.6 ? whole(random, -6, 6) / 2 : between(random, -5, 5);
  };
  return Float32Array.from({ length: rows * model.columns }, () =>
    model.kind === 'goals' ? team(model.teams.length) : value(),
  );
}
