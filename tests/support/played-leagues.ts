import type { HistoricalMatch, HistoricalOdds } from '../../electron/engine/ports/market-store.ts';
import { type OddsE4, oddsE4 } from '../../shared/domain/units.ts';
import { createSeededRandom } from './seeded-random.ts';

const DAY = 86_400_000;

export type PlayedLeagues = {
  readonly seed?: number;
  readonly seasons?: number;
  /** Competitions and how many teams each has; promotion goes between neighbours of one country. */
  readonly teams?: Readonly<Record<string, number>>;
};

/**
 * Double round robins with scores, statistics and prices of both stages drawn from a seed; the last of each division
 * change places with the first of the next one from season to season. In the order of days.
 */
export function playLeagues({
  seed = 7,
  seasons = 3,
  teams = { E0: 8, E1: 8, B1: 6 },
}: PlayedLeagues = {}): readonly HistoricalMatch[] {
  const random = createSeededRandom(seed);
  const squads = new Map(
    Object.entries(teams).map(([competition, count]) => [
      competition,
      Array.from({ length: count }, (_, i) => `${competition} ${i}`),
    ]),
  );
  const matches: HistoricalMatch[] = [];
  for (let year = 2001; year < 2001 + seasons; year += 1) {
    for (const [competition, names] of squads) matches.push(...playSeason(competition, year, names, random));
    const [upper, lower] = [squads.get('E0'), squads.get('E1')];
    const [down, up] = [upper?.pop(), lower?.shift()];
    if (down !== undefined && up !== undefined) {
      upper?.push(up);
      lower?.unshift(down);
    }
  }
  return matches.sort((a, b) => (a.playedOn < b.playedOn ? -1 : a.playedOn > b.playedOn ? 1 : 0));
}

function playSeason(
  competition: string,
  year: number,
  names: readonly string[],
  random: () => number,
): readonly HistoricalMatch[] {
  const start = Date.UTC(year, 7, 4);
  return rounds(names).flatMap((round, week) =>
    round.map(([home, away]) => {
      const playedOn = new Date(start + (7 * week + (random() < 0.3 ? 1 : 0)) * DAY)
        .toISOString()
        .slice(0, 10);
      return playMatch(competition, `${year}/${String(year + 1).slice(2)}`, playedOn, home, away, random);
    }),
  );
}

/** The circle method, then the same with grounds changed. */
function rounds(names: readonly string[]): readonly (readonly (readonly [string, string])[])[] {
  const [fixed = '', ...others] = names;
  const first = others.map((_, turn) => {
    const circle = [fixed, ...others.slice(turn), ...others.slice(0, turn)];
    return circle
      .slice(0, circle.length / 2)
      .map((name, i) => [name, circle[circle.length - 1 - i] ?? ''] as const);
  });
  return [...first, ...first.map((round) => round.map(([home, away]) => [away, home] as const))];
}

function playMatch(
  competition: string,
  season: string,
  playedOn: string,
  home: string,
  away: string,
  random: () => number,
): HistoricalMatch {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const [homeGoals, awayGoals] = [upTo(4), upTo(3)];
  return {
    identity: `${competition}|${playedOn}|${home}|${away}`.toLowerCase(),
    occurrence: 1,
    competition,
    season,
    playedOn,
    kickOff: null,
    home,
    away,
    homeGoals,
    awayGoals,
    halfTimeHome: Math.min(homeGoals, upTo(2)),
    halfTimeAway: Math.min(awayGoals, upTo(2)),
    statistics: {
      HS: 8 + upTo(10),
      AS: 6 + upTo(10),
      HST: homeGoals + upTo(4),
      AST: awayGoals + upTo(4),
      HC: upTo(10),
      AC: upTo(9),
      HY: upTo(4),
      AY: upTo(4),
      HR: random() < 0.05 ? 1 : 0,
      AR: random() < 0.05 ? 1 : 0,
    },
    odds: (['pre-closing', 'closing'] as const).flatMap((stage) => quote(stage, random)),
  };
}

function quote(stage: HistoricalOdds['stage'], random: () => number): readonly HistoricalOdds[] {
  const price = (around: number): OddsE4 => oddsE4(around * (0.95 + 0.1 * random())) ?? (20_000 as OddsE4);
  return ['bet365', 'pinnacle', 'bwin'].flatMap((book): readonly HistoricalOdds[] => {
    const of = (market: HistoricalOdds['market'], line: number | null, side: string, around: number) => ({
      book,
      market,
      line,
      side,
      stage,
      price: price(around),
    });
    return [
      of('match-odds', null, 'home', 2.1),
      of('match-odds', null, 'draw', 3.4),
      of('match-odds', null, 'away', 3.5),
      of('totals', 2.5, 'over', 1.9),
      of('totals', 2.5, 'under', 1.9),
      of('asian-handicap', -0.25, 'home', 1.85),
      of('asian-handicap', -0.25, 'away', 2),
    ];
  });
}
