import type { MarketId } from '../../../../shared/domain/units.ts';
import type { SelectionOutcome } from '../source.ts';
import type { Listing } from './directory.ts';

/** A market Betfair has settled: its runners by key, as their statuses say. */
export type SettledMarket = {
  /** How many of its runners win. */
  readonly winners: number;
  readonly runners: readonly { readonly key: string; readonly status: string | undefined }[];
};

type WithStatus = { readonly status?: string | undefined };

/** Betfair takes every runner out of a market it voids. Other books may go on with theirs. */
export const isVoided = (runners: readonly WithStatus[]): boolean =>
  runners.length > 0 && runners.every(({ status }) => status === 'REMOVED' || status === 'REMOVED_VACANT');

/** Whether the runners of a closed market say how it came out. */
export const isSettled = (runners: readonly WithStatus[]): boolean =>
  runners.some(({ status }) => status === 'WINNER' || status === 'LOSER') || isVoided(runners);

/** Whether a market whose result may have been told has none, or none any more: somebody can still win it. */
export const isUndecided = (runners: readonly WithStatus[]): boolean =>
  runners.some(({ status }) => status === 'ACTIVE');

const OUTCOMES: Readonly<Record<string, SelectionOutcome['outcome']>> = {
  WINNER: 'won',
  LOSER: 'lost',
  REMOVED: 'void',
  REMOVED_VACANT: 'void',
};

/**
 * What the runners' statuses make of one of our markets. Nothing where they don't say it all: lines of which half a stake
 * may be returned, dead heats, which have other winners than the market should, and a runner told twice in two ways.
 */
export function outcomesOf(
  listing: Pick<Listing, 'slots' | 'doubleLine'>,
  marketId: MarketId,
  { winners, runners }: SettledMarket,
): readonly SelectionOutcome[] {
  const voided = isVoided(runners);
  if (listing.doubleLine && !voided) return [];
  const told = new Map(runners.map(({ key, status }) => [key, status]));
  if (runners.some(({ key, status }) => told.get(key) !== status)) return [];
  if (voided && [...listing.slots.keys()].some((key) => !told.has(key))) return [];
  if (!voided && [...told.values()].filter((status) => status === 'WINNER').length !== winners) return [];
  return [...told].flatMap(([key, status]) => {
    const slot = listing.slots.get(key);
    const outcome = OUTCOMES[status ?? ''];
    return slot?.marketId === marketId && outcome !== undefined
      ? [{ selectionId: slot.selectionId, outcome }]
      : [];
  });
}

/** Whatever their order: Betfair need not name its runners in the same one again. */
export function sameOutcomes(one: readonly SelectionOutcome[], other: readonly SelectionOutcome[]): boolean {
  const of = new Map(one.map(({ selectionId, outcome }) => [selectionId, outcome]));
  return (
    one.length === other.length && other.every(({ selectionId, outcome }) => of.get(selectionId) === outcome)
  );
}
