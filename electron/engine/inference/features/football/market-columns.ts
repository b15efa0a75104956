import { removeMarginInto } from '../../../../../shared/domain/margin.ts';
import type { HistoricalOdds } from '../../../ports/market-store.ts';
import type { Column } from './columns.ts';
import { writeExpectancy } from './expectancy-table.ts';
import { createRows, createView, evenLine, type MarketRows, putPrice, summarise } from './market-view.ts';

const SIDES = ['home', 'draw', 'away'] as const;
const TOTALS = ['over', 'under'] as const;
const HANDICAP = ['home', 'away'] as const;
const MARKETS = ['match-odds', 'totals', 'asian-handicap'] as const;
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

/** Filled for each fixture instead of allocated. */
const ROWS: Readonly<Record<(typeof MARKETS)[number], MarketRows>> = {
  'match-odds': createRows(SIDES),
  totals: createRows(TOTALS),
  'asian-handicap': createRows(HANDICAP),
};
const matchOdds = createView();
const totals = createView();
const handicap = createView();
const inverse = new Float64Array(3);
const fair = new Float64Array(3);
const pair = new Float32Array(2);

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

/** Writes `MARKET_COLUMNS`. Closing prices are never read. */
export function writeMarket(odds: readonly HistoricalOdds[], out: Float32Array, offset: number): void {
  for (const market of MARKETS) ROWS[market].count = 0;
  for (const price of odds)
    if (price.stage === 'pre-closing' && price.market !== 'moneyline') putPrice(ROWS[price.market], price);
  summarise(ROWS['match-odds'], Number.NaN, matchOdds);
  let at = writeQuote(matchOdds.average, out, offset);
  // ln(P(home) / P(away)) of the average price, as the expectancies want it.
  const win = Number.isNaN(matchOdds.average[0])
    ? Number.NaN
    : Math.log((fair[0] as number) / (fair[2] as number));
  at = writeQuote(matchOdds.sharp, out, at);
  at = writeQuote(matchOdds.best, out, at);
  for (let side = 0; side < SIDES.length; side += 1) {
    out[at + side] = Math.log((matchOdds.best[side] as number) / (matchOdds.average[side] as number));
    out[at + SIDES.length + side] = matchOdds.dispersion[side] as number;
  }
  out[at + 6] = matchOdds.books;
  at = writeTotals(win, out, at + 7);
  writeHandicap(out, at);
}

function writeQuote(prices: Float64Array, out: Float32Array, at: number): number {
  out[at + SIDES.length] = writeFair(prices, SIDES.length, out, at);
  return at + SIDES.length + 1;
}

function writeTotals(win: number, out: Float32Array, at: number): number {
  summarise(ROWS.totals, LINE, totals);
  out[at + 2] = writeFair(totals.average, TOTALS.length, pair, 0);
  const over = pair[0] as number;
  out[at] = over;
  writeFair(totals.sharp, TOTALS.length, pair, 0);
  out[at + 1] = pair[0] as number;
  writeExpectancy(win, over, out, at + 3);
  return at + 5;
}

function writeHandicap(out: Float32Array, at: number): void {
  const line = evenLine(ROWS['asian-handicap']);
  out[at] = line;
  if (Number.isNaN(line)) handicap.average.fill(Number.NaN);
  else summarise(ROWS['asian-handicap'], line, handicap);
  writeFair(handicap.average, HANDICAP.length, pair, 0);
  out[at + 1] = pair[0] as number;
}
