import { deadHeat, placeReturns, type Returns } from './settlement-returns.ts';
import { afterRule4 } from './settlement-rule4.ts';

/** How many places so many tied runners share. */
export type Tie = { readonly places: number; readonly tied: number };

export type EachWayFinish = {
  readonly won: boolean;
  /** Finished in the places; a winner did too. */
  readonly placed: boolean;
  /** Part of the win odds' winnings the place part pays: 1/5 is `[1, 5]`. */
  readonly placeFraction: readonly [numerator: number, denominator: number];
  readonly winDeadHeat?: Tie;
  readonly placeDeadHeat?: Tie;
  /** From `rule4Deduction`; cuts the winnings of both parts. */
  readonly rule4Pence?: number;
};

const LOST: Returns = { numerator: 0, denominator: 1 };
const shared = (full: Returns, tie: Tie | undefined): Returns =>
  tie === undefined ? full : deadHeat(full, tie.places, tie.tied);

/** Returns of the win part and of the place part, each per unit staked on it, from the `full` returns of a win. */
export function eachWayReturns(
  full: Returns,
  finish: EachWayFinish,
): { readonly win: Returns; readonly place: Returns } {
  const pence = finish.rule4Pence ?? 0;
  const place = placeReturns(full, ...finish.placeFraction);
  return {
    win: finish.won ? shared(afterRule4(full, pence), finish.winDeadHeat) : LOST,
    place: finish.won || finish.placed ? shared(afterRule4(place, pence), finish.placeDeadHeat) : LOST,
  };
}
