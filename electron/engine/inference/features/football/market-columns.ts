import type { HistoricalOdds } from '../../../ports/market-store.ts';
import type { Column } from './columns.ts';
import { writeExpectancy } from './expectancy-table.ts';
import { createFairMarket, type FairMarket, takeMargin } from './market-fair.ts';
import { MARKET, readPrices, TOTALS_LINE } from './market-prices.ts';
import { createPairView, createView, evenLine, summarise, summarisePair } from './market-view.ts';

const SIDES = ['home', 'draw', 'away'] as const;
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
const matchOdds = createView();
const pair = createPairView();
const average = createFairMarket();
const sharp = createFairMarket();
const best = createFairMarket();
const fairPair = createFairMarket();

/** Writes `MARKET_COLUMNS`. Closing prices are never read. */
export function writeMarket(odds: readonly HistoricalOdds[], out: Float32Array, offset: number): void {
  readPrices(odds);
  summarise(matchOdds);
  let at = writeQuote(matchOdds.average, average, out, offset);
  at = writeQuote(matchOdds.sharp, sharp, out, at);
  at = writeQuote(matchOdds.best, best, out, at);
  for (let side = 0; side < SIDES.length; side += 1) {
    // The logarithms are those of the inverse.
    out[at + side] = (average.logarithms[side] as number) - (best.logarithms[side] as number);
    out[at + SIDES.length + side] = matchOdds.dispersion[side] as number;
  }
  out[at + 6] = matchOdds.books;
  at = writeTotals(out, at + 7);
  writeHandicap(out, at);
}

function writeQuote(decimals: Float64Array, quote: FairMarket, out: Float32Array, at: number): number {
  takeMargin(decimals, SIDES.length, quote);
  for (let side = 0; side < SIDES.length; side += 1) out[at + side] = quote.logOdds[side] as number;
  out[at + SIDES.length] = quote.margin;
  return at + SIDES.length + 1;
}

function writeTotals(out: Float32Array, at: number): number {
  summarisePair(MARKET.totals, TOTALS_LINE, pair);
  takeMargin(pair.sharp, 2, fairPair);
  out[at + 1] = fairPair.logOdds[0] as number;
  takeMargin(pair.average, 2, fairPair);
  const over = fairPair.logOdds[0] as number;
  out[at] = over;
  out[at + 2] = fairPair.margin;
  // ln(P(home) / P(away)) of the average price, as the expectancies want it.
  const ratio = (average.logarithms[0] as number) - (average.logarithms[2] as number);
  writeExpectancy(average.power * ratio, over, out, at + 3);
  return at + 5;
}

function writeHandicap(out: Float32Array, at: number): void {
  const line = evenLine();
  out[at] = line;
  summarisePair(MARKET.handicap, line, pair);
  takeMargin(pair.average, 2, fairPair);
  out[at + 1] = fairPair.logOdds[0] as number;
}
