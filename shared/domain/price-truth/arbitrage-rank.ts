import type { Arbitrage } from '../edge.ts';

/** Below it, it is likelier that some leg's price is gone than that all still stand. */
const EVEN_CHANCE = 0.5;

/** Whether one leg at least is so old for its source that the arbitrage has more likely gone than not. */
export const isLikelyGone = ({ standing }: Pick<Arbitrage, 'standing'>): boolean => standing < EVEN_CHANCE;

/** What likely still stands before what is likely gone, however much that would return; each part by what it is still worth. */
export const compareArbitrages = (
  a: Pick<Arbitrage, 'standing' | 'roiNow'>,
  b: Pick<Arbitrage, 'standing' | 'roiNow'>,
): number => Number(isLikelyGone(a)) - Number(isLikelyGone(b)) || b.roiNow - a.roiNow;
