import { solvePositiveDefinite } from './optimise/positive-definite.ts';
import { netWinnings } from './value.ts';

export type SimultaneousKelly =
  | {
      readonly ok: true;
      readonly stakes: readonly number[];
      readonly total: number;
      readonly growth: number;
    }
  | {
      readonly ok: false;
      readonly code: 'too-many-bets' | 'certain-outcome';
      readonly message: string;
    };

/** 2^14 states of 14 bets take tens of milliseconds; beyond that the joint optimum needs another method. */
export const MAX_SIMULTANEOUS_BETS = 14;

type Bet = { readonly b: number; readonly p: number };
type Derivatives = {
  readonly growth: number;
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
};

/**
 * Stakes that maximise expected log growth of independent bets settled together, over all 2^n combinations of wins.
 *
 * A bet without an edge of its own gets nothing and every other something (the gradient at zero stake is its EV times
 * a positive number), so Newton's method runs on the bets with an edge without constraints; the growth is concave.
 */
export function kellySimultaneous(
  decimalOdds: readonly number[],
  p: readonly number[],
  commission = 0,
  fraction = 1,
): SimultaneousKelly {
  const bets = decimalOdds.map((odds, index) => ({
    index,
    b: netWinnings(odds, commission),
    p: p[index] ?? 0,
  }));
  const backed = bets.filter((bet) => bet.p * bet.b > 1 - bet.p);
  if (backed.length > MAX_SIMULTANEOUS_BETS)
    return {
      ok: false,
      code: 'too-many-bets',
      message: `At most ${MAX_SIMULTANEOUS_BETS} bets with an edge can be sized together; there are ${backed.length}.`,
    };
  if (backed.some((bet) => bet.p >= 1))
    return {
      ok: false,
      code: 'certain-outcome',
      message: 'A bet that cannot lose has no optimal stake. Give a probability below 1.',
    };
  const optimum = maximise(backed);
  const stakes = new Array<number>(bets.length).fill(0);
  backed.forEach(({ index }, i) => {
    stakes[index] = fraction * (optimum[i] ?? 0);
  });
  const scaled = optimum.map((stake) => stake * fraction);
  return {
    ok: true,
    stakes,
    total: stakes.reduce((sum, stake) => sum + stake, 0),
    growth: backed.length === 0 ? 0 : derivatives(backed, scaled).growth,
  };
}

function maximise(bets: readonly Bet[]): Float64Array {
  const n = bets.length;
  let stakes = new Float64Array(n);
  let here = derivatives(bets, stakes);
  for (let round = 0; round < 100 && n > 0; round += 1) {
    const step = solvePositiveDefinite(here.curvature, here.gradient);
    // The growth is strictly concave, so only lost digits can hide it: the stakes reached are as good as they get.
    if (step === undefined) break;
    let length = 1;
    let tried = move(stakes, step, length);
    let there = derivatives(bets, tried);
    while (!(there.growth >= here.growth) && length > 1e-12) {
      length *= 0.5;
      tried = move(stakes, step, length);
      there = derivatives(bets, tried);
    }
    const moved = Math.max(...step.map((change) => Math.abs(change * length)));
    if (there.growth >= here.growth) {
      stakes = tried;
      here = there;
    }
    if (moved < 1e-14 || length <= 1e-12) break;
  }
  return stakes;
}

const move = (from: Float64Array, step: Float64Array, length: number): Float64Array<ArrayBuffer> =>
  Float64Array.from(from, (value, i) => value + length * (step[i] ?? 0));

/** Growth, its gradient and the negated second derivatives (row by row); growth is `NaN` where a state is ruin. */
function derivatives(bets: readonly Bet[], stakes: Float64Array): Derivatives {
  const n = bets.length;
  const gradient = new Float64Array(n);
  const curvature = new Float64Array(n * n);
  const outcome = new Float64Array(n);
  let growth = 0;
  for (let state = 0; state < 2 ** n; state += 1) {
    let probability = 1;
    let wealth = 1;
    for (let i = 0; i < n; i += 1) {
      const bet = bets[i] as Bet;
      const wins = ((state >> i) & 1) === 1;
      probability *= wins ? bet.p : 1 - bet.p;
      outcome[i] = wins ? bet.b : -1;
      wealth += (stakes[i] as number) * (outcome[i] as number);
    }
    growth += wealth > 0 ? probability * Math.log(wealth) : Number.NaN;
    const share = probability / wealth;
    for (let i = 0; i < n; i += 1) {
      const weight = share * (outcome[i] as number);
      gradient[i] = (gradient[i] as number) + weight;
      for (let j = 0; j <= i; j += 1) {
        const at = i * n + j;
        curvature[at] = (curvature[at] as number) + (weight * (outcome[j] as number)) / wealth;
      }
    }
  }
  return { growth, gradient, curvature };
}
