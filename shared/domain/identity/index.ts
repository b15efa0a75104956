/** Which events, teams and competitions of different sources are one. Pure. */
export {
  AUTOMATIC_SCORE,
  CLEAR_MARGIN,
  type Comparison,
  compareEvents,
  DOUBTFUL_SCORE,
  type EventNames,
  isCertain,
  type ReadEvent,
  reachOf,
  readEvent,
} from './compare.ts';
export { competitionLikeness, competitionOf } from './competitions.ts';
export { type EventTimes, indexByTime } from './event-index.ts';
export { mirroredLine, mirroredScore, mirroredSide, sameMarketKey } from './mirror.ts';
export { type Pairing, pairEvents } from './pair-events.ts';
export { reasonsOf } from './reasons.ts';
export { isAmbiguous, type TaughtNames, type Team, taughtKey, teamLikeness } from './team.ts';
