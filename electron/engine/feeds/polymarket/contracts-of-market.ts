import type { MarketStatus } from '../../../../shared/domain/catalogue.ts';
import { type ContractFee, NO_FEE } from '../../../../shared/domain/prediction-fees.ts';
import { teamByNickname } from '../prediction-market/american-teams.ts';
import { type Contract, type ContractRole, halfLine } from '../prediction-market/game.ts';
import type { ReadGame, Unclear } from './game-of-event.ts';
import type { PolymarketLeague } from './leagues.ts';
import { textList, type WireMarket } from './messages.ts';

/** Contracts of a market, and the tokens that only mirror them. */
export type MarketContracts = {
  readonly contracts: readonly Contract[];
  readonly mirrors: readonly string[];
};

const unclear = (reason: string, detail: string): Unclear => ({ reason, detail });
const YES_NO = /^yes$/i;
/** A part of the game, or something in it, whatever its type says. */
const PARTIAL =
  /\b(1st|2nd|3rd|4th|first|second|half|halftime|quarter|period|inning|set|map|1h|2h|q[1-4])\b/i;

type Place = {
  readonly market: WireMarket;
  readonly outcomes: readonly string[];
  readonly game: ReadGame;
  readonly league: PolymarketLeague;
};

function sideOf(name: string, { game, league }: Place): 'home' | 'away' | undefined {
  const { game: read } = game;
  const full = league.teams ? teamByNickname(league.teams, name) : name;
  if (name === game.home || full === read.home) return 'home';
  return name === game.away || full === read.away ? 'away' : undefined;
}

/** What each outcome is; one for the first token alone where the second only mirrors it. */
type RoleReader = (place: Place) => readonly ContractRole[] | Unclear;

const moneyline: RoleReader = (place) => {
  const { market, outcomes, game, league } = place;
  const [first = '', second = ''] = outcomes;
  if (YES_NO.test(first)) {
    // One contract for each result: `Will Fulham FC win on 2026-08-24?`, `Will ... end in a draw?`
    if (!league.draw) return unclear('outcome-unclear', 'Yes or no where two sides were expected.');
    const [, winner] = /^Will (.+) win\b/.exec(market.question ?? '') ?? [];
    const draw = /\bdraw\b/i.test(market.question ?? '');
    const side = winner === undefined ? undefined : sideOf(winner, place);
    if (draw === (side !== undefined))
      return unclear('outcome-unclear', `${market.question} names no result.`);
    return [{ type: 'match-odds', line: null, yes: side ?? 'draw', no: null }];
  }
  if (league.draw) return unclear('outcome-unclear', 'Two sides where a draw is a result of its own.');
  const [one, other] = [sideOf(first, place), sideOf(second, place)];
  if (one === undefined || other === undefined || one === other)
    return unclear('outcome-unclear', `${first} and ${second} are not ${game.away} and ${game.home}.`);
  return [one, other].map((yes) => ({ type: 'moneyline', line: null, yes, no: null }));
};

const lineOf = (market: WireMarket): number | undefined => {
  const line =
    market.line === null || market.line === undefined || market.line === ''
      ? Number.NaN
      : Number(market.line);
  return Number.isFinite(line) ? halfLine(line) : undefined;
};

/** `Spread: Seahawks (-1.5)`: the side it names at `line`; outcomes are both sides, or yes and no. */
const spreads: RoleReader = (place) => {
  const { market, outcomes } = place;
  const line = lineOf(market);
  if (line === undefined) return unclear('line-unclear', `A line of ${market.line} is no half point.`);
  const [, name = '', told] =
    /^(?:.*: )?(?:Spread: )?(.+) \(([+-]?\d+(?:\.\d+)?)\)$/.exec(market.question ?? '') ?? [];
  const named = sideOf(name.replace(/^Spread: /, ''), place);
  if (named === undefined || Number(told) !== line)
    return unclear('line-unclear', `${market.question} does not say ${line} of a side.`);
  const homeLine = (named === 'home' ? line : -line) + 0;
  const other = named === 'home' ? 'away' : 'home';
  const role = (yes: 'home' | 'away', no: ContractRole['no']): ContractRole => ({
    type: 'asian-handicap',
    line: homeLine,
    yes,
    no,
  });
  const [first = '', second = ''] = outcomes;
  if (YES_NO.test(first)) return [role(named, other)];
  if (sideOf(first, place) !== named || sideOf(second, place) !== other)
    return unclear('outcome-unclear', `${first} and ${second} are not in the order of ${market.question}.`);
  return [role(named, null), role(other, null)];
};

