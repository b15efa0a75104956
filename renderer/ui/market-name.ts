import type { Market, SportingEvent } from '../../shared/domain/catalogue.ts';

const NAMES: Readonly<Record<Market['type'], string>> = {
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

const signed = (market: Pick<Market, 'type' | 'line'>): string =>
  market.type === 'asian-handicap' && market.line !== null && market.line > 0
    ? `+${market.line}`
    : String(market.line);

export const eventName = (event: Pick<SportingEvent, 'home' | 'away'>): string =>
  `${event.home} v ${event.away}`;
