import { goalExpectancy } from '../../../../../shared/domain/goals/goal-expectancy.ts';

/** Log-odds the table covers: home win against away win, and more than 2.5 goals; beyond it the edge is taken. */
const WIN = { least: -4, most: 4, step: 0.125 } as const;
const OVER = { least: -1.6, most: 2, step: 0.1 } as const;
const ROWS = Math.round((WIN.most - WIN.least) / WIN.step) + 1;
const COLUMNS = Math.round((OVER.most - OVER.least) / OVER.step) + 1;

let table: Float64Array | undefined;

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Home and away goal expectancies, as logarithms, of every pair of log-odds. */
function buildTable(): Float64Array {
  const built = new Float64Array(ROWS * COLUMNS * 2);
  for (let i = 0; i < ROWS; i += 1)
    for (let j = 0; j < COLUMNS; j += 1) {
      const ratio = Math.exp(WIN.least + i * WIN.step);
      const probability = logistic(OVER.least + j * OVER.step);
      // With a line of goals only the ratio of the wins is asked for, so any draw does.
      const [home, away] = [(0.75 * ratio) / (1 + ratio), 0.75 / (1 + ratio)];
      const found = goalExpectancy({ home, draw: 0.25, away, over: { line: 2.5, probability } });
      const at = (i * COLUMNS + j) * 2;
      built[at] = found.ok ? Math.log(found.home) : Number.NaN;
      built[at + 1] = found.ok ? Math.log(found.away) : Number.NaN;
    }
  return built;
}

/**
 * Writes the logarithms of the home and away goal expectancies (`goalExpectancy`, independent Poisson) that give these
 * log-odds of a home win against an away win and of more than 2.5 goals: bilinear in a table built once, since Newton's
 * method on two grids of scores is too slow for each quote.
 */
export function writeExpectancy(win: number, over: number, out: Float32Array, offset: number): void {
  if (Number.isNaN(win) || Number.isNaN(over)) {
    out[offset] = Number.NaN;
    out[offset + 1] = Number.NaN;
    return;
  }
  table ??= buildTable();
  const x = Math.min(Math.max((win - WIN.least) / WIN.step, 0), ROWS - 1.001);
  const y = Math.min(Math.max((over - OVER.least) / OVER.step, 0), COLUMNS - 1.001);
  const row = Math.floor(x);
  const column = Math.floor(y);
  const near = (row * COLUMNS + column) * 2;
  const far = near + COLUMNS * 2;
  for (let side = 0; side < 2; side += 1) {
    const left = mix(table, near + side, y - column);
    const right = mix(table, far + side, y - column);
    out[offset + side] = left + (x - row) * (right - left);
  }
}

const mix = (from: Float64Array, at: number, share: number): number =>
  (1 - share) * (from[at] as number) + share * (from[at + 2] as number);
