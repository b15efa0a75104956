import { scoreGrid } from '../../../../../shared/domain/goals/score-grid.ts';

/** What two scoring rates mean for the markets, in the order of the table. */
export const RATE_OUTCOMES = ['home_away', 'draw', 'over', 'both'] as const;
export type RateOutcome = (typeof RATE_OUTCOMES)[number];
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
 * Writes outcomes `from` to `to` of `RATE_OUTCOMES` from `offset` on: ln(P(home) / P(away)) and the log-odds of a draw,
 * over 2.5 goals and both teams scoring, under Dixon and Coles' model with these logarithms of expected goals. Bilinear
 * in a table built once: a forecast needs no score grid.
 */
export function writeRateOutcomes(
  logHome: number,
  logAway: number,
  out: Float32Array,
  offset: number,
  from = 0,
  to = RATE_OUTCOME_COUNT,
): void {
  table ??= buildTable();
  const x = Math.min(Math.max((logHome - LEAST) / STEP, 0), SIZE - 1.001);
  const y = Math.min(Math.max((logAway - LEAST) / STEP, 0), SIZE - 1.001);
  const row = Math.floor(x);
  const column = Math.floor(y);
  const near = (row * SIZE + column) * RATE_OUTCOME_COUNT;
  const far = near + SIZE * RATE_OUTCOME_COUNT;
  for (let k = from; k < to; k += 1) {
    const left = mix(table, near + k, y - column);
    const right = mix(table, far + k, y - column);
    out[offset + k - from] = left + (x - row) * (right - left);
  }
}

/** Between a cell of a row and the next one. */
const mix = (cells: Float64Array, at: number, share: number): number =>
  (1 - share) * (cells[at] as number) + share * (cells[at + RATE_OUTCOME_COUNT] as number);
