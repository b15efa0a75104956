import type { Fill, Order, OrderDraft } from '../../../shared/domain/order.ts';
import type { BackLay } from '../../../shared/domain/quote.ts';
import type { MinorUnits, OddsE4 } from '../../../shared/domain/units.ts';
import { ODDS_SCALE } from '../../../shared/domain/units.ts';

/** A matched amount: stake in minor units, and stake x (odds - 1) in ten-thousandths of a minor unit, exactly. */
export type Matched = { readonly stake: MinorUnits; readonly winningsE4: bigint };

export const nothingMatched: Matched = { stake: 0 as MinorUnits, winningsE4: 0n };

/** `stake` at one price. Safe integers only. */
export const matchedAt = (stake: MinorUnits, price: OddsE4): Matched => ({
  stake,
  winningsE4: BigInt(stake) * BigInt(price - ODDS_SCALE),
});

export const addMatched = (a: Matched, b: Matched): Matched => ({
  stake: (a.stake + b.stake) as MinorUnits,
  winningsE4: a.winningsE4 + b.winningsE4,
});

export const matchedOf = (fills: readonly Pick<Fill, 'stake' | 'price'>[]): Matched =>
  fills.reduce((total, fill) => addMatched(total, matchedAt(fill.stake, fill.price)), nothingMatched);

/** The stake-weighted price to the nearest ten-thousandth; `null` while nothing is matched. */
export function averagePrice(matched: Matched): OddsE4 | null {
  if (matched.stake === 0) return null;
  const stake = BigInt(matched.stake);
  return (Number((2n * matched.winningsE4 + stake) / (2n * stake)) + ODDS_SCALE) as OddsE4;
}

const SCALE = BigInt(ODDS_SCALE);
/** What the backer wins, rounded to the nearest minor unit, halves up. */
export const winningsOf = (matched: Matched): MinorUnits =>
  Number((2n * matched.winningsE4 + SCALE) / (2n * SCALE)) as MinorUnits;

/**
 * What is held for the position: the stake of a back, the backer's winnings of a lay, rounded up, so that it always
 * covers the settlement. Never falls as fills are added: what is reserved at the limit covers fills at it or better.
 */
export const liabilityOf = (side: BackLay, matched: Matched): MinorUnits =>
  side === 'back' ? matched.stake : (Number((matched.winningsE4 + SCALE - 1n) / SCALE) as MinorUnits);

/** What the position can win before commission. */
export const profitIfRight = (side: BackLay, matched: Matched): MinorUnits =>
  side === 'back' ? winningsOf(matched) : matched.stake;

/** What an order reserves before it is sent: its liability if all of it matches at its limit. */
export const reservedBy = (order: OrderDraft): MinorUnits =>
  liabilityOf(order.side, matchedAt(order.stake, order.price));

/** The part of an order not matched yet, at its limit. */
export const unmatchedPart = (order: Order): Matched =>
  matchedAt((order.stake - order.matched) as MinorUnits, order.price);

/** Whether a price is a number that has a worth, whatever the stake. */
export const isPriceSafe = (price: OddsE4): boolean => Number.isSafeInteger(price) && price > ODDS_SCALE;

/** Whether a stake and a price are numbers that money maths may touch. */
export const isMoneySafe = (draft: Pick<OrderDraft, 'price' | 'stake'>): boolean =>
  Number.isSafeInteger(draft.stake) &&
  draft.stake > 0 &&
  isPriceSafe(draft.price) &&
  // Winnings must stay a safe integer too.
  (draft.stake / ODDS_SCALE) * (draft.price - ODDS_SCALE) < Number.MAX_SAFE_INTEGER / 4;
