import type { BetfairSettings } from './settings.ts';
import type { ResumePoint } from './wire/index.ts';

/** What a market subscription asks for. Two that are equal as JSON are identical to Betfair's clocks. */
export type Criteria = {
  readonly marketIds: readonly string[];
  readonly ladderLevels: number | null;
  readonly fields: readonly string[];
  readonly conflateMs: number;
  readonly heartbeatMs: number;
};

export const HEARTBEAT_MS = 5_000;

export const criteriaOf = (
  marketIds: readonly string[],
  { depth, conflateMs }: Pick<BetfairSettings, 'depth' | 'conflateMs'>,
): Criteria => ({
  marketIds,
  ladderLevels: depth.kind === 'full' ? null : depth.levels,
  fields: [
    depth.kind === 'full' ? 'EX_ALL_OFFERS' : 'EX_BEST_OFFERS_DISP',
    'EX_LTP',
    'EX_TRADED_VOL',
    'EX_MARKET_DEF',
  ],
  conflateMs,
  heartbeatMs: HEARTBEAT_MS,
});

export const sameCriteria = (one: Criteria | null, other: Criteria): boolean =>
  one !== null && JSON.stringify(one) === JSON.stringify(other);

export const marketSubscription = (id: number, criteria: Criteria, resume: ResumePoint | null) => ({
  op: 'marketSubscription',
  id,
  marketFilter: { marketIds: criteria.marketIds },
  marketDataFilter: {
    ...(criteria.ladderLevels === null ? {} : { ladderLevels: criteria.ladderLevels }),
    fields: criteria.fields,
  },
  segmentationEnabled: true,
  heartbeatMs: criteria.heartbeatMs,
  conflateMs: criteria.conflateMs,
  ...(resume ?? {}),
});

export const orderSubscription = (id: number) => ({
  op: 'orderSubscription',
  id,
  orderFilter: { includeOverallPosition: true },
  segmentationEnabled: true,
  heartbeatMs: HEARTBEAT_MS,
});