/** `Bills vs. Chiefs: O/U 47.5`. */
const totals: RoleReader = ({ market, outcomes }) => {
  const line = lineOf(market);
  if (line === undefined || line < 0)
    return unclear('line-unclear', `A line of ${market.line} is no half point.`);
  const [, told] = /O\/U (\d+(?:\.\d+)?)$/.exec(market.question ?? '') ?? [];
  if (Number(told) !== line || !/ vs\.? /.test(market.question ?? ''))
    return unclear('line-unclear', `${market.question} does not say ${line} of the whole game.`);
  const [first, second] = outcomes;
  if (first !== 'Over' || second !== 'Under')
    return unclear('outcome-unclear', `${first} and ${second} are not over and under.`);
  return (['over', 'under'] as const).map((yes) => ({ type: 'totals', line, yes, no: null }));
};

/** The types of markets that are read, by `sportsMarketType`. */
export const MARKET_TYPES: ReadonlyMap<string, RoleReader> = new Map([
  ['moneyline', moneyline],
  ['spreads', spreads],
  ['totals', totals],
]);

/** Nothing where the market takes no fees; `undefined` where it does and does not say which. */
export function feeOf(market: WireMarket): ContractFee | undefined {
  if (market.feesEnabled !== true && market.feeSchedule == null) return NO_FEE;
  if (market.feesEnabled === false) return NO_FEE;
  const [rate, exponent] = [Number(market.feeSchedule?.['rate']), Number(market.feeSchedule?.['exponent'])];
  if (!(rate >= 0 && rate < 1 && exponent >= 0 && exponent <= 10)) return undefined;
  return rate === 0 ? NO_FEE : { rate, exponent, roundedUpTo: 0, orderContracts: 1 };
}

const statusOf = ({ closed, active, acceptingOrders, enableOrderBook }: WireMarket): MarketStatus => {
  if (closed === true) return 'closed';
  return active === false || acceptingOrders === false || enableOrderBook === false ? 'suspended' : 'open';
};

const TOKEN = /^[0-9]{1,90}$/;

/** The contracts of a market on `game`. */
export function contractsOfMarket(
  market: WireMarket,
  game: ReadGame,
  league: PolymarketLeague,
): MarketContracts | Unclear {
  const read = MARKET_TYPES.get(market.sportsMarketType ?? '');
  if (read === undefined) return unclear('unsupported-contract', market.sportsMarketType ?? 'without a type');
  if (PARTIAL.test(`${market.question ?? ''} ${market.groupItemTitle ?? ''}`))
    return unclear('partial-game', `${market.question} is not of the whole game.`);
  const [outcomes, tokens] = [textList(market.outcomes), textList(market.clobTokenIds)];
  const [first, second] = tokens;
  if (outcomes.length !== 2 || tokens.length !== 2 || !first || !second || first === second)
    return unclear('outcome-unclear', `It has ${outcomes.length} outcomes and ${tokens.length} tokens.`);
  if (!tokens.every((token) => TOKEN.test(token)))
    return unclear('outcome-unclear', 'Its tokens are no numbers.');
  const fee = feeOf(market);
  if (fee === undefined) return unclear('fee-unknown', 'It takes fees and does not say which.');
  const roles = read({ market, outcomes, game, league });
  if ('reason' in roles) return roles;
  const status = statusOf(market);
  const contracts = roles.map((role, index): Contract => ({ id: tokens[index] ?? '', role, fee, status }));
  return { contracts, mirrors: roles.length === 1 ? [second] : [] };
}
