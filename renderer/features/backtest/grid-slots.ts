import type { EquityPoint, GroupResult } from '../../../shared/contract/runs.ts';
import { createGridSlot } from '../../grid/index.ts';
import type { BetRow } from './bets-feed.ts';
import type { RunRow } from './run-rows.ts';

export type GroupRow = { readonly id: string; readonly group: GroupResult; readonly t: number | null };
export type CurveRow = { readonly id: string; readonly point: EquityPoint };

export const runsSlot = createGridSlot<RunRow>();
export const betsSlot = createGridSlot<BetRow>();
export const curveSlot = createGridSlot<CurveRow>();
export const groupSlots = {
  season: createGridSlot<GroupRow>(),
  competition: createGridSlot<GroupRow>(),
  band: createGridSlot<GroupRow>(),
} as const;
export type Grouping = keyof typeof groupSlots;
