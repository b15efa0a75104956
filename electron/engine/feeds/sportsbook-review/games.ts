import { ODDS_FORMATS } from '../../../../shared/domain/odds-format.ts';
import { oddsE4 } from '../../../../shared/domain/units.ts';
import type { HistoricalMatch, HistoricalOdds } from '../../ports/market-store.ts';
import { isControlled, type MatchRow } from '../match-file.ts';

/** A game as an archive writes it, in our terms; `undefined` where it says nothing usable. */
export type Game = {
  readonly season: string | undefined;
  readonly playedOn: string | undefined;
  readonly home: string | undefined;
  readonly away: string | undefined;
  readonly homePoints: number | undefined;
  readonly awayPoints: number | undefined;
  /** American odds at the close; 0 or `undefined` without. */
  readonly homeMoneyline: number | undefined;
  readonly awayMoneyline: number | undefined;
  readonly statistics: Readonly<Record<string, number>>;
};

export type GameQuarantineReason =
  | 'bad-date'
  | 'no-team'
  | 'same-team'
  | 'control-characters'
  | 'no-score'
  | 'bad-score'
  | 'tie';

/** What stands in a field; nothing for lists and objects, which JSON could nest without end. */
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

/** `20110908.0` or `2011-09-08` as an ISO date. */
export function readGameDate(value: unknown): string | undefined {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:\.0)?$/.exec(textOf(value));
  if (!match) return undefined;
  const iso = `${match[1]}-${match[2]}-${match[3]}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

/** A non-negative whole number, also written as text; `undefined` for anything else. */
export function readPoints(value: unknown): number | undefined {
  const text = textOf(value);
  return /^\d{1,3}(?:\.0)?$/.test(text) ? Number(text) : undefined;
}

export const readAmerican = (value: unknown): number | undefined => {
  const text = textOf(value);
  return /^[+-]?\d{1,6}(?:\.0)?$/.test(text) ? Number(text) : undefined;
};

/** Name of a side; numbers stand where an archive lost it. */
export const readTeam = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text === '' || /^[\d.]+$/.test(text) ? undefined : text;
};

function sampleOf(record: unknown): string {
  try {
    return JSON.stringify(record).slice(0, 1_900);
  } catch {
    return 'nested too deeply to show';
  }
}

/** A reader of one file's games. */
export function createGameReader(competition: string) {
  return (game: Game, line: number, record: unknown): MatchRow<GameQuarantineReason> => {
    const quarantined = (reason: GameQuarantineReason): MatchRow<GameQuarantineReason> => ({
      kind: 'quarantined',
      line,
      reason,
      sample: sampleOf(record),
    });
    const { playedOn, home, away, homePoints, awayPoints } = game;
    if (playedOn === undefined) return quarantined('bad-date');
    if (home === undefined || away === undefined) return quarantined('no-team');
    if (home === away) return quarantined('same-team');
    if (isControlled(home) || isControlled(away)) return quarantined('control-characters');
    if (homePoints === undefined || awayPoints === undefined) return quarantined('no-score');
    if (homePoints + awayPoints === 0) return quarantined('bad-score');
    // Nobody won: a push for whoever backed either.
    if (homePoints === awayPoints) return quarantined('tie');
    const identity = `sportsbook-review|${competition}|${playedOn}|${home}|${away}`.toLowerCase();
    const ignored: string[] = [];
    const odds = (['home', 'away'] as const).flatMap((side): HistoricalOdds[] => {
      const american = side === 'home' ? game.homeMoneyline : game.awayMoneyline;
      if (american === undefined) return [];
      const price = oddsE4(ODDS_FORMATS.american.decimal(american));
      if (price === undefined) {
        ignored.push('impossible-price');
        return [];
      }
      return [{ book: 'consensus', market: 'moneyline', line: null, side, stage: 'closing', price }];
    });
    const match: HistoricalMatch = {
      identity,
      occurrence: 1,
      competition,
      season: game.season ?? playedOn.slice(0, 4),
      playedOn,
      kickOff: null,
      home,
      away,
      homeGoals: homePoints,
      awayGoals: awayPoints,
      halfTimeHome: null,
      halfTimeAway: null,
      statistics: game.statistics,
      odds,
    };
    return { kind: 'match', line, match, ignored };
  };
}
