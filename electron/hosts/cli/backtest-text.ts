import type { SettledBet } from '../../../shared/domain/backtest/account.ts';
import type { Strategy } from '../../../shared/domain/backtest/strategy.ts';
import { decimalOdds } from '../../../shared/domain/units.ts';
import type { BacktestResult } from '../../engine/judgement/backtest.ts';
import { table } from './output.ts';

const percent = (value: number | null): string => (value === null ? '' : `${(100 * value).toFixed(2)} %`);
/** Strategies name no currency; their amounts have two decimals, as most currencies'. */
const money = (minor: number): string => (minor / 100).toFixed(2);

/** A run's summary and groups for people. */
export function backtestText({ name }: Strategy, result: BacktestResult): string {
  const { summary: s } = result;
  const interval = s.yieldLow === null ? '' : `  (95 %: ${percent(s.yieldLow)} to ${percent(s.yieldHigh)})`;
  const facts = table([
    ['matches', `${s.matches}, ${s.priced} of them priced`],
    ['bets', `${s.bets}, ${s.won} won, ${s.skipped} skipped for want of money`],
    ['average odds', s.averageOdds === null ? '' : s.averageOdds.toFixed(3)],
    ['staked', `${money(s.staked)}, ${s.turnover.toFixed(2)} times the opening bank`],
    ['profit', `${money(s.profit)}, expected ${money(s.expected)}`],
    ['yield', `${percent(s.yield)}${interval}${s.p === null ? '' : `, p ${s.p.toPrecision(2)}`}`],
    ['closing value', `${percent(s.clv)} over ${percent(s.clvCoverage)} of the bets`],
    ['final bank', money(s.finalBank)],
    ['deepest drawdown', `${money(s.maxDrawdown)}, ${percent(s.maxDrawdownShare)} of the bank at its height`],
    ['longest losing run', `${s.longestLosingRun} bets`],
  ]);
  return [name, facts, ...groups(result)].join('\n\n');
}

const groups = ({ bySeason, byCompetition, byOddsBand }: BacktestResult): readonly string[] =>
  (
    [
      ['season', bySeason],
      ['competition', byCompetition],
      ['odds', byOddsBand],
    ] as const
  ).flatMap(([title, rows]) =>
    rows.length === 0
      ? []
      : [
          table([
            [title, 'bets', 'staked', 'profit', 'yield', 'closing value'],
            ...rows.map((row) => [
              row.group,
              String(row.bets),
              money(row.staked),
              money(row.profit),
              percent(row.yield),
              percent(row.clv),
            ]),
          ]),
        ],
  );

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Every bet as CSV: decimal odds, money in minor units, an empty cell where there is no close. */
export function* betsCsv(bets: readonly SettledBet[]): Generator<string> {
  yield 'day,competition,season,home,away,outcome,book,odds,fair,ev,stake,profit,closing_fair,clv\r\n';
  for (const bet of bets)
    yield `${[
      bet.day,
      quoted(bet.competition),
      quoted(bet.season),
      quoted(bet.home),
      quoted(bet.away),
      bet.outcome,
      quoted(bet.book),
      decimalOdds(bet.price),
      bet.fair,
      bet.ev,
      bet.stake,
      bet.profit,
      bet.closingFair ?? '',
      bet.clv ?? '',
    ].join(',')}\r\n`;
}
