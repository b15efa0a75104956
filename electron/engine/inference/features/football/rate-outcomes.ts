import { scoreGrid } from '../../../../../shared/domain/goals/score-grid.ts';

/** What two scoring rates mean for the markets, as log-odds. */
export const RATE_OUTCOMES = ['home v away', 'draw', 'over 2.5', 'both score'] as const;
export const RATE_OUTCOME_COUNT = RATE_OUTCOMES.length;

/** Logarithms of a side's expected goals that the table covers; beyond it the edge is taken. */
const LEAST = -2.2;
const MOST = 1.8;
const STEP = 0.05;
const SIZE = Math.round((MOST - LEAST) / STEP) + 1;
const MOST_GOALS = 20;
/** Usual correction of low scores; how leagues differ in it is for the model to learn. */
const RHO = -0.05;

let table: Float64Array | undefined;

const logOdds = (p: number): number => Math.log(p / (1 - p));

function buildTable(): Float64Array {
  const built = new Float64Array(SIZE * SIZE * RATE_OUTCOME_COUNT);
  for (let i = 0; i < SIZE; i += 1)
    for (let j = 0; j < SIZE; j += 1) {
      const home = Math.exp(LEAST + i * STEP);
      const away = Math.exp(LEAST + j * STEP);
      const { cells } = scoreGrid({ kind: 'dixon-coles', home, away, rho: RHO }, MOST_GOALS);
      let [win, draw, loss, under, neither] = [0, 0, 0, 0, 0];
      cells.forEach((p, cell) => {
        const h = Math.floor(cell / (MOST_GOALS + 1));
        const a = cell % (MOST_GOALS + 1);
        if (h > a) win += p;
        else if (h === a) draw += p;
        else loss += p;
        if (h + a < 3) under += p;
        if (h === 0 || a === 0) neither += p;
      });
      const at = (i * SIZE + j) * RATE_OUTCOME_COUNT;
      built[at] = Math.log(win / loss);
      built[at + 1] = logOdds(draw);
      built[at + 2] = -logOdds(under);
      built[at + 3] = -logOdds(neither);
    }
  return built;
}

/**
 * Writes ln(P(home) / P(away)) and the log-odds of a draw, over 2.5 goals and both teams scoring, under Dixon and
 * Coles' model with these logarithms of expected goals, from `offset` on. Bilinear in a table built once: a forecast
 * needs no score grid.
 */
export function writeRateOutcomes(logHome: number, logAway: number, out: Float32Array, offset: number): void {
  table ??= buildTable();
  const x = Math.min(Math.max((logHome - LEAST) / STEP, 0), SIZE - 1.001);
  const y = Math.min(Math.max((logAway - LEAST) / STEP, 0), SIZE - 1.001);
  const row = Math.floor(x);
  const column = Math.floor(y);
  const u = x - row;
  const v = y - column;
  const near = (row * SIZE + column) * RATE_OUTCOME_COUNT;
  const far = near + SIZE * RATE_OUTCOME_COUNT;
  for (let k = 0; k < RATE_OUTCOME_COUNT; k += 1) {
    const left = (1 - v) * (table[near + k] as number) + v * (table[near + RATE_OUTCOME_COUNT + k] as number);
    const right = (1 - v) * (table[far + k] as number) + v * (table[far + RATE_OUTCOME_COUNT + k] as number);
    out[offset + k] = (1 - u) * left + u * right;
  }
}
