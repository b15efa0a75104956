/** What a run came to and was told, written as what it is: money, shares, odds, plain figures. */
import type { JobSpec } from '../../../shared/contract/runs.ts';
import type { Currency, MinorUnits } from '../../../shared/domain/units.ts';
import { useStatus } from '../../stores/status.ts';
import { formatEv, formatMoney, formatProfit } from '../../ui/figures.ts';
import { figureText } from './score-text.ts';

const accountCurrency = (): Currency | undefined => useStatus.getState().status?.currency;

const SHARES: readonly string[] = ['yield', 'clv'];

/** Of a backtest `profit` is in minor units of the account's currency, and `yield` and `clv` are fractions. */
export function runFigureText(
  kind: JobSpec['kind'],
  name: string,
  value: number,
  currency: Currency | undefined = accountCurrency(),
): string {
  if (kind !== 'backtest') return figureText(value);
  if (name === 'profit') return currency === undefined ? '…' : formatProfit(value as MinorUnits, currency);
  return SHARES.includes(name) ? formatEv(value) : figureText(value);
}

const MONEY: readonly string[] = ['bank', 'stake.amount'];
const ODDS: readonly string[] = ['minimumOdds', 'maximumOdds'];

/** A setting of a strategy by its path: amounts in minor units, odds in ten thousandths. */
export function settingText(
  path: string,
  value: unknown,
  currency: Currency | undefined = accountCurrency(),
): string {
  if (typeof value !== 'number') return String(value);
  if (MONEY.includes(path)) return currency === undefined ? '…' : formatMoney(value as MinorUnits, currency);
  return ODDS.includes(path) ? String(value / 10_000) : String(value);
}
