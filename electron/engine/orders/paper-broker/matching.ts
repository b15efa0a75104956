import type { BackLay, PriceSize } from '../../../../shared/domain/quote.ts';
import type { MinorUnits, OddsE4 } from '../../../../shared/domain/units.ts';

/** One price at which a part of an order fills. */
export type Take = { readonly price: OddsE4; readonly stake: MinorUnits };

/** Whether `offered` is the asked price or better: a backer wants it long, a layer short. */
export const isAtLeast = (side: BackLay, offered: OddsE4, asked: OddsE4): boolean =>
  side === 'back' ? offered >= asked : offered <= asked;

/**
 * What an order takes from the levels shown, best first, at the limit or better, for no more than is shown less
 * what was taken before. A level without a published size is taken whole.
 */
export function takeLevels(
  side: BackLay,
  levels: readonly PriceSize[],
  limit: OddsE4,
  stake: MinorUnits,
  alreadyTaken: (level: PriceSize) => MinorUnits,
): readonly Take[] {
  const takes: Take[] = [];
  let left: number = stake;
  for (const level of levels) {
    if (left <= 0 || !isAtLeast(side, level.price, limit)) break;
    const available = level.size === null ? left : Math.max(0, level.size - alreadyTaken(level));
    const taken = Math.min(left, available);
    if (taken > 0) takes.push({ price: level.price, stake: taken as MinorUnits });
    left -= taken;
  }
  return takes;
}

/** Size shown at a price; 0 when the level is not shown. A level without a size counts as none ahead. */
export const sizeAt = (levels: readonly PriceSize[], price: OddsE4): MinorUnits =>
  levels.find((level) => level.price === price)?.size ?? (0 as MinorUnits);

/** One of our orders waiting at a price: `ahead` is the size of others that trades before it. */
export type Waiting = { readonly ahead: MinorUnits; readonly left: MinorUnits };

/**
 * Lets `traded` flow through a queue of our orders at one price, oldest first: what stands ahead of an order goes
 * first, then the order, then what stands between it and the next. Returns each order's new `ahead` and its fill.
 */
export function advanceQueue(
  queue: readonly Waiting[],
  traded: MinorUnits,
): readonly { readonly ahead: MinorUnits; readonly filled: MinorUnits }[] {
  let left: number = traded;
  let othersTraded = 0;
  return queue.map((waiting) => {
    const others = Math.min(left, Math.max(0, waiting.ahead - othersTraded));
    othersTraded += others;
    left -= others;
    const ahead = Math.max(0, waiting.ahead - othersTraded);
    const filled = ahead === 0 ? Math.min(left, waiting.left) : 0;
    left -= filled;
    return { ahead: ahead as MinorUnits, filled: filled as MinorUnits };
  });
}
