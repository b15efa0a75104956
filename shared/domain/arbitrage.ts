import { netWinnings } from './value.ts';

export type StakePlan = {
  /** Sum of the inverse odds after commission; the book percentage is a hundred times that. */
  readonly sumInverse: number;
  /** Return on the outlay whichever selection wins: negative over a book with a margin. */
  readonly roi: number;
  readonly shares: readonly number[];
  readonly isArb: boolean;
};

/**
 * Shares of the outlay that pay the same whichever selection wins: proportional to the inverse odds. Over the whole
 * market that is arbitrage, over some of its selections dutching. `commissions`: one for all, or one a leg.
 */
export function equalReturn(
  decimalOdds: readonly number[],
  commissions: number | readonly number[] = 0,
): StakePlan {
  const inverse = decimalOdds.map((odds, leg) => {
    const commission = typeof commissions === 'number' ? commissions : (commissions[leg] ?? 0);
    return 1 / (1 + netWinnings(odds, commission));
  });
  const sumInverse = inverse.reduce((sum, value) => sum + value, 0);
  return {
    sumInverse,
    roi: 1 / sumInverse - 1,
    shares: inverse.map((value) => value / sumInverse),
    isArb: sumInverse < 1,
  };
}

export type Middle = {
  /** Both legs win. */
  readonly profitMiddle: number;
  readonly profitOnlyA: number;
  readonly profitOnlyB: number;
  /** The lesser of the two results outside the middle. */
  readonly lossOutside: number;
  /** Chance of the middle at which the worse outside result is made good. */
  readonly breakevenPMiddle: number;
  readonly ev: number;
};

type MiddleLeg = { readonly odds: number; readonly stake: number };

/** Two opposite handicaps or totals with room between the lines; `pMiddle` the chance that both win. */
export function middle(a: MiddleLeg, b: MiddleLeg, pMiddle: number): Middle {
  const profitOnlyA = a.stake * (a.odds - 1) - b.stake;
  const profitOnlyB = b.stake * (b.odds - 1) - a.stake;
  const profitMiddle = a.stake * (a.odds - 1) + b.stake * (b.odds - 1);
  const lossOutside = Math.min(profitOnlyA, profitOnlyB);
  return {
    profitMiddle,
    profitOnlyA,
    profitOnlyB,
    lossOutside,
    breakevenPMiddle: Math.max(0, -lossOutside / (profitMiddle - lossOutside)),
    ev: pMiddle * profitMiddle + (1 - pMiddle) * lossOutside,
  };
}
