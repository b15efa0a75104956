import type { Listing } from './directory.ts';
import { MARKET_GROUPS } from './market-groups.ts';

const ORDER: readonly string[] = Object.values(MARKET_GROUPS).flatMap(
  ({ types }): readonly string[] => types,
);

/** Which markets to watch, and how many there would be. */
export type WatchList = { readonly marketIds: readonly string[]; readonly leftOut: number };

/**
 * The listed markets that start first, those under way before all; within an event its winner before its goals.
 * Sorted by id, so that the same markets are the same subscription.
 *
 * @param open ids the catalogue named last: closed markets are not among them
 */
export function watchList(listings: Iterable<Listing>, open: ReadonlySet<string>, limit: number): WatchList {
  const candidates = [...listings].filter(
    ({ nativeId, marketIds }) => open.has(nativeId) && marketIds.length > 0,
  );
  const rank = ({ marketType }: Listing) => ORDER.indexOf(marketType);
  candidates.sort(
    (one, other) =>
      one.startsAt - other.startsAt ||
      one.eventId.localeCompare(other.eventId) ||
      rank(one) - rank(other) ||
      one.nativeId.localeCompare(other.nativeId),
  );
  const chosen = candidates.slice(0, limit).map(({ nativeId }) => nativeId);
  return { marketIds: chosen.sort(), leftOut: candidates.length - chosen.length };
}
