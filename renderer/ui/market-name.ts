import type { Market, MarketType, Selection, SportingEvent } from '../../shared/domain/catalogue.ts';

const NAMES: Readonly<Record<MarketType, string>> = {
  'match-odds': 'Match odds',
  moneyline: 'Moneyline',
  totals: 'Over/Under',
  'asian-handicap': 'Asian handicap',
  'both-teams-to-score': 'Both teams to score',
  'double-chance': 'Double chance',
  'draw-no-bet': 'Draw no bet',
  'correct-score': 'Correct score',
};

/** A market as people write it: `Over/Under 2.5`, `Asian handicap -0.25`, `Match odds, first half`. */
export function marketName(market: Pick<Market, 'type' | 'line' | 'period'>): string {
  const line = market.line === null ? '' : ` ${signed(market)}`;
  return `${NAMES[market.type]}${line}${market.period === 'first-half' ? ', first half' : ''}`;
}

/** For narrow columns; the rest are short enough. */
const SHORT_NAMES: Partial<Readonly<Record<MarketType, string>>> = {
  'match-odds': '1X2',
  totals: 'O/U',
  'asian-handicap': 'AH',
  'both-teams-to-score': 'BTTS',
  'double-chance': 'Dbl chance',
};

/** A market in the traders' abbreviations: `O/U 2.5`, `AH -0.25`, `1H 1X2`. */
export function shortMarketName(market: Pick<Market, 'type' | 'line' | 'period'>): string {
  const line = market.line === null ? '' : ` ${signed(market)}`;
  return `${market.period === 'first-half' ? '1H ' : ''}${SHORT_NAMES[market.type] ?? NAMES[market.type]}${line}`;
}

const signed = (market: Pick<Market, 'type' | 'line'>): string =>
  market.type === 'asian-handicap' && market.line !== null && market.line > 0
    ? `+${market.line}`
    : String(market.line);

/**
 * A selection told apart from the same one of other lines: `Over 2.5`, `Arsenal -0.25`. Some sources' names say the
 * line, others' leave it to the market.
 */
export function selectionName(
  { type, line }: Pick<Market, 'type' | 'line'>,
  { name, side }: Pick<Selection, 'name' | 'side'>,
): string {
  if (line === null) return name;
  const own = signed({ type, line: type === 'asian-handicap' && side === 'away' ? -line : line });
  return name.split(' ').includes(own) ? name : `${name} ${own}`;
}

/** Kinds of market in the order that they are listed everywhere. */
const ORDER: readonly MarketType[] = [
  'match-odds',
  'moneyline',
  'draw-no-bet',
  'double-chance',
  'asian-handicap',
  'totals',
  'both-teams-to-score',
  'correct-score',
];

type Ranked = Pick<Market, 'id' | 'type' | 'line' | 'period'>;

/** The order of an event's markets: the whole match first, then by kind and line. It depends on nothing else. */
export const compareMarkets = (a: Ranked, b: Ranked): number =>
  Number(a.period === 'first-half') - Number(b.period === 'first-half') ||
  ORDER.indexOf(a.type) - ORDER.indexOf(b.type) ||
  (a.line ?? 0) - (b.line ?? 0) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const eventName = (event: Pick<SportingEvent, 'home' | 'away'>): string =>
  `${event.home} v ${event.away}`;
