import type { FairPrice } from '../../../../../shared/domain/edge.ts';
import type { EpochMs, MinorUnits, OddsE4, Probability } from '../../../../../shared/domain/units.ts';
import type { FairPoint, PricePoint } from '../../../ports/market-store.ts';
import type { Point } from './point-codec.ts';

/** Fair probabilities are kept to a hundred-millionth, far below what a price or a screen can show. */
const fairScale = 1e8;

export const packFair = (fair: Pick<FairPrice, 'probability' | 'low' | 'high'>) => ({
  x: Math.round(fair.probability * fairScale),
  y: Math.round(fair.low * fairScale),
  z: Math.round(fair.high * fairScale),
});

export const toPricePoint = (point: Readonly<Point>): PricePoint => ({
  at: point.at as EpochMs,
  sourceTime: (point.at - point.z) as EpochMs,
  price: point.x === 0 ? null : (point.x as OddsE4),
  size: point.y < 0 ? null : (point.y as MinorUnits),
});

export const toFairPoint = (point: Readonly<Point>): FairPoint => ({
  at: point.at as EpochMs,
  probability: (point.x / fairScale) as Probability,
  low: (point.y / fairScale) as Probability,
  high: (point.z / fairScale) as Probability,
});
