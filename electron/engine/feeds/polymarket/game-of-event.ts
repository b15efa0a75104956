import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import { teamByNickname } from '../prediction-market/american-teams.ts';
import type { Game } from '../prediction-market/game.ts';
import type { PolymarketLeague } from './leagues.ts';
import { isWireTeam, type WireEvent, type WireMarket } from './messages.ts';

export type Unclear = { readonly reason: string; readonly detail: string };
/** A game with what its contracts call the sides. */
export type ReadGame = { readonly game: Game; readonly home: string; readonly away: string };

const unclear = (reason: string, detail: string): Unclear => ({ reason, detail });
const LONGEST_DIFFERENCE_MS = 6 * 3_600_000;

/** Both names of `Fulham FC vs. Chelsea FC - More Markets`, in its order. */
export function namesInTitle(title: string): readonly [string, string] | undefined {
  const [pair = ''] = title.split(/ [-–] /);
  const names = pair.split(/ vs\.? /).map((name) => name.trim());
  const [one, other] = names;
  return names.length === 2 && one && other && one !== other ? [one, other] : undefined;
}

type Sides = { readonly home: string; readonly away: string };

/** By the teams' own `ordering`; `undefined` where not exactly one is at home. */
function sidesByTeams(event: WireEvent): Sides | undefined {
  const teams = (event.teams ?? []).filter((team) => isWireTeam(team));
  const named = (ordering: string) =>
    teams.filter((team) => team.ordering === ordering).map(({ name }) => name);
  const [homes, aways] = [named('home'), named('away')];
  const [home, away] = [homes[0], aways[0]];
  return homes.length === 1 && aways.length === 1 && home && away && home !== away
    ? { home, away }
    : undefined;
}

/** By the title, in the order that `/sports` gives for the league. */
function sidesByTitle(event: WireEvent, ordering: string | undefined): Sides | undefined {
  const names = namesInTitle(event.title ?? '');
  if (names === undefined) return undefined;
  if (ordering === 'home') return { home: names[0], away: names[1] };
  return ordering === 'away' ? { home: names[1], away: names[0] } : undefined;
}

/** `2026-08-14 21:00:00+00`, or ISO 8601. */
export function gameTime(text: string | null | undefined): EpochMs | undefined {
  if (!text) return undefined;
  const iso = text
    .trim()
    .replace(' ', 'T')
    .replace(/([+-]\d{2})$/, '$1:00');
  if (!/(Z|[+-]\d{2}:?\d{2})$/.test(iso)) return undefined;
  const ms = Date.parse(iso);
  return Number.isFinite(ms) && ms > 0 ? (ms as EpochMs) : undefined;
}

function startOf(event: WireEvent, markets: readonly WireMarket[]): EpochMs | Unclear {
  const ofMarkets = markets
    .filter(({ sportsMarketType: type }) => type === 'moneyline')
    .map(({ gameStartTime }) => gameTime(gameStartTime))
    .filter((start) => start !== undefined);
  const ofEvent = gameTime(event.startTime);
  const told = [...new Set([...ofMarkets, ...(ofEvent === undefined ? [] : [ofEvent])])];
  const [first] = told;
  if (first === undefined)
    return unclear('start-unknown', 'Neither the event nor a market tells when it starts.');
  if (Math.max(...told) - Math.min(...told) > LONGEST_DIFFERENCE_MS)
    return unclear('start-unclear', 'The event and its markets differ in when it starts.');
  return first;
}

/** The game of an event: its sides by their `ordering`, else by the title in the league's; never guessed. */
export function gameOfEvent(
  event: WireEvent,
  markets: readonly WireMarket[],
  league: PolymarketLeague,
  ordering: string | undefined,
): ReadGame | Unclear {
  const [byTeams, byTitle] = [sidesByTeams(event), sidesByTitle(event, ordering)];
  const fullName = (name: string) => (league.teams ? teamByNickname(league.teams, name) : name);
  const sides = byTeams ?? byTitle;
  if (sides === undefined)
    return unclear('sides-unclear', 'Neither its teams nor its title tell who is at home.');
  const [home, away] = [fullName(sides.home), fullName(sides.away)];
  if (home === undefined || away === undefined || home === away)
    return unclear('team-unknown', `No team is known as ${home === undefined ? sides.home : sides.away}.`);
  if (byTeams !== undefined && byTitle !== undefined) {
    // Titles may shorten names; only the other way round is a contradiction.
    const [titleHome, titleAway] = [fullName(byTitle.home), fullName(byTitle.away)];
    if (titleHome === away && titleAway === home)
      return unclear('sides-unclear', 'Its teams and its title tell different sides to be at home.');
  }
  const startsAt = startOf(event, markets);
  if (typeof startsAt !== 'number') return startsAt;
  const id = `polymarket:${String(event.gameId).replaceAll(/[^A-Za-z0-9_-]/g, '-')}` as EventId;
  const { sport, competition } = league;
  return { game: { id, sport, competition, home, away, startsAt }, home: sides.home, away: sides.away };
}
