/** A backtest's summary as figures to read, compare, copy and export. */
import type { BacktestSummary } from '../../../shared/contract/runs.ts';
import { betsNeeded, profitDeviation } from '../../../shared/domain/significance.ts';
import { type Currency, type MinorUnits, majorUnits, oddsE4 } from '../../../shared/domain/units.ts';
import { formatOdds, type OddsFormat } from '../../stores/odds-format.ts';
import { formatEv, formatMoney, formatProfit } from '../../ui/figures.ts';

export type Tone = 'gain' | 'loss' | 'warn' | '';

export type SummaryFigure = {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly value: string;
  /** What belongs to the value, quieter. */
  readonly note: string;
  readonly tone: Tone;
  /** For files: plain numbers, money in major units. */
  readonly raw: number | null;
};

const NONE = '–';
const countText = (count: number): string => count.toLocaleString('en-GB');
const toneOf = (value: number | null): Tone =>
  value === null || value === 0 ? '' : value > 0 ? 'gain' : 'loss';
const evText = (ev: number | null): string => (ev === null ? NONE : formatEv(ev));
const shareOf = (part: number, whole: number): string =>
  whole === 0 ? NONE : `${((100 * part) / whole).toFixed(1)}%`;

/** `0.034`, `< 0.001`. */
export const pText = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

/** Whether the 95 % interval of the yield leaves no room for none; `null` without an interval. */
export const isSignificant = ({ yieldLow, yieldHigh }: BacktestSummary): boolean | null =>
  yieldLow === null || yieldHigh === null ? null : yieldLow > 0 || yieldHigh < 0;

export const intervalText = ({ yieldLow, yieldHigh }: BacktestSummary): string =>
  yieldLow === null || yieldHigh === null ? NONE : `${tenths(yieldLow)} to ${tenths(yieldHigh)}`;

/** `+2.1%`: an interval is not known to more. */
const tenths = (share: number): string => `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)}%`;

/** The edge that a professional is glad to have. */
const USUAL_EDGE = 0.02;

/** Level stakes at `averageOdds` until an edge of 2 % can be told from none: 95 % two-sided, 80 % power. */
export function betsForUsualEdge(averageOdds: number | null): number | null {
  if (averageOdds === null || !(averageOdds > 1)) return null;
  return betsNeeded(profitDeviation(averageOdds, (1 + USUAL_EDGE) / averageOdds), USUAL_EDGE);
}

const madeText = (bets: number, needed: number): string =>
  bets >= needed ? 'as many were made' : `${shareOf(bets, needed)} of that many were made`;

export function summaryFigures(
  summary: BacktestSummary,
  currency: Currency,
  format: OddsFormat,
): readonly SummaryFigure[] {
  const money = (amount: MinorUnits): string => formatMoney(amount, currency);
  const profit = (amount: MinorUnits): string => formatProfit(amount, currency);
  const major = (amount: MinorUnits): number => majorUnits(amount, currency);
  const odds = summary.averageOdds === null ? undefined : oddsE4(Math.round(summary.averageOdds * 100) / 100);
  const luck = (summary.profit - summary.expected) as MinorUnits;
  const needed = betsForUsualEdge(summary.averageOdds);
  return [
    {
      id: 'profit',
      name: 'Profit',
      hint: 'Of all settled bets, after commission',
      value: profit(summary.profit),
      note: `expected ${profit(summary.expected)}`,
      tone: toneOf(summary.profit),
      raw: major(summary.profit),
    },
    {
      id: 'yield',
      name: 'Yield',
      hint: 'Profit per unit staked',
      value: evText(summary.yield),
      note: isSignificant(summary) === false ? 'interval includes zero' : 'per unit staked',
      tone: isSignificant(summary) === true ? toneOf(summary.yield) : '',
      raw: summary.yield,
    },
    {
      id: 'interval',
      name: '95% interval',
      hint: 'Of the yield: bootstrap over match days; p is two-sided, of a yield this far from none',
      value: intervalText(summary),
      note: summary.p === null ? '' : `p ${pText(summary.p)}`,
      tone: '',
      raw: null,
    },
    {
      id: 'clv',
      name: 'CLV',
      hint: "Mean closing line value against the close without margin (Pinnacle's, else the average's)",
      value: evText(summary.clv),
      note: `on ${(100 * summary.clvCoverage).toFixed(0)}% of bets`,
      tone: toneOf(summary.clv),
      raw: summary.clv,
    },
    {
      id: 'bets',
      name: 'Bets',
      hint: 'Bets made, and of them won',
      value: countText(summary.bets),
      note: `${shareOf(summary.won, summary.bets)} won`,
      tone: '',
      raw: summary.bets,
    },
    {
      id: 'staked',
      name: 'Staked',
      hint: 'Sum of the stakes, and as a multiple of the opening bank',
      value: money(summary.staked),
      note: `${summary.turnover.toFixed(1)} × the bank`,
      tone: '',
      raw: major(summary.staked),
    },
    {
      id: 'luck',
      name: 'Actual − expected',
      hint: "Profit less what the bets' own probabilities expected: what luck, or a wrong belief, made of it",
      value: profit(luck),
      note: summary.staked > 0 ? `${formatEv(luck / summary.staked)} of stakes` : '',
      tone: toneOf(luck),
      raw: major(luck),
    },
    {
      id: 'drawdown',
      name: 'Worst drawdown',
      hint: 'Deepest fall of the bank from a high, between ends of days',
      value: money(summary.maxDrawdown),
      note: `${(100 * summary.maxDrawdownShare).toFixed(1)}% of the bank`,
      tone: summary.maxDrawdownShare >= 0.5 ? 'warn' : '',
      raw: major(summary.maxDrawdown),
    },
    {
      id: 'losing-run',
      name: 'Longest losing run',
      hint: 'Bets lost in a row',
      value: countText(summary.longestLosingRun),
      note: 'bets in a row',
      tone: '',
      raw: summary.longestLosingRun,
    },
    {
      id: 'odds',
      name: 'Average odds',
      hint: 'Mean of the decimal odds taken',
      value: odds === undefined ? NONE : formatOdds(odds, format),
      note: format === 'decimal' || summary.averageOdds === null ? '' : summary.averageOdds.toFixed(2),
      tone: '',
      raw: summary.averageOdds,
    },
    {
      id: 'bank',
      name: 'Final bank',
      hint: 'After the last bet',
      value: money(summary.finalBank),
      note: summary.finalBank <= 0 ? 'nothing left' : '',
      tone: summary.finalBank <= 0 ? 'loss' : '',
      raw: major(summary.finalBank),
    },
    {
      id: 'skipped',
      name: 'Skipped',
      hint: 'Bets that the bank could not pay for',
      value: countText(summary.skipped),
      note: summary.skipped > 0 ? 'the bank was too small' : '',
      tone: summary.skipped > 0 ? 'warn' : '',
      raw: summary.skipped,
    },
    {
      id: 'matches',
      name: 'Matches',
      hint: 'Of the filter, and of them with a belief and a price',
      value: countText(summary.matches),
      note: `${countText(summary.priced)} priced`,
      tone: '',
      raw: summary.matches,
    },
    {
      id: 'needed',
      name: 'Bets a 2% edge needs',
      hint: 'Level bets at these odds until an edge of 2% can be told from luck: 95% two-sided, power 80%',
      value: needed === null ? NONE : countText(needed),
      note: needed === null ? '' : madeText(summary.bets, needed),
      tone: '',
      raw: needed,
    },
  ];
}
