import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import type { Game } from '../prediction-market/game.ts';
import { easternMoment, easternOf } from './eastern-time.ts';
import type { KalshiLeague } from './leagues.ts';
import type { WireEvent, WireMarket, WireMilestone } from './messages.ts';
import { type EventTicker, marketSuffix, orderCodes } from './ticker.ts';

/** The game behind a winner event, with its sides' codes. */
export type ReadGame = { readonly game: Game; readonly home: string; readonly away: string };
export type Unclear = { readonly reason: string; readonly detail: string };

export const DRAW_CODE = 'TIE';
const DAY_MS = 86_400_000;
const LONGEST_DIFFERENCE_MS = 6 * 3_600_000;

const unclear = (reason: string, detail: string): Unclear => ({ reason, detail });

/** `originally scheduled for Jul 3, 2026 at 8:00 PM EDT` in the rules of a market. */
const SCHEDULED =
  /scheduled for ([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4}) at (\d{1,2}):(\d{2}) ?([AP])M E[DS]?T/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function scheduledInRules(rules: string): EpochMs | undefined {
  const [, month = '', day = '', year, hour, minute, half] = SCHEDULED.exec(rules) ?? [];
  const number = MONTHS.indexOf(month) + 1;
  if (number === 0) return undefined;
  const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0);
  const date = `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return easternMoment(date, `${String(hours).padStart(2, '0')}:${minute}`);
}

/**
 * When the game starts: as its milestone says, else its ticker, else its rules. Neither `expected_expiration_time` nor
 * `occurrence_datetime` is used: sources disagree whether the latter is the start or the expected end (it equals the
 * former on some sports), and a start is not to be guessed from an end.
 */
function startOf(
  ticker: EventTicker,
  markets: readonly WireMarket[],
  milestones: readonly WireMilestone[],
): EpochMs | Unclear {
  const told = new Set(milestones.map(({ start_date: start }) => Date.parse(start)).filter(Number.isFinite));
  if (told.size > 1) return unclear('start-unclear', 'Its milestones differ.');
  const fromTicker = ticker.time === null ? undefined : easternMoment(ticker.date, ticker.time);
  const inRules = markets.map(({ rules_primary: rules }) => scheduledInRules(rules ?? ''));
  const fromRules = inRules.find((start) => start !== undefined);
  const [fromMilestone] = [...told] as EpochMs[];
  const start = fromMilestone ?? fromTicker ?? fromRules;
  if (start === undefined)
    return unclear('start-unknown', 'No milestone, ticker or rule tells when it starts.');
  if (fromTicker !== undefined && Math.abs(start - fromTicker) > LONGEST_DIFFERENCE_MS)
    return unclear('start-unclear', 'Milestone and ticker differ.');
  const days = Math.abs(Date.parse(easternOf(start).date) - Date.parse(ticker.date)) / DAY_MS;
  return days > 1 ? unclear('start-unclear', 'It is not on the day in its ticker.') : start;
}

/** Milestones say which structured target is at home; each contract which target it is of. */
function homeByTargets(
  sides: ReadonlyMap<string, WireMarket>,
  milestones: readonly WireMilestone[],
): string | undefined {
  const targetOf = (code: string) => Object.values(sides.get(code)?.custom_strike ?? {});
  const homes = new Set(
    milestones.flatMap(({ details }) => {
      const [home, away] = [details?.['home_team_id'], details?.['away_team_id']];
      return [...sides.keys()].filter((code) => {
        const others = [...sides.keys()].filter((other) => other !== code);
        return targetOf(code).includes(home) && others.some((other) => targetOf(other).includes(away));
      });
    }),
  );
  return homes.size === 1 ? [...homes][0] : undefined;
}

/** `Baltimore at Buffalo` names the home side last; anything else, as `vs`, says nothing. */
function homeByTitle(title: string, sides: ReadonlyMap<string, WireMarket>): string | undefined {
  const [visitors, hosts] = title.split(/ (?:at|@) /);
  if (visitors === undefined || hosts === undefined) return undefined;
  const named = (text: string) =>
    [...sides].filter(([, { yes_sub_title: name }]) => name != null && name !== '' && text.startsWith(name));
  const [home, away] = [named(hosts), named(visitors)];
  return home.length === 1 && away.length === 1 && home[0]?.[0] !== away[0]?.[0] ? home[0]?.[0] : undefined;
}

/**
 * The game of a winner event: sides by the codes in its tickers, home and away by its milestone's targets, else its title's
 * "at", else the league's convention. What is unclear is told and never guessed.
 */
export function gameOfEvent(
  event: WireEvent,
  ticker: EventTicker,
  markets: readonly WireMarket[],
  milestones: readonly WireMilestone[],
  league: KalshiLeague,
): ReadGame | Unclear {
  const byCode = new Map(
    markets.map((market) => [marketSuffix(market.ticker, event.event_ticker) ?? '', market]),
  );
  const sides = new Map([...byCode].filter(([code]) => code !== DRAW_CODE));
  const [one, other] = [...sides.keys()];
  if (sides.size !== 2 || one === undefined || other === undefined)
    return unclear('not-two-sides', `It has contracts on ${sides.size} sides.`);
  if (byCode.has(DRAW_CODE) !== league.draw && league.draw)
    return unclear('no-draw-contract', 'A game that can be drawn has no contract on the draw.');
  const ordered = orderCodes(ticker.codes, one, other);
  if (ordered === undefined)
    return unclear('codes-unclear', `${ticker.codes} is not made of ${one} and ${other}.`);

  const certain = [homeByTargets(sides, milestones), homeByTitle(event.title ?? '', sides)];
  const [byTargets, byTitle] = certain;
  if (byTargets !== undefined && byTitle !== undefined && byTargets !== byTitle)
    return unclear('sides-unclear', 'Milestone and title name different home sides.');
  const home = byTargets ?? byTitle ?? (league.first === 'home' ? ordered[0] : ordered[1]);
  const away = home === one ? other : one;

  const nameOf = (code: string) =>
    league.teams ? league.teams[code] : sides.get(code)?.yes_sub_title?.trim();
  const [homeName, awayName] = [nameOf(home), nameOf(away)];
  if (!homeName || !awayName || homeName === awayName)
    return unclear('team-unknown', `No name is known of ${homeName ? away : home}.`);

  const startsAt = startOf(ticker, markets, milestones);
  if (typeof startsAt !== 'number') return startsAt;
  const id = `kalshi:${league.id}-${ticker.game}` as EventId;
  const { sport, competition } = league;
  return { game: { id, sport, competition, home: homeName, away: awayName, startsAt }, home, away };
}
