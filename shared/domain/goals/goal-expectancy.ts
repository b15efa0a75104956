import { dixonColesShift, rhoBounds } from './dixon-coles.ts';
import { poissonCounts } from './goal-counts.ts';
import { MOST_GOALS } from './score-grid.ts';

/** What the market says: probabilities of 1X2 and, if there is one, of more than `line` goals (a half-goal line). */
export type MarketView = {
  readonly home: number;
  readonly draw: number;
  readonly away: number;
  readonly over?: { readonly line: number; readonly probability: number };
};

export type GoalExpectancy =
  | {
      readonly ok: true;
      readonly home: number;
      readonly away: number;
      readonly iterations: number;
      /** Largest gap between the market's probabilities and those of the expectancies. */
      readonly error: number;
    }
  | { readonly ok: false; readonly code: 'no-solution'; readonly message: string };

type Outlook = {
  readonly home: number;
  readonly away: number;
  readonly over: number;
  /** Derivatives of the three by the home and the away expectancy. */
  readonly byHome: readonly [home: number, away: number, over: number];
  readonly byAway: readonly [home: number, away: number, over: number];
};

/**
 * Home and away goal expectancies of a Dixon-Coles model with this rho (0: independent Poisson) that give the market's
 * probabilities: P(home), P(away); or, where `over` is given, P(home) / P(away) and P(over). 1X2 is scaled to a sum of 1.
 * Newton's method on the logarithms of the expectancies.
 */
export function goalExpectancy(market: MarketView, rho = 0): GoalExpectancy {
  const sum = market.home + market.draw + market.away;
  const aim = { home: market.home / sum, away: market.away / sum, over: market.over };
  const gapsOf = (outlook: Outlook): readonly [number, number] =>
    aim.over === undefined
      ? [outlook.home - aim.home, outlook.away - aim.away]
      : [outlook.home * aim.away - outlook.away * aim.home, outlook.over - aim.over.probability];
  const line = aim.over?.line ?? 2.5;
  let logs: readonly [number, number] = [
    0.3 + 0.35 * Math.log(aim.home / aim.away),
    0.3 - 0.35 * Math.log(aim.home / aim.away),
  ];
  let outlook = outlookOf(logs, rho, line);
  let gaps = gapsOf(outlook);
  for (let iterations = 1; iterations <= 100; iterations += 1) {
    const step = newtonStep(logs, outlook, gaps, aim);
    let length = Math.min(1, 1 / Math.max(Math.abs(step[0]), Math.abs(step[1])));
    let next = logs;
    for (; length > 1e-10; length *= 0.5) {
      next = [logs[0] - length * step[0], logs[1] - length * step[1]];
      const tried = outlookOf(next, rho, line);
      const left = gapsOf(tried);
      if (sizeOf(left) <= sizeOf(gaps)) {
        outlook = tried;
        gaps = left;
        break;
      }
    }
    const moved = Math.max(Math.abs(length * step[0]), Math.abs(length * step[1]));
    logs = next;
    if (!(moved > 1e-13) || length <= 1e-10) return conclude(logs, rho, sizeOf(gaps), iterations);
  }
  return conclude(logs, rho, sizeOf(gaps), 100);
}

const sizeOf = ([a, b]: readonly [number, number]): number => Math.max(Math.abs(a), Math.abs(b));

function conclude(
  logs: readonly [number, number],
  rho: number,
  error: number,
  iterations: number,
): GoalExpectancy {
  const [home, away] = [Math.exp(logs[0]), Math.exp(logs[1])];
  const [least, most] = rhoBounds(home, away);
  const isSolved = error < 1e-9 && rho >= least && rho <= most;
  return isSolved
    ? { ok: true, home, away, iterations, error }
    : {
        ok: false,
        code: 'no-solution',
        message: `No goal expectancies give these probabilities with rho ${rho}. Check that they are of one match and without margin.`,
      };
}

function newtonStep(
  logs: readonly [number, number],
  { byHome, byAway }: Outlook,
  gaps: readonly [number, number],
  aim: { readonly home: number; readonly away: number; readonly over: MarketView['over'] },
): readonly [number, number] {
  const rows = [byHome, byAway].map((by, i): readonly [number, number] => {
    const rate = Math.exp(logs[i] as number);
    return aim.over === undefined
      ? [rate * by[0], rate * by[1]]
      : [rate * (by[0] * aim.away - by[1] * aim.home), rate * by[2]];
  });
  const [a, c] = rows[0] as readonly [number, number];
  const [b, d] = rows[1] as readonly [number, number];
  const determinant = a * d - b * c;
  return [(d * gaps[0] - b * gaps[1]) / determinant, (a * gaps[1] - c * gaps[0]) / determinant];
}

/** For Poisson X and Y: d P(X > Y) / d E(X) = P(X = Y) and d P(X > Y) / d E(Y) = -P(X = Y + 1). */
function outlookOf(logs: readonly [number, number], rho: number, line: number): Outlook {
  const [home, away] = [Math.exp(logs[0]), Math.exp(logs[1])];
  const x = poissonCounts(home, MOST_GOALS + 1);
  const y = poissonCounts(away, MOST_GOALS + 1);
  let [win, level, homeByOne, awayByOne, yBelow] = [0, 0, 0, 0, 0];
  for (let goals = 0; goals <= MOST_GOALS; goals += 1) {
    const [px, py] = [x[goals] as number, y[goals] as number];
    win += px * yBelow;
    level += px * py;
    homeByOne += (x[goals + 1] ?? 0) * py;
    awayByOne += px * (y[goals + 1] ?? 0);
    yBelow += py;
  }
  const goals = Math.floor(line);
  const total = poissonCounts(home + away, goals + 1);
  const shift = dixonColesShift(home, away, rho);
  const [shiftByHome, shiftByAway] = [shift * (1 / home - 1), shift * (1 / away - 1)];
  // Rho moves probability from 0-0 and 1-1 to one goal: totals of two are as before.
  const moved = goals === 0 ? 1 : goals === 1 ? -1 : 0;
  const density = total[goals] as number;
  return {
    home: win + shift,
    away: 1 - win - level + shift,
    over: 1 - total.reduce((sum, p) => sum + p, 0) + moved * shift,
    byHome: [level + shiftByHome, -awayByOne + shiftByHome, density + moved * shiftByHome],
    byAway: [-homeByOne + shiftByAway, level + shiftByAway, density + moved * shiftByAway],
  };
}
