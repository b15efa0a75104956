export type BackHedge = {
  /** Further back stakes per outcome, at the hedge odds. */
  readonly hedge: readonly number[];
  /** The profit of the worst outcome after them. */
  readonly guaranteed: number;
  /** The hedge odds alone are an arbitrage: more could be won by betting beyond the position. */
  readonly hedgeIsArb: boolean;
};

/**
 * Back bets that make the worst outcome of a position best, never paying any outcome more than the position's own best
 * payout (beyond it there is nothing left to hedge, and against an arbitrage the optimum would be unbounded).
 *
 * With payout Y wanted everywhere, outcome i needs max(0, (Y - payout_i) / hedgeOdds_i). The worst profit is concave
 * and piecewise linear in Y, so its maximum is at one of the payouts.
 */
export function hedgeByBacking(
  stakes: readonly number[],
  decimalOdds: readonly number[],
  hedgeOdds: readonly number[],
): BackHedge {
  const payouts = stakes.map((stake, i) => stake * (decimalOdds[i] ?? 1));
  const outlay = stakes.reduce((sum, stake) => sum + stake, 0);
  const hedgeTo = (payout: number) =>
    payouts.map((own, i) => Math.max(0, payout - own) / (hedgeOdds[i] ?? Number.POSITIVE_INFINITY));
  const guaranteedAt = (payout: number) =>
    payout - outlay - hedgeTo(payout).reduce((sum, stake) => sum + stake, 0);
  const best = payouts
    .toSorted((a, b) => a - b)
    .reduce((top, payout) => (guaranteedAt(payout) > guaranteedAt(top) + 1e-12 ? payout : top));
  return {
    hedge: hedgeTo(best),
    guaranteed: guaranteedAt(best),
    hedgeIsArb: hedgeOdds.reduce((sum, odds) => sum + 1 / odds, 0) < 1,
  };
}

export type LayHedge = {
  /** Backer's stake to lay. */
  readonly layStake: number;
  readonly liability: number;
  /** Profit before and after commission, the same whether the selection wins or not. */
  readonly gross: number;
  readonly net: number;
};

/**
 * A lay at an exchange against a back at a bookmaker: commission falls on the lay's winnings alone, so the equal result
 * is at s = B o_back / (o_lay - c).
 */
export function layAgainstBookmaker(
  backStake: number,
  backOdds: number,
  layOdds: number,
  commission = 0,
): LayHedge {
  const layStake = (backStake * backOdds) / (layOdds - commission);
  return {
    layStake,
    liability: layStake * (layOdds - 1),
    gross: layStake - backStake,
    net: layStake * (1 - commission) - backStake,
  };
}

/** A lay in the market of the back itself (green-up): s = B o_back / o_lay, commission on a net profit only. */
export function layInSameMarket(
  backStake: number,
  backOdds: number,
  layOdds: number,
  commission = 0,
): LayHedge {
  const layStake = (backStake * backOdds) / layOdds;
  const gross = layStake - backStake;
  return {
    layStake,
    liability: layStake * (layOdds - 1),
    gross,
    net: gross > 0 ? gross * (1 - commission) : gross,
  };
}

export type GreenUp = {
  readonly side: 'back' | 'lay';
  readonly stake: number;
  readonly net: number;
};

/**
 * The bet that makes a position on one selection pay the same either way: s = (ifLose - ifWin) / odds, a back where
 * positive, a lay where negative. The results are before commission, `net` after it.
 */
export function greenUp(
  ifWin: number,
  ifLose: number,
  backOdds: number,
  layOdds: number,
  commission = 0,
): GreenUp {
  const side = ifLose >= ifWin ? 'back' : 'lay';
  const stake = Math.abs(ifLose - ifWin) / (side === 'back' ? backOdds : layOdds);
  const gross = side === 'back' ? ifLose - stake : ifLose + stake;
  return { side, stake, net: gross > 0 ? gross * (1 - commission) : gross };
}
