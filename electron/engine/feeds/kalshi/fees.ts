import type { ContractFee } from '../../../../shared/domain/prediction-fees.ts';

const GENERAL_RATE = 0.07;
const CENT = 0.01;

/** What a series, or one event of it, is charged by. */
export type FeeTerms = { readonly type: string; readonly multiplier: number };

/** The general schedule, where nothing else was told: no sports series is dearer. */
export const GENERAL_TERMS: FeeTerms = { type: 'quadratic', multiplier: 1 };

/**
 * The fee of taking, by the series' `fee_type` and `fee_multiplier`: `quadratic` and `quadratic_with_maker_fees` are 0.07 x
 * multiplier x p x (1 - p), a multiplier of 0 being free. What makers pay is left out, for the ladder's prices are those of
 * taking. `undefined` for a type whose formula is not known (`flat`).
 */
export function contractFee({ type, multiplier }: FeeTerms, orderContracts: number): ContractFee | undefined {
  const known = type === 'quadratic' || type === 'quadratic_with_maker_fees' || type === 'fee_free';
  if (!known || !(multiplier >= 0 && multiplier <= 10)) return undefined;
  const rate = type === 'fee_free' ? 0 : GENERAL_RATE * multiplier;
  return { rate, exponent: 1, roundedUpTo: rate === 0 ? 0 : CENT, orderContracts };
}
