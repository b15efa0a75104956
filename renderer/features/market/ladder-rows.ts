import { isLadderPrice, ticksBetween, tickUp } from '../../../shared/domain/price-ladder.ts';
import type { BackLay, PriceSize } from '../../../shared/domain/quote.ts';
import type { MinorUnits, OddsE4 } from '../../../shared/domain/units.ts';

/** One side of one price of the full ladder. */
export type LadderCell = {
  /** What can be taken here; `null` where nothing is offered or no size is published. */
  readonly size: MinorUnits | null;
  /** What can be taken from the best price to this one; `null` where nothing is offered. */
  readonly total: MinorUnits | null;
  /** Length of the size's bar, 0 to 1. */
  readonly share: number;
  /** Unmatched stakes of the user's own orders. */
  readonly mine: MinorUnits | null;
};

export type LadderRow = {
  readonly price: OddsE4;
  readonly back: LadderCell;
  readonly lay: LadderCell;
  readonly best: BackLay | null;
  /** Where the fair price lies: on this price to a quarter of a step, or between it and the next longer one. */
  readonly fair: 'on' | 'above' | null;
};

export type FullLadder = {
  /** As they were given; the same array while no row has come or gone. */
  readonly prices: readonly OddsE4[];
  /** The longest price first. */
  readonly rows: readonly LadderRow[];
  readonly bestBack: OddsE4 | null;
  readonly bestLay: OddsE4 | null;
  /** From the best back to the best lay; `null` without both or beside the exchange ladder. */
  readonly spreadTicks: number | null;
  readonly backTotal: MinorUnits;
  readonly layTotal: MinorUnits;
};

/** Unmatched stakes by price. */
export type OwnStakes = Readonly<Record<BackLay, ReadonlyMap<OddsE4, MinorUnits>>>;

export type LadderInput = {
  /** From `ladderPrices`. */
  readonly prices: readonly OddsE4[];
  /** Best first. */
  readonly back: readonly PriceSize[];
  readonly lay: readonly PriceSize[];
  readonly mine: OwnStakes;
  /** Fair decimal odds. */
  readonly fair: number | null;
};

/** Bars compare sizes near the best prices: the far ends hold stakes nobody expects to be matched. */
const COMPARED = 20;

const everyTick: readonly OddsE4[] = (() => {
  const ticks = [1_0100 as OddsE4];
  for (;;) {
    const last = ticks[ticks.length - 1] as OddsE4;
    const next = tickUp(last);
    if (next === last) return ticks.reverse();
    ticks.push(next);
  }
})();

/**
 * The prices a ladder shows, longest first: each one of the exchange ladder where the offers lie on it, so that no row
 * ever moves; of markets priced otherwise, whatever was offered since the ladder was opened.
 */
export function ladderPrices(offered: readonly OddsE4[], before: readonly OddsE4[] = []): readonly OddsE4[] {
  if (before.length === 0) {
    if (offered.length === 0) return before;
    if (offered.every((price) => isLadderPrice(price))) return everyTick;
  }
  const known = new Set(before);
  const missing = offered.filter((price) => !known.has(price));
  return missing.length === 0 ? before : [...new Set([...before, ...missing])].sort((a, b) => b - a);
}

type Offer = { readonly size: MinorUnits | null; readonly total: MinorUnits };

/** Each offered price with what can be taken up to it. */
function summedUp(levels: readonly PriceSize[]): ReadonlyMap<OddsE4, Offer> {
  let total = 0;
  return new Map(
    levels.map(({ price, size }) => {
      total += size ?? 0;
      return [price, { size, total: total as MinorUnits }];
    }),
  );
}

const largest = (levels: readonly PriceSize[]): number =>
  levels.slice(0, COMPARED).reduce((most, { size }) => Math.max(most, size ?? 0), 0);

/** Every row of one selection's ladder at one exchange. */
export function fullLadder({ prices, back, lay, mine, fair }: LadderInput): FullLadder {
  const offers = { back: summedUp(back), lay: summedUp(lay) };
  const most = Math.max(largest(back), largest(lay), 1);
  const bestBack = back[0]?.price ?? null;
  const bestLay = lay[0]?.price ?? null;
  const cell = (side: BackLay, price: OddsE4): LadderCell => {
    const offer = offers[side].get(price);
    return {
      size: offer?.size ?? null,
      total: offer?.total ?? null,
      share: Math.min(1, (offer?.size ?? 0) / most),
      mine: mine[side].get(price) ?? null,
    };
  };
  const fairAt = (price: OddsE4, shorter: OddsE4 | undefined, longer: OddsE4 | undefined) => {
    if (fair === null) return null;
    const by = fair * 10_000 - price;
    const step = by < 0 ? price - (shorter ?? price) : (longer ?? price) - price;
    if (Math.abs(by) <= step / 4) return 'on';
    return by > 0 && by < step * 0.75 ? 'above' : null;
  };
  const rows = prices.map((price, index): LadderRow => {
    return {
      price,
      back: cell('back', price),
      lay: cell('lay', price),
      best: price === bestBack ? 'back' : price === bestLay ? 'lay' : null,
      fair: fairAt(price, prices[index + 1], prices[index - 1]),
    };
  });
  const totalOf = (side: BackLay): MinorUnits =>
    [...offers[side].values()].reduce((sum, { total }) => Math.max(sum, total), 0) as MinorUnits;
  return {
    prices,
    rows,
    bestBack,
    bestLay,
    spreadTicks: bestBack === null || bestLay === null ? null : (ticksBetween(bestBack, bestLay) ?? null),
    backTotal: totalOf('back'),
    layTotal: totalOf('lay'),
  };
}
