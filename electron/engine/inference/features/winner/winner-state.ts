import { eloExpectation } from '../../../../../shared/domain/ratings/elo.ts';
import type { Fixture } from '../../../ports/forecaster.ts';
import type { HistoricalMatch } from '../../../ports/market-store.ts';
import type { FeatureSnapshot, FeatureState } from '../feature-set.ts';
import { dayNumber } from '../football/day-number.ts';
import type { WinnerTuning } from './tuning.ts';

/** A side's running figures. */
type Side = {
  season: string;
  elo: number;
  slowElo: number;
  margin: number;
  form: number;
  matches: number;
  lastDay: number;
  load: number;
};
const SIDE_FIGURES = ['elo', 'slowElo', 'margin', 'form', 'matches', 'lastDay', 'load'] as const;
/** What a group of competitions (a tour, a league) has in common. */
type League = { home: number; homeMargin: number };

type WinnerSnapshot = {
  readonly leagues: Readonly<Record<string, readonly [number, number]>>;
  /** Sides by group and name: season, then `SIDE_FIGURES`. */
  readonly sides: Readonly<Record<string, readonly [string, ...(number | null)[]]>>;
  /** Elo on a surface by group, name and surface, with the matches it stands on. */
  readonly surfaces: Readonly<Record<string, readonly [number, number]>>;
};

const POINTS_PER_LOGIT = 400 / Math.LN10;
const FORM_SHARE = 0.1;
const HOME_STEP = 0.15;
const LOAD_DAYS = 7;
/** A side not seen for so long starts anew: two years. */
const FORGOTTEN_DAYS = 730;
const DIGITS = 6;

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));
const groupOf = (competition: string, { surfaces }: WinnerTuning): string =>
  surfaces ? competition.slice(0, Math.max(0, competition.lastIndexOf(' '))) || competition : competition;
const surfaceOf = (competition: string, { surfaces }: WinnerTuning): string | null =>
  surfaces ? competition.slice(competition.lastIndexOf(' ') + 1) : null;

