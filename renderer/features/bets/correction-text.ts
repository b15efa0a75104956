import type { BetCorrection, BetResult } from '../../../shared/domain/bet.ts';
import type { Currency } from '../../../shared/domain/units.ts';
import { formatProfit } from '../../ui/figures.ts';

export const RESULTS: Readonly<Record<BetResult, string>> = {
  won: 'Won',
  lost: 'Lost',
  'half-won': 'Half won',
  'half-lost': 'Half lost',
  push: 'Push',
  void: 'Void',
};

/** What a corrected bet had been before: `corrected: Won +£14.70`. */
export function correctionText({ resultBefore, profitBefore }: BetCorrection, currency: Currency): string {
  if (resultBefore === null) return 'corrected: open';
  const profit = profitBefore === null ? '' : ` ${formatProfit(profitBefore, currency)}`;
  return `corrected: ${RESULTS[resultBefore]}${profit}`;
}
