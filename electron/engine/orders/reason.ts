import type { Market, MarketType, SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../../shared/domain/edge.ts';
import type { OrderDraft, OrderReason } from '../../../shared/domain/order.ts';
import type { MinorUnits } from '../../../shared/domain/units.ts';
import type { Subject } from './subject.ts';
import { expectedValue } from './worth.ts';

export const MARKET_NAMES: Readonly<Record<MarketType, string>> = {
  'match-odds': 'Match odds',
  moneyline: 'Moneyline',
  totals: 'Over/Under',
  'asian-handicap': 'Asian handicap',
  'both-teams-to-score': 'Both teams to score',
  'double-chance': 'Double chance',
  'draw-no-bet': 'Draw no bet',
  'correct-score': 'Correct score',
};

export const eventName = (event: SportingEvent): string => `${event.home} v ${event.away}`;

export function marketName(market: Market): string {
  const sign = market.type === 'asian-handicap' && (market.line ?? 0) > 0 ? '+' : '';
  const line = market.line === null ? '' : ` ${sign}${market.line}`;
  return `${MARKET_NAMES[market.type]}${line}${market.period === 'first-half' ? ', first half' : ''}`;
}

/** Why this bet: what is known at this moment, to be kept with the order for good. */
export function reasonFor(
  draft: OrderDraft,
  { event, market, selection, book, quote }: Subject,
  fair: FairPrice | undefined,
  kellyFraction: number,
  bankroll: MinorUnits,
): OrderReason {
  return {
    fair: fair?.probability ?? null,
    fairLow: fair?.low ?? null,
    fairHigh: fair?.high ?? null,
    method: fair?.method ?? null,
    ...(fair ? { fairSource: fair.source } : {}),
    ...(fair?.model === undefined ? {} : { model: fair.model }),
    ev: fair ? expectedValue(draft, fair.probability, book.commission) : null,
    kellyFraction,
    bankroll,
    quotePrice: quote?.levels[0]?.price ?? null,
    quoteSourceTime: quote?.sourceTime ?? null,
    quoteReceivedAt: quote?.receivedAt ?? null,
    eventName: eventName(event),
    marketName: marketName(market),
    selectionName: selection.name,
    bookName: book.name,
  };
}
