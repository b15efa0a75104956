import type { MarketStatus } from '../../../../shared/domain/catalogue.ts';
import { type ContractRole, halfLine } from '../prediction-market/game.ts';
import { DRAW_CODE, type ReadGame, type Unclear } from './game-of-event.ts';
import type { KalshiLeague, SeriesSubject } from './leagues.ts';
import type { WireMarket } from './messages.ts';

const sideOf = (code: string, game: ReadGame): 'home' | 'away' | undefined =>
  code === game.home ? 'home' : code === game.away ? 'away' : undefined;

function strikeOf(market: WireMarket): number | Unclear {
  if (market.strike_type !== 'greater')
    return { reason: 'strike-unclear', detail: `Its strike is of the type ${market.strike_type ?? 'none'}.` };
  const strike = typeof market.floor_strike === 'string' ? Number(market.floor_strike) : market.floor_strike;
  const line = strike == null || !Number.isFinite(strike) ? undefined : halfLine(strike);
  return line ?? { reason: 'strike-unclear', detail: `A strike of ${market.floor_strike} is no half point.` };
}

/** The subtitle's own number has to be the strike's: `Over 42.5 points scored`. */
const saysLine = (market: WireMarket, line: number): boolean => {
  const [, number] = /over (\d+(?:\.\d+)?)/i.exec(market.yes_sub_title ?? '') ?? [];
  return number === undefined || Number(number) === line;
};

type RoleReader = (
  market: WireMarket,
  suffix: string,
  game: ReadGame,
  league: KalshiLeague,
) => ContractRole | Unclear;

const UNKNOWN_SIDE: Unclear = { reason: 'side-unclear', detail: 'Its ticker names neither side.' };

const READERS: Readonly<Record<SeriesSubject, RoleReader>> = {
  winner(_market, suffix, game, league) {
    const type = league.draw ? 'match-odds' : 'moneyline';
    if (suffix === DRAW_CODE)
      return league.draw
        ? { type, line: null, yes: 'draw', no: null }
        : { reason: 'unexpected-draw', detail: 'A contract on a draw where none is played for.' };
    const side = sideOf(suffix, game);
    return side === undefined ? UNKNOWN_SIDE : { type, line: null, yes: side, no: null };
  },
  /** `wins by over 3.5 points`: that side at -3.5; no is the other at +3.5. */
  spread(market, suffix, game) {
    const side = sideOf(suffix.replace(/\d+$/, ''), game);
    if (side === undefined) return UNKNOWN_SIDE;
    const strike = strikeOf(market);
    if (typeof strike !== 'number') return strike;
    if (strike < 0 || !saysLine(market, strike))
      return { reason: 'strike-unclear', detail: `${market.yes_sub_title} does not say ${strike}.` };
    return {
      type: 'asian-handicap',
      line: side === 'home' ? -strike : strike,
      yes: side,
      no: side === 'home' ? 'away' : 'home',
    };
  },
  total(market) {
    const strike = strikeOf(market);
    if (typeof strike !== 'number') return strike;
    if (strike < 0 || !saysLine(market, strike))
      return { reason: 'strike-unclear', detail: `${market.yes_sub_title} does not say ${strike}.` };
    return { type: 'totals', line: strike, yes: 'over', no: 'under' };
  },
};

/** Which selection a contract is. */
export const roleOfMarket = (
  subject: SeriesSubject,
  market: WireMarket,
  suffix: string,
  game: ReadGame,
  league: KalshiLeague,
): ContractRole | Unclear => READERS[subject](market, suffix, game, league);

/**
 * Statuses of markets: `active` (`open` in older answers) trades, `initialized`, `unopened`, `inactive` and `paused` may again,
 * the others are over. One not known is taken for suspended: it takes no order.
 */
const STATUSES: Readonly<Record<string, MarketStatus>> = {
  active: 'open',
  open: 'open',
  closed: 'closed',
  determined: 'closed',
  disputed: 'closed',
  amended: 'closed',
  settled: 'closed',
  finalized: 'closed',
};

export const statusOf = (status: string): MarketStatus =>
  (Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined) ?? 'suspended';

/** Events of `market_lifecycle_v2` that change whether a market trades. */
export const LIFECYCLE: ReadonlyMap<string, MarketStatus> = new Map([
  ['activated', 'open'],
  ['deactivated', 'suspended'],
  ['determined', 'closed'],
  ['settled', 'closed'],
]);
