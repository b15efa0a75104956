import type { HistoricalMatch } from '../../../ports/market-store.ts';
import { add, approach, LEAGUE, read } from './figures.ts';
import type { FootballTuning, VolumeTuning } from './tuning.ts';

/** What one channel saw of a match, in goals. */
export type Seen = { readonly home: number; readonly away: number; readonly dispersion: number };

/** What each of `CHANNELS` saw of a match. */
export type SeenByChannel = readonly [chances: Seen, pressure: Seen, goals: Seen];

/** What is taken where a file has shots on target but not the rest. */
const SHOTS_PER_TARGET = 2.4;
const USUAL_CORNERS = 5;
/** Goals a shot on target before a competition has shown its own price. */
const FIRST_PRICE = 0.17;
const PRICED_MATCHES = 10;
/** Smallest share by which the price of shots follows. */
const PRICE_SHARE = 0.004;

/**
 * Takes a match apart into its channels. Shots and corners are valued at the goals they bring in the competition, which
 * are learned from the match; without statistics goals stand for them, less sure.
 */
export function seeMatch(
  leagues: Float64Array,
  league: number,
  match: HistoricalMatch,
  tuning: FootballTuning,
): SeenByChannel {
  const { homeGoals, awayGoals } = match;
  const { rates, chances, goalsOnlyDispersion } = tuning;
  const goals: Seen = { home: homeGoals, away: awayGoals, dispersion: rates.goals.dispersion };
  const volume = volumesOf(match, tuning.volume);
  if (volume === undefined) {
    const alone = { ...goals, dispersion: goalsOnlyDispersion };
    return [alone, alone, goals];
  }
  const price = priceOf(leagues, league);
  learnPrice(leagues, league, homeGoals + awayGoals, volume.home + volume.away);
  const chancesOf = (scored: number, worth: number): number =>
    chances.goals * scored ** chances.goalPower + (1 - chances.goals) * worth ** chances.volumePower;
  const worth = { home: volume.home * price, away: volume.away * price };
  return [
    {
      home: chancesOf(homeGoals, worth.home),
      away: chancesOf(awayGoals, worth.away),
      dispersion: rates.chances.dispersion,
    },
    { ...worth, dispersion: rates.pressure.dispersion },
    goals,
  ];
}

/** Attacking volume of both sides in shots on target; `undefined` where the file counts none. */
function volumesOf(
  { statistics, halfTimeHome, halfTimeAway }: HistoricalMatch,
  tuning: VolumeTuning,
): { readonly home: number; readonly away: number } | undefined {
  const { HST, AST, HS, AS, HC, AC, HR = 0, AR = 0, HY = 0, AY = 0 } = statistics;
  if (HST === undefined || AST === undefined) return undefined;
  const lead = (halfTimeHome ?? 0) - (halfTimeAway ?? 0);
  const lean = tuning.red * (HR - AR) + tuning.yellow * (HY - AY) + tuning.halfTimeLead * lead;
  const of = (onTarget: number, shots = SHOTS_PER_TARGET * onTarget, corners = USUAL_CORNERS): number =>
    onTarget + tuning.offTarget * Math.max(0, shots - onTarget) + tuning.corner * corners;
  return { home: Math.max(0, of(HST, HS, HC) + lean), away: Math.max(0, of(AST, AS, AC) - lean) };
}

const priceOf = (leagues: Float64Array, league: number): number =>
  read(leagues, league + LEAGUE.statisticMatches) < PRICED_MATCHES
    ? FIRST_PRICE
    : read(leagues, league + LEAGUE.shotGoals) / read(leagues, league + LEAGUE.shotVolume);

function learnPrice(leagues: Float64Array, league: number, goals: number, volume: number): void {
  const matches = read(leagues, league + LEAGUE.statisticMatches);
  const share = Math.max(PRICE_SHARE, 1 / (matches + 1));
  add(leagues, league + LEAGUE.statisticMatches, 1);
  approach(leagues, league + LEAGUE.shotGoals, goals / 2, share);
  approach(leagues, league + LEAGUE.shotVolume, volume / 2, share);
}
