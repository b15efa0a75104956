import { removeMarginInto } from '../../../../../shared/domain/margin.ts';
import type { HistoricalOdds } from '../../../ports/market-store.ts';
import type { Column } from './columns.ts';
import { writeExpectancy } from './expectancy-table.ts';
import { createView, readMarket } from './market-view.ts';

const SIDES = ['home', 'draw', 'away'] as const;
const TOTALS = ['over', 'under'] as const;
const HANDICAP = ['home', 'away'] as const;
const LINE = 2.5;
const QUOTES = {
  average: 'the average price',
  sharp: "Pinnacle's price",
  best: 'the best price',
} as const;

/** What is written from a fixture's pre-closing prices, in this order. */
export const MARKET_COLUMNS: readonly Column[] = [
  ...Object.entries(QUOTES).flatMap(([quote, meaning]): readonly Column[] => [
    ...SIDES.map((side) => ({
      name: `${quote}_${side}`,
      meaning: `Log-odds of ${side} by ${meaning}, margin removed by the power method`,
    })),
    { name: `${quote}_margin`, meaning: `Sum of inverse odds less 1 of ${meaning}` },
  ]),
  ...SIDES.map((side) => ({
    name: `gap_${side}`,
    meaning: `Logarithm of the best price of ${side} over the average one`,
  })),
  ...SIDES.map((side) => ({
    name: `dispersion_${side}`,
    meaning: `Standard deviation over books of the probability of ${side}`,
  })),
  { name: 'books', meaning: 'Books with prices of home, draw and away' },
  { name: 'average_over', meaning: 'Log-odds of more than 2.5 goals by the average price, power method' },
  { name: 'sharp_over', meaning: "The same by Pinnacle's price" },
  { name: 'totals_margin', meaning: 'Sum of inverse odds less 1 of the average prices of 2.5 goals' },
  { name: 'market_home_rate', meaning: 'Logarithm of home goals expected by average prices, Poisson' },
  { name: 'market_away_rate', meaning: 'Logarithm of away goals expected by average prices, Poisson' },
  { name: 'handicap', meaning: "Home side's Asian handicap that splits the prices most evenly" },
  { name: 'handicap_cover', meaning: 'Log-odds of the home side covering it by the average price' },
];

const matchOdds = createView();
const totals = createView();
const handicap = createView();
const inverse = new Float64Array(3);
const fair = new Float64Array(3);

/** Writes the log-odds of each side of `prices` without margin; the margin, `NaN` where a price is missing. */
function writeFair(prices: Float64Array, count: number, out: Float32Array, offset: number): number {
  let total = 0;
  for (let side = 0; side < count; side += 1) {
    inverse[side] = 1 / (prices[side] as number);
    total += inverse[side] as number;
  }
  if (Number.isNaN(total)) {
    for (let side = 0; side < count; side += 1) out[offset + side] = Number.NaN;
    return Number.NaN;
  }
  removeMarginInto('power', inverse, count, 1, fair);
  for (let side = 0; side < count; side += 1) {
    const p = fair[side] as number;
    out[offset + side] = Math.log(p / (1 - p));
  }
  return total - 1;
}

const pair = new Float32Array(2);

/** Writes `MARKET_COLUMNS`. Closing prices are never read. */
export function writeMarket(odds: readonly HistoricalOdds[], out: Float32Array, offset: number): void {
  readMarket(odds, 'match-odds', null, SIDES, matchOdds);
  let at = offset;
  at = writeQuote(matchOdds.average, out, at);
  // The log of P(home) over P(away), as the expectancies want it.
  const win = Math.log((fair[0] as number) / (fair[2] as number));
  const hasAverage = !Number.isNaN(matchOdds.average[0]);
  at = writeQuote(matchOdds.sharp, out, at);
  at = writeQuote(matchOdds.best, out, at);
  for (let side = 0; side < 3; side += 1) {
    out[at + side] = Math.log((matchOdds.best[side] as number) / (matchOdds.average[side] as number));
    out[at + 3 + side] = matchOdds.dispersion[side] as number;
  }
  out[at + 6] = matchOdds.books;
  at = writeTotals(odds, hasAverage ? win : Number.NaN, out, at + 7);
  writeHandicap(odds, out, at);
}

function writeQuote(prices: Float64Array, out: Float32Array, at: number): number {
  out[at + 3] = writeFair(prices, 3, out, at);
  return at + 4;
}

function writeTotals(odds: readonly HistoricalOdds[], win: number, out: Float32Array, at: number): number {
  readMarket(odds, 'totals', LINE, TOTALS, totals);
  out[at + 2] = writeFair(totals.average, 2, pair, 0);
  const over = pair[0] as number;
  out[at] = over;
  writeFair(totals.sharp, 2, pair, 0);
  out[at + 1] = pair[0] as number;
  writeExpectancy(win, over, out, at + 3);
  return at + 5;
}

function writeHandicap(odds: readonly HistoricalOdds[], out: Float32Array, at: number): void {
  const line = evenLine(odds);
  out[at] = line;
  readMarket(odds, 'asian-handicap', Number.isNaN(line) ? null : line, HANDICAP, handicap);
  writeFair(handicap.average, 2, pair, 0);
  out[at + 1] = pair[0] as number;
}

/**
 * The handicap of the home side whose two prices of one book are closest, the lower of equals; `NaN` without one.
 * Every home price looks for its partner: books give few lines, and in no order one could rely on.
 */
function evenLine(odds: readonly HistoricalOdds[]): number {
  let found = Number.NaN;
  let least = Number.POSITIVE_INFINITY;
  for (const home of odds) {
    if (!isHandicap(home, 'home')) continue;
    for (const away of odds) {
      if (away.line !== home.line || away.book !== home.book || !isHandicap(away, 'away')) continue;
      const uneven = Math.abs(10_000 / home.price - 10_000 / away.price);
      if (uneven < least || (uneven === least && Number(home.line) < found)) {
        least = uneven;
        found = Number(home.line);
      }
    }
  }
  return found;
}

const isHandicap = ({ market, side, stage, line }: HistoricalOdds, wanted: string): boolean =>
  market === 'asian-handicap' && side === wanted && stage === 'pre-closing' && line !== null;
