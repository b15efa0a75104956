/** The value at `x`; writes the gradient there. `Infinity` or `NaN` where `x` is not allowed. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export type MinimiseOptions = {
  /** Rough second derivatives at the start, all positive: the better they are, the fewer rounds. Default: ones. */
  readonly curvature?: Float64Array;
  /** Stops once twice the decrease still to be had, estimated as sum g^2 / curvature, is below this. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
};

export type Minimum = {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly converged: boolean;
};

/** Pairs of steps and gradient changes that approximate the second derivatives. */
const MEMORY = 12;
/** Wolfe's conditions: a share of the promised decrease, and a slope reduced to this share. */
const DECREASE = 1e-4;
const SLOPE = 0.9;
/** Values closer than this share of themselves are told apart by their slopes (Hager & Zhang 2005). */
const NOISE = 1e-13;

type Point = { readonly x: Float64Array; readonly gradient: Float64Array; value: number };
type Pair = { readonly step: Float64Array; readonly change: Float64Array; readonly product: number };

/** Where a minimisation is, JSON-safe: `minimising` goes on from it as if it had never stopped. */
export type MinimiserState = {
  readonly x: readonly number[];
  readonly pairs: readonly { readonly step: readonly number[]; readonly change: readonly number[] }[];
  readonly iterations: number;
  readonly evaluations: number;
};

export type MinimiserStep = {
  readonly iteration: number;
  /** Read before the next step is asked for: it is overwritten then. */
  readonly x: Float64Array;
  readonly value: number;
  readonly state: () => MinimiserState;
};

/**
 * A local minimum by L-BFGS (Nocedal & Wright 2006, algorithm 7.4, its starting matrix the inverse of `curvature`) with
 * a line search for Wolfe's conditions. Deterministic; `start` must be allowed and is not changed.
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions = {}): Minimum {
  const steps = minimising(objective, start, options);
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

/** `minimise`, one iteration a step. `from` is a state of the same problem, and then `start` is not looked at. */
export function* minimising(
  objective: Objective,
  start: Float64Array,
  { curvature, tolerance = 1e-16, maxIterations = 500 }: MinimiseOptions = {},
  from?: MinimiserState,
): Generator<MinimiserStep, Minimum, void> {
  const n = start.length;
  const scale = curvature ?? new Float64Array(n).fill(1);
  const pairs: Pair[] = (from?.pairs ?? []).map((pair) => pairOf(...toVectors(pair)));
  const direction = new Float64Array(n);
  let evaluations = 0;
  const evaluate = (point: Point): void => {
    point.value = objective(point.x, point.gradient);
    evaluations += 1;
  };
  let here: Point = { x: Float64Array.from(from?.x ?? start), gradient: new Float64Array(n), value: 0 };
  let there: Point = { x: new Float64Array(n), gradient: new Float64Array(n), value: 0 };
  evaluate(here);
  evaluations = from?.evaluations ?? evaluations;
  let iterations = from?.iterations ?? 0;
  let converged = false;
  while (Number.isFinite(here.value)) {
    const remaining = here.gradient.reduce((sum, g, i) => sum + (g * g) / (scale[i] as number), 0);
    converged = remaining <= tolerance;
    if (converged || iterations >= maxIterations) break;
    descend(here.gradient, pairs, scale, direction);
    if (!searchLine(here, there, direction, evaluate)) {
      // Without memory there is no other direction to try: what is left is rounding.
      converged = remaining <= Math.sqrt(tolerance);
      if (pairs.length === 0) break;
      pairs.length = 0;
      continue;
    }
    remember(pairs, here, there);
    [here, there] = [there, here];
    iterations += 1;
    const reached = { x: here.x, iterations, evaluations };
    yield {
      iteration: iterations,
      x: here.x,
      value: here.value,
      state: () => ({
        ...reached,
        x: [...reached.x],
        pairs: pairs.map(({ step, change }) => ({ step: [...step], change: [...change] })),
      }),
    };
  }
  return { x: here.x, value: here.value, iterations, evaluations, converged };
}

const toVectors = ({ step, change }: MinimiserState['pairs'][number]): [Float64Array, Float64Array] => [
  Float64Array.from(step),
  Float64Array.from(change),
];

const pairOf = (step: Float64Array, change: Float64Array): Pair => ({
  step,
  change,
  product: dot(step, change),
});

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

function addScaled(to: Float64Array, factor: number, of: Float64Array): void {
  for (let i = 0; i < to.length; i += 1) to[i] = (to[i] as number) + factor * (of[i] as number);
}

/** The two-loop recursion: minus the approximate inverse of the second derivatives times the gradient. */
function descend(
  gradient: Float64Array,
  pairs: readonly Pair[],
  curvature: Float64Array,
  direction: Float64Array,
): void {
  for (let i = 0; i < gradient.length; i += 1) direction[i] = -(gradient[i] as number);
  const shares = pairs.map(() => 0);
  for (let k = pairs.length - 1; k >= 0; k -= 1) {
    const { step, change, product } = pairs[k] as Pair;
    const share = dot(step, direction) / product;
    shares[k] = share;
    addScaled(direction, -share, change);
  }
  for (let i = 0; i < direction.length; i += 1)
    direction[i] = (direction[i] as number) / (curvature[i] as number);
  pairs.forEach(({ step, change, product }, k) => {
    addScaled(direction, (shares[k] as number) - dot(change, direction) / product, step);
  });
}

function remember(pairs: Pair[], from: Point, to: Point): void {
  const step = Float64Array.from(to.x, (value, i) => value - (from.x[i] as number));
  const change = Float64Array.from(to.gradient, (value, i) => value - (from.gradient[i] as number));
  const pair = pairOf(step, change);
  if (!(pair.product > 0)) return;
  pairs.push(pair);
  if (pairs.length > MEMORY) pairs.shift();
}

/** Moves `there` along `direction` to a point that satisfies Wolfe's conditions; `false` if there is none to be found. */
function searchLine(
  here: Point,
  there: Point,
  direction: Float64Array,
  evaluate: (point: Point) => void,
): boolean {
  const slope = dot(direction, here.gradient);
  if (!(slope < 0)) return false;
  let low = 0;
  let lowSlope = slope;
  let high = Number.POSITIVE_INFINITY;
  let highSlope = Number.NaN;
  let length = 1;
  for (let round = 0; round < 60; round += 1) {
    there.x.set(here.x);
    addScaled(there.x, length, direction);
    evaluate(there);
    const reached = dot(direction, there.gradient);
    const isTooFar = !(there.value <= here.value + DECREASE * length * slope);
    const isNoise =
      Math.abs(there.value - here.value) <= NOISE * Math.abs(here.value) &&
      reached <= (2 * DECREASE - 1) * slope;
    if (isTooFar && !isNoise) {
      high = length;
      highSlope = Number.isFinite(there.value) ? reached : Number.NaN;
    } else if (reached < SLOPE * slope) {
      low = length;
      lowSlope = reached;
    } else if (reached > -SLOPE * slope) {
      high = length;
      highSlope = reached;
    } else return true;
    length = nextLength(low, lowSlope, high, highSlope);
  }
  return false;
}

/** Where the slope would be zero were it linear, kept inside the bracket; twice as far while there is no bracket. */
function nextLength(low: number, lowSlope: number, high: number, highSlope: number): number {
  if (high === Number.POSITIVE_INFINITY) return 2 * low;
  const width = high - low;
  const share = highSlope > 0 ? lowSlope / (lowSlope - highSlope) : 0.3;
  return low + width * Math.min(0.9, Math.max(0.1, share));
}
