import type { Returns } from './settlement-returns.ts';

/** A deduction for a withdrawn runner whose decimal odds were at most `upTo`. */
export type Rule4Band = { readonly upTo: number; readonly pence: number };

/**
 * Tattersalls Rule 4(c): pence in the pound of the winnings. Bounds are the longest fractional price of each band
 * (1/9, 2/11, 1/4, ... 14/1), rounded up to where the usual decimal tables put them; longer prices deduct nothing.
 */
export const RULE_4_TABLE: readonly Rule4Band[] = [
  { upTo: 1.1112, pence: 90 },
  { upTo: 1.1819, pence: 85 },
  { upTo: 1.25, pence: 80 },
  { upTo: 1.3, pence: 75 },
  { upTo: 1.4, pence: 70 },
  { upTo: 1.5334, pence: 65 },
  { upTo: 1.62, pence: 60 },
  { upTo: 1.8, pence: 55 },
  { upTo: 1.9524, pence: 50 },
  { upTo: 2.2, pence: 45 },
  { upTo: 2.5, pence: 40 },
  { upTo: 2.75, pence: 35 },
  { upTo: 3.25, pence: 30 },
  { upTo: 4, pence: 25 },
  { upTo: 5, pence: 20 },
  { upTo: 6.5, pence: 15 },
  { upTo: 10, pence: 10 },
  { upTo: 15, pence: 5 },
];

/** However many runners are withdrawn, no more is taken. */
export const RULE_4_CAP_PENCE = 90;

export type Rule4Deduction = {
  /** Sum over the withdrawn runners, before the cap. */
  readonly rawPence: number;
  readonly pence: number;
};

/** The deduction for runners withdrawn at these decimal odds. */
export function rule4Deduction(
  withdrawnOdds: readonly number[],
  table: readonly Rule4Band[] = RULE_4_TABLE,
  capPence: number = RULE_4_CAP_PENCE,
): Rule4Deduction {
  const rawPence = withdrawnOdds.reduce(
    (sum, odds) => sum + (table.find((band) => odds <= band.upTo + 1e-9)?.pence ?? 0),
    0,
  );
  return { rawPence, pence: Math.min(rawPence, capPence) };
}

/** Returns at a price after the deduction: winnings only, the stake is untouched. Applied before dead heats. */
export const afterRule4 = (full: Returns, pence: number): Returns => ({
  numerator: 100 * full.denominator + (full.numerator - full.denominator) * (100 - pence),
  denominator: 100 * full.denominator,
});
