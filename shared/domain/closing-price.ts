import type { EpochMs, OddsE4 } from './units.ts';

/** An offer not heard for so long before the start says nothing of the close any more. */
export const CLOSE_WITHIN_MS = 10 * 60_000;

/** What a book offered last while its prices could be relied on: standing open, and not suspect. */
export type LastOffer = {
  readonly price: OddsE4;
  /** The last moment it is known to have stood. */
  readonly heardAt: EpochMs;
};

/**
 * What a book closed at. Books withdraw or suspend their prices as an event starts: the close is what they offered
 * last, if that was heard to stand within `CLOSE_WITHIN_MS` of the start.
 */
export function closeOf<T extends LastOffer>(last: T | undefined, start: EpochMs): T | undefined {
  if (last === undefined || last.heardAt > start) return undefined;
  return last.heardAt + CLOSE_WITHIN_MS >= start ? last : undefined;
}
