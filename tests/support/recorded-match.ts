import type { HistoricalMatch, HistoricalOdds } from '../../electron/engine/ports/market-store.ts';
import { oddsE4 } from '../../shared/domain/units.ts';

export type PriceOptions = {
  readonly book?: string;
  readonly stage?: HistoricalOdds['stage'];
  readonly market?: HistoricalOdds['market'];
};

const SIDES: Readonly<Record<HistoricalOdds['market'], readonly string[]>> = {
  'match-odds': ['home', 'draw', 'away'],
  moneyline: ['home', 'away'],
  totals: ['over', 'under'],
  'asian-handicap': ['home', 'away'],
};

/** Decimal prices of one market in its outcomes' order; `null` leaves a side out. `bet365`'s match odds before the close. */
export const pricesOf = (
  decimals: readonly (number | null)[],
  { book = 'bet365', stage = 'pre-closing', market = 'match-odds' }: PriceOptions = {},
): readonly HistoricalOdds[] =>
  decimals.flatMap((decimal, i) => {
    const price = decimal === null ? undefined : oddsE4(decimal);
    const side = SIDES[market][i];
    if (price === undefined || side === undefined) return [];
    return [{ book, market, line: market === 'totals' ? 2.5 : null, side, stage, price }];
  });

/** `Home` v `Away` of `E0` on 2020-01-01, 1-0, without prices. */
export function recordedMatch(match: Partial<HistoricalMatch> = {}): HistoricalMatch {
  const { competition = 'E0', playedOn = '2020-01-01', home = 'Home', away = 'Away' } = match;
  return {
    identity: `test|${competition}|${playedOn}|${home}|${away}`,
    occurrence: 1,
    competition,
    season: '2019/20',
    playedOn,
    kickOff: null,
    home,
    away,
    homeGoals: 1,
    awayGoals: 0,
    halfTimeHome: null,
    halfTimeAway: null,
    statistics: {},
    odds: [],
    ...match,
  };
}
