import { ODDS_BANDS, oddsBand } from '../judgement/odds-bands.ts';
import { performanceOf } from '../performance.ts';
import { decimalOdds, type MinorUnits } from '../units.ts';
import type { Account, AccountDay, SettledBet } from './account.ts';
import { estimateYield } from './yield-interval.ts';

/** The contract's `backtestSummary`. */
export type BacktestSummary = {
  readonly matches: number;
  readonly priced: number;
  readonly bets: number;
  readonly won: number;
  readonly staked: MinorUnits;
  readonly profit: MinorUnits;
  readonly yield: number | null;
  readonly yieldLow: number | null;
  readonly yieldHigh: number | null;
  readonly p: number | null;
  readonly expected: MinorUnits;
  readonly averageOdds: number | null;
  readonly finalBank: MinorUnits;
  readonly maxDrawdown: MinorUnits;
  readonly maxDrawdownShare: number;
  readonly longestLosingRun: number;
  readonly turnover: number;
  readonly clv: number | null;
  readonly clvCoverage: number;
  readonly skipped: number;
};

/** What stood at the end of a day: everything but the day's drawdown from the highest bank is a running total. */
export type EquityPoint = {
  readonly day: string;
  readonly bets: number;
  readonly profit: MinorUnits;
  readonly expected: MinorUnits;
  readonly bank: MinorUnits;
  readonly drawdown: MinorUnits;
};

export type GroupResult = {
  readonly group: string;
  readonly bets: number;
  readonly staked: MinorUnits;
  readonly profit: MinorUnits;
  readonly yield: number | null;
  readonly clv: number | null;
};

const money = (amount: number): MinorUnits => {
  const rounded = Math.round(amount);
  return (rounded === 0 ? 0 : rounded) as MinorUnits;
};
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : sumOf(values) / values.length;

/** An account's whole run. Drawdown is between ends of days: a day's bets have no order among themselves. */
export function summarise(
  { bets, days, skipped, bank }: Account,
  opening: MinorUnits,
  counts: { readonly matches: number; readonly priced: number },
  random: () => number,
): BacktestSummary {
  const byDay = performanceOf(
    days.map(({ profit }) => profit),
    days.map(({ staked }) => staked),
    opening,
  );
  const staked = sumOf(days.map((day) => day.staked));
  const estimate = estimateYield(days, random);
  const values = bets.flatMap(({ clv }) => (clv === null ? [] : [clv]));
  return {
    ...counts,
    bets: bets.length,
    won: bets.filter(({ profit }) => profit > 0).length,
    staked: money(staked),
    profit: money(sumOf(days.map(({ profit }) => profit))),
    yield: estimate?.yield ?? null,
    yieldLow: estimate?.low ?? null,
    yieldHigh: estimate?.high ?? null,
    p: estimate?.p ?? null,
    expected: money(sumOf(days.map(({ expected }) => expected))),
    averageOdds: meanOf(bets.map(({ price }) => decimalOdds(price))),
    finalBank: bank(),
    maxDrawdown: money(byDay.maxDrawdown),
    maxDrawdownShare: byDay.maxDrawdownShare,
    longestLosingRun: performanceOf(
      bets.map(({ profit }) => profit),
      1,
      opening,
    ).longestLosingRun,
    turnover: opening > 0 ? staked / opening : 0,
    clv: meanOf(values),
    clvCoverage: bets.length === 0 ? 0 : values.length / bets.length,
    skipped: skipped(),
  };
}

/** Most points of an equity curve. */
export const MOST_POINTS = 2_000;

/**
 * The curve from the opening bank on, a point a day with bets. Of longer ones, evenly chosen points and the days of the
 * highest and lowest bank and of the deepest drawdown, the first and last included.
 */
export function equityCurve(
  days: readonly AccountDay[],
  opening: MinorUnits,
  from: string | undefined,
): EquityPoint[] {
  if (from === undefined) return [];
  const none = 0 as MinorUnits;
  const points: EquityPoint[] = [
    { day: from, bets: 0, profit: none, expected: none, bank: opening, drawdown: none },
  ];
  let bets = 0;
  let expected = 0;
  let peak = opening as number;
  for (const day of days) {
    bets += day.bets;
    expected += day.expected;
    peak = Math.max(peak, day.bank);
    points.push({
      day: day.day,
      bets,
      profit: money(day.bank - opening),
      expected: money(expected),
      bank: day.bank,
      drawdown: money(peak - day.bank),
    });
  }
  return points.length <= MOST_POINTS ? points : thinned(points);
}

function thinned(points: readonly EquityPoint[]): EquityPoint[] {
  const indexOfMost = (of: (point: EquityPoint) => number): number =>
    points.reduce((best, point, i) => (of(point) > of(points[best] as EquityPoint) ? i : best), 0);
  const chosen = new Set([
    indexOfMost(({ bank }) => bank),
    indexOfMost(({ bank }) => -bank),
    indexOfMost(({ drawdown }) => drawdown),
  ]);
  const evenly = MOST_POINTS - chosen.size;
  for (let i = 0; i < evenly; i += 1) chosen.add(Math.round((i * (points.length - 1)) / (evenly - 1)));
  return [...chosen].sort((a, b) => a - b).flatMap((i) => points[i] ?? []);
}

/** Bets by what `of` says of them: in the order of `order` where it is given, else by name. */
function grouped(
  bets: readonly SettledBet[],
  of: (bet: SettledBet) => string,
  order?: readonly string[],
): GroupResult[] {
  const groups = new Map<string, SettledBet[]>();
  for (const bet of bets) {
    const group = of(bet);
    const fellows = groups.get(group);
    if (fellows === undefined) groups.set(group, [bet]);
    else fellows.push(bet);
  }
  const names = order?.filter((name) => groups.has(name)) ?? [...groups.keys()].sort();
  return names.map((group) => {
    const fellows = groups.get(group) ?? [];
    const staked = sumOf(fellows.map(({ stake }) => stake));
    const profit = sumOf(fellows.map((bet) => bet.profit));
    return {
      group,
      bets: fellows.length,
      staked: money(staked),
      profit: money(profit),
      yield: staked > 0 ? profit / staked : null,
      clv: meanOf(fellows.flatMap(({ clv }) => (clv === null ? [] : [clv]))),
    };
  });
}

export const groupsOf = (
  bets: readonly SettledBet[],
): Readonly<Record<'byCompetition' | 'bySeason' | 'byOddsBand', GroupResult[]>> => ({
  byCompetition: grouped(bets, ({ competition }) => competition),
  bySeason: grouped(bets, ({ season }) => season),
  byOddsBand: grouped(
    bets,
    ({ price }) => oddsBand(decimalOdds(price)),
    ODDS_BANDS.map(({ label }) => label),
  ),
});
