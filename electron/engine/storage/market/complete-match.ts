import type { HistoricalMatch, HistoricalOdds } from '../../ports/market-store.ts';

export const hasSameScore = (
  one: Pick<HistoricalMatch, 'homeGoals' | 'awayGoals'>,
  other: Pick<HistoricalMatch, 'homeGoals' | 'awayGoals'>,
): boolean => one.homeGoals === other.homeGoals && one.awayGoals === other.awayGoals;

const kindOf = ({ book, market, stage }: HistoricalOdds): string => `${book}\n${market}\n${stage}`;
const keyOf = (odds: HistoricalOdds): string => `${kindOf(odds)}\n${odds.side}\n${odds.line}`;

/**
 * `stored` with the prices, statistics, half-time score and kick-off of `again` it lacks; what it has stays as it is.
 * `undefined` when it lacks nothing. A book has one handicap a match, so its prices at another one are not added.
 */
export function completeMatch(stored: HistoricalMatch, again: HistoricalMatch): HistoricalMatch | undefined {
  const present = new Set(stored.odds.map(keyOf));
  const handicaps = new Map(
    stored.odds.filter(({ market }) => market === 'asian-handicap').map((odds) => [kindOf(odds), odds.line]),
  );
  const odds = again.odds.filter(
    (price) => !present.has(keyOf(price)) && (handicaps.get(kindOf(price)) ?? price.line) === price.line,
  );
  const statistics = Object.entries(again.statistics).filter(
    ([name]) => !Object.hasOwn(stored.statistics, name),
  );
  const kickOff = stored.kickOff === null && again.kickOff !== null;
  const halfTime =
    stored.halfTimeHome === null && stored.halfTimeAway === null && again.halfTimeHome !== null;
  if (odds.length === 0 && statistics.length === 0 && !kickOff && !halfTime) return undefined;
  return {
    ...stored,
    ...(kickOff ? { kickOff: again.kickOff } : {}),
    ...(halfTime ? { halfTimeHome: again.halfTimeHome, halfTimeAway: again.halfTimeAway } : {}),
    statistics: Object.fromEntries([...Object.entries(stored.statistics), ...statistics]),
    odds: [...stored.odds, ...odds],
  };
}