/** Elo-type ratings of whoever can win: teams, or players. State of the `*-results` sets of two-way sports. */
export function createWinnerState(
  set: string,
  tuning: WinnerTuning,
  snapshot?: FeatureSnapshot,
): FeatureState {
  const leagues = new Map<string, League>();
  const sides = new Map<string, Side>();
  const surfaces = new Map<string, { elo: number; matches: number }>();
  let through: string | null = null;
  if (snapshot !== undefined) through = restore(snapshot, set, { leagues, sides, surfaces });

  const leagueOf = (group: string): League =>
    leagues.get(group) ?? { home: tuning.homeAdvantage, homeMargin: 0 };
  const stepOf = (matches: number): number =>
    tuning.k * (1 + (tuning.newcomer - 1) * (tuning.settles / (matches + tuning.settles)) ** tuning.fades);

  const enter = (key: string, season: string): Side => {
    const known = sides.get(key);
    if (known === undefined) {
      const entered: Side = {
        season,
        elo: 0,
        slowElo: 0,
        margin: 0,
        form: 0,
        matches: 0,
        lastDay: Number.NaN,
        load: 0,
      };
      sides.set(key, entered);
      return entered;
    }
    if (known.season !== season) {
      known.season = season;
      for (const figure of ['elo', 'slowElo', 'margin'] as const) known[figure] *= 1 - tuning.regress;
    }
    return known;
  };

  const learn = (match: HistoricalMatch): void => {
    const group = groupOf(match.competition, tuning);
    const league = leagueOf(group);
    leagues.set(group, league);
    const home = enter(`${group}|${match.home}`, match.season);
    const away = enter(`${group}|${match.away}`, match.season);
    const won = match.homeGoals > match.awayGoals ? 1 : match.homeGoals < match.awayGoals ? 0 : 0.5;
    const surprise = won - eloExpectation(home.elo - away.elo + league.home);
    const slowSurprise = won - eloExpectation(home.slowElo - away.slowElo + league.home);
    home.elo += stepOf(home.matches) * surprise;
    away.elo -= stepOf(away.matches) * surprise;
    home.slowElo += (stepOf(home.matches) / 3) * slowSurprise;
    away.slowElo -= (stepOf(away.matches) / 3) * slowSurprise;
    league.home += HOME_STEP * surprise;
    learnMargin(match, home, away, league);
    home.form += FORM_SHARE * (surprise - home.form);
    away.form += FORM_SHARE * (-surprise - away.form);
    learnSurface(match, group, won);
    const day = dayNumber(match.playedOn);
    for (const side of [home, away]) {
      side.load = loadOn(side, day) + 1;
      side.matches += 1;
      side.lastDay = day;
    }
  };

  const learnMargin = (match: HistoricalMatch, home: Side, away: Side, league: League): void => {
    const gap = match.homeGoals - match.awayGoals;
    const seen = Math.max(-tuning.mostMargin, Math.min(tuning.mostMargin, gap));
    const surprise = seen - (home.margin - away.margin + league.homeMargin);
    home.margin += tuning.marginStep * surprise;
    away.margin -= tuning.marginStep * surprise;
    league.homeMargin += 0.002 * surprise;
  };

  const learnSurface = (match: HistoricalMatch, group: string, won: number): void => {
    const surface = surfaceOf(match.competition, tuning);
    if (surface === null) return;
    const [home, away] = [match.home, match.away].map((name) => {
      const key = `${group}|${name}|${surface}`;
      const entry = surfaces.get(key) ?? { elo: 0, matches: 0 };
      surfaces.set(key, entry);
      return entry;
    });
    if (home === undefined || away === undefined) return;
    const surprise = won - eloExpectation(home.elo - away.elo);
    home.elo += stepOf(home.matches) * surprise;
    away.elo -= stepOf(away.matches) * surprise;
    home.matches += 1;
    away.matches += 1;
  };

  const loadOn = (side: Side, day: number): number =>
    Number.isNaN(side.lastDay) ? 0 : side.load * Math.exp((side.lastDay - day) / LOAD_DAYS);
  const ratingOn = (side: Side | undefined, season: string, figure: 'elo' | 'slowElo' | 'margin'): number =>
    side === undefined ? 0 : side[figure] * (side.season === season ? 1 : 1 - tuning.regress);
  const restOn = (side: Side | undefined, day: number): number =>
    side === undefined || Number.isNaN(side.lastDay)
      ? Number.NaN
      : Math.min(tuning.mostRest, day - side.lastDay);

  return {
    write(fixture, out, offset) {
      const group = groupOf(fixture.competition, tuning);
      const league = leagueOf(group);
      const home = sides.get(`${group}|${fixture.home}`);
      const away = sides.get(`${group}|${fixture.away}`);
      const day = dayNumber(fixture.playedOn);
      const gap = (figure: 'elo' | 'slowElo' | 'margin') =>
        ratingOn(home, fixture.season, figure) - ratingOn(away, fixture.season, figure);
      out[offset] = (gap('elo') + league.home) / POINTS_PER_LOGIT;
      out[offset + 1] = (gap('slowElo') + league.home) / POINTS_PER_LOGIT;
      out[offset + 2] = (gap('margin') + league.homeMargin) / tuning.marginDeviation;
      out[offset + 3] = surfaceGap(fixture, group);
      out[offset + 4] = home?.form ?? Number.NaN;
      out[offset + 5] = away?.form ?? Number.NaN;
      out[offset + 6] = restOn(home, day);
      out[offset + 7] = restOn(away, day);
      out[offset + 8] = home === undefined ? 0 : loadOn(home, day);
      out[offset + 9] = away === undefined ? 0 : loadOn(away, day);
      out[offset + 10] = Math.log1p(home?.matches ?? 0);
      out[offset + 11] = Math.log1p(away?.matches ?? 0);
    },
    knows: ({ competition, home, away }) => {
      const group = groupOf(competition, tuning);
      return sides.has(`${group}|${home}`) && sides.has(`${group}|${away}`);
    },
    teams: (competition) => {
      const start = `${groupOf(competition, tuning)}|`;
      return [...sides.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
    },
    observe(day) {
      // In an order of their own: what is learned must not depend on how a file is sorted.
      for (const match of [...day].sort(byIdentity)) learn(match);
      through = day.at(-1)?.playedOn ?? through;
    },
    snapshot: () => keep(set, through, { leagues, sides, surfaces }),
  };

  function surfaceGap(fixture: Fixture, group: string): number {
    const surface = surfaceOf(fixture.competition, tuning);
    if (surface === null) return Number.NaN;
    const of = (name: string): number => surfaces.get(`${group}|${name}|${surface}`)?.elo ?? 0;
    return (of(fixture.home) - of(fixture.away)) / POINTS_PER_LOGIT;
  }
}

const keyOf = ({ identity, occurrence }: HistoricalMatch): string => `${identity}|${occurrence}`;

function byIdentity(a: HistoricalMatch, b: HistoricalMatch): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

type Kept = {
  readonly leagues: Map<string, League>;
  readonly sides: Map<string, Side>;
  readonly surfaces: Map<string, { elo: number; matches: number }>;
};

function keep(set: string, through: string | null, { leagues, sides, surfaces }: Kept): FeatureSnapshot {
  const today = through === null ? 0 : dayNumber(through);
  const current = [...sides].filter(([, { lastDay }]) => today - lastDay <= FORGOTTEN_DAYS);
  const names = new Set(current.map(([key]) => key));
  const state: WinnerSnapshot = {
    leagues: Object.fromEntries(
      [...leagues].map(([group, { home, homeMargin }]) => [group, [rounded(home), rounded(homeMargin)]]),
    ),
    sides: Object.fromEntries(
      current.map(([key, side]) => [
        key,
        [
          side.season,
          ...SIDE_FIGURES.map((figure) => (Number.isNaN(side[figure]) ? null : rounded(side[figure]))),
        ],
      ]),
    ),
    surfaces: Object.fromEntries(
      [...surfaces]
        .filter(([key]) => names.has(key.slice(0, key.lastIndexOf('|'))))
        .map(([key, { elo, matches }]) => [key, [rounded(elo), matches]]),
    ),
  };
  return { set, through, state };
}

const isPair = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && value.every((figure) => Number.isFinite(figure));
const isSide = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === SIDE_FIGURES.length + 1 &&
  typeof value[0] === 'string' &&
  value.slice(1).every((figure) => figure === null || Number.isFinite(figure));
const isTable = (value: unknown, holds: (entry: unknown) => boolean): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every(holds);

function isWinnerSnapshot(state: unknown): state is WinnerSnapshot {
  const { leagues, sides, surfaces } = (state ?? {}) as Partial<Record<keyof WinnerSnapshot, unknown>>;
  return isTable(leagues, isPair) && isTable(sides, isSide) && isTable(surfaces, isPair);
}

/** Fills `into` with what `keep` of the same set made; the day it knows everything through. */
function restore(snapshot: FeatureSnapshot, set: string, into: Kept): string | null {
  if (snapshot.set !== set)
    throw new Error(`The snapshot is of ${snapshot.set}, not of ${set}. Use the one made with the model.`);
  if (!isWinnerSnapshot(snapshot.state))
    throw new Error(`The snapshot of ${set} is damaged. Restore the model's folder or train it again.`);
  for (const [group, [home, homeMargin]] of Object.entries(snapshot.state.leagues))
    into.leagues.set(group, { home, homeMargin });
  for (const [key, [season, ...figures]] of Object.entries(snapshot.state.sides)) {
    const side = { season } as Side;
    SIDE_FIGURES.forEach((figure, i) => {
      side[figure] = figures[i] ?? Number.NaN;
    });
    into.sides.set(key, side);
  }
  for (const [key, [elo, matches]] of Object.entries(snapshot.state.surfaces))
    into.surfaces.set(key, { elo, matches });
  return snapshot.through;
}
