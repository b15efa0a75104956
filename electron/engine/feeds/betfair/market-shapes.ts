import type { Market, MarketType, Selection } from '../../../../shared/domain/catalogue.ts';
import { type EventSides, homeRunner, type TeamRunner } from './event-sides.ts';
import type { CatalogueRunner } from './protocol.ts';

/** Which selection of which market a runner is. */
export type Place = {
  readonly type: MarketType;
  readonly period: Market['period'];
  /** From the home side's view; `null` where the type has none. */
  readonly line: number | null;
  readonly side: Selection['side'];
};

/** Why a market, or one of its runners, is not brought. */
export type Unplaced =
  | 'unsupported-market-type'
  | 'unsupported-runner'
  | 'not-a-match'
  | 'ambiguous-sides'
  | 'invalid-line';

export type Placed =
  | {
      readonly ok: true;
      /** By runner: `selectionId/handicap`. */
      readonly places: ReadonlyMap<string, Place>;
      /** Runners that are no selection here: "Any Other Home Win". */
      readonly unplaced: readonly CatalogueRunner[];
      readonly home: string;
      readonly away: string;
    }
  | { readonly ok: false; readonly reason: Unplaced };

/** Identity of a runner in its market. A handicap of -0 is 0. */
export const runnerKey = (selectionId: number, handicap: number): string => `${selectionId}/${handicap + 0}`;

type Shape = (runner: CatalogueRunner, teams: Teams) => Omit<Place, 'period'> | undefined;
/** Sides by selection id; empty where the market has no teams. */
type Teams = ReadonlyMap<number, 'home' | 'away'>;

const DRAW = /^(the )?draw$/i;
const quarter = (line: number): boolean => Number.isInteger(line * 4) && Math.abs(line) <= 2_000;

const winner =
  (threeWay: boolean): Shape =>
  ({ selectionId, runnerName }, teams) => {
    const side = DRAW.test(runnerName) ? 'draw' : teams.get(selectionId);
    return side && { type: threeWay ? 'match-odds' : 'moneyline', line: null, side };
  };
const drawNoBet: Shape = ({ selectionId }, teams) => {
  const side = teams.get(selectionId);
  return side && { type: 'draw-no-bet', line: null, side };
};
const overUnder = (name: string): 'over' | 'under' | undefined =>
  /^over\b/i.test(name) ? 'over' : /^under\b/i.test(name) ? 'under' : undefined;
const totals =
  (line: number): Shape =>
  ({ runnerName }) => {
    const side = overUnder(runnerName);
    return side && { type: 'totals', line, side };
  };
/** Lines by handicap: each of many lines is a market of its own, from the home side's view. */
const doubleLine: Shape = ({ selectionId, runnerName, handicap }, teams) => {
  if (!quarter(handicap)) return undefined;
  const total = overUnder(runnerName);
  if (total !== undefined) return { type: 'totals', line: handicap + 0, side: total };
  const side = teams.get(selectionId);
  return side && { type: 'asian-handicap', line: (side === 'home' ? handicap : -handicap) + 0, side };
};
const yesNo: Shape = ({ runnerName }) => {
  const side = /^yes$/i.test(runnerName) ? 'yes' : /^no$/i.test(runnerName) ? 'no' : undefined;
  return side && { type: 'both-teams-to-score', line: null, side };
};
const doubleChance: Shape = ({ runnerName }) => {
  const [, one = '', other = ''] = /^(home|draw|away) or (home|draw|away)$/i.exec(runnerName.trim()) ?? [];
  const both = new Set([one.toLowerCase(), other.toLowerCase()]);
  if (both.size !== 2 || both.has('')) return undefined;
  const side = !both.has('away') ? '1X' : !both.has('home') ? 'X2' : '12';
  return { type: 'double-chance', line: null, side };
};
const correctScore =
  (homeFirst: boolean): Shape =>
  ({ runnerName }) => {
    const score = /^(\d{1,2})\s*-\s*(\d{1,2})$/.exec(runnerName.trim());
    if (score === null) return undefined;
    const [first, second] = [Number(score[1]), Number(score[2])];
    return {
      type: 'correct-score',
      line: null,
      side: homeFirst ? `${first}-${second}` : `${second}-${first}`,
    };
  };

/** Digits at the end of OVER_UNDER_25: tenths. */
const GOALS = /^(OVER_UNDER|FIRST_HALF_GOALS)_(\d{1,3})$/;

type Wanted = { readonly shape: Shape; readonly period: Market['period']; readonly teams: boolean };

function shapeOf(type: string, runners: readonly CatalogueRunner[], homeFirst: boolean): Wanted | undefined {
  const threeWay = runners.some(({ runnerName }) => DRAW.test(runnerName));
  const goals = GOALS.exec(type);
  if (goals !== null)
    return {
      shape: totals(Number(goals[2]) / 10),
      period: goals[1] === 'OVER_UNDER' ? 'match' : 'first-half',
      teams: false,
    };
  switch (type) {
    case 'MATCH_ODDS':
    case 'MONEY_LINE':
      return { shape: winner(threeWay), period: 'match', teams: true };
    case 'HALF_TIME':
      return { shape: winner(threeWay), period: 'first-half', teams: true };
    case 'DRAW_NO_BET':
      return { shape: drawNoBet, period: 'match', teams: true };
    case 'ASIAN_HANDICAP':
    case 'HANDICAP':
      return { shape: doubleLine, period: 'match', teams: true };
    case 'ALT_TOTAL_GOALS':
    case 'COMBINED_TOTAL':
      return { shape: doubleLine, period: 'match', teams: false };
    case 'BOTH_TEAMS_TO_SCORE':
      return { shape: yesNo, period: 'match', teams: false };
    case 'DOUBLE_CHANCE':
      return { shape: doubleChance, period: 'match', teams: false };
    case 'CORRECT_SCORE':
      return { shape: correctScore(homeFirst), period: 'match', teams: false };
    case 'HALF_TIME_SCORE':
      return { shape: correctScore(homeFirst), period: 'first-half', teams: false };
    default:
      return undefined;
  }
}

/** The two teams among the runners; `undefined` where there are not exactly two, or their names contradict the event. */
function teamsOf(runners: readonly CatalogueRunner[], sides: EventSides) {
  const found = new Map<number, TeamRunner>();
  for (const { selectionId, runnerName, sortPriority } of runners) {
    if (DRAW.test(runnerName)) continue;
    const known = found.get(selectionId);
    if (known === undefined || sortPriority < known.order)
      found.set(selectionId, { id: selectionId, name: runnerName, order: sortPriority });
  }
  const [one, other, ...rest] = found.values();
  if (one === undefined || other === undefined || rest.length > 0) return undefined;
  const home = homeRunner(one, other, sides);
  if (home === undefined) return undefined;
  const away = home === one ? other : one;
  return {
    home: home.name.trim(),
    away: away.name.trim(),
    bySelection: new Map<number, 'home' | 'away'>([
      [home.id, 'home'],
      [away.id, 'away'],
    ]),
  };
}

/** Line markets have one price for many lines, single lines belong to one side: neither is a market here. */
const BETTING_TYPES: ReadonlySet<string> = new Set(['ODDS', 'ASIAN_HANDICAP_DOUBLE_LINE']);

/** What a Betfair market is here: one market, or one for each of its lines. Pure. */
export function placeRunners(market: {
  readonly marketType: string;
  readonly bettingType: string;
  readonly runners: readonly CatalogueRunner[];
  readonly sides: EventSides | undefined;
}): Placed {
  const { sides, runners } = market;
  if (sides === undefined) return { ok: false, reason: 'not-a-match' };
  const wanted = shapeOf(market.marketType, runners, sides.homeFirst);
  if (wanted === undefined || !BETTING_TYPES.has(market.bettingType))
    return { ok: false, reason: 'unsupported-market-type' };
  const teams = wanted.teams ? teamsOf(runners, sides) : undefined;
  if (wanted.teams && teams === undefined) return { ok: false, reason: 'ambiguous-sides' };
  const places = new Map<string, Place>();
  const unplaced: CatalogueRunner[] = [];
  const taken = new Set<string>();
  for (const runner of runners) {
    const place = wanted.shape(runner, teams?.bySelection ?? new Map());
    const identity = place && `${place.type}/${place.line}/${place.side}`;
    if (place === undefined || identity === undefined || taken.has(identity)) unplaced.push(runner);
    else {
      taken.add(identity);
      places.set(runnerKey(runner.selectionId, runner.handicap), { ...place, period: wanted.period });
    }
  }
  if (places.size === 0) return { ok: false, reason: 'unsupported-runner' };
  return { ok: true, places, unplaced, home: teams?.home ?? sides.home, away: teams?.away ?? sides.away };
}
