import type { Market, Selection } from '../../../shared/domain/catalogue.ts';
import type { OrderDraft } from '../../../shared/domain/order.ts';
import type { BackLay } from '../../../shared/domain/quote.ts';
import type { EventId, MarketId, MinorUnits, SelectionId } from '../../../shared/domain/units.ts';
import type { MarketView } from '../ports/market-view.ts';
import type { Matched } from './liability.ts';
import { liabilityOf, matchedAt, nothingMatched, profitIfRight, unmatchedPart } from './liability.ts';
import { outcomesOf } from './outcomes.ts';
import type { Position, Positions } from './positions.ts';
import { isFinished } from './state-machine.ts';

/** What may be lost on one selection: the matched part for certain, the waiting part if it should match. */
type Stakeholding = {
  readonly marketId: MarketId;
  readonly selectionId: SelectionId;
  readonly side: BackLay;
  readonly matched: Matched;
  readonly waiting: Matched;
};

const ofPosition = ({ order, matched }: Position): Stakeholding => ({
  ...order,
  matched,
  waiting: isFinished(order.state) ? nothingMatched : unmatchedPart(order),
});

const profitWhen = (side: BackLay, matched: Matched, selectionWins: boolean): number =>
  selectionWins === (side === 'back') ? profitIfRight(side, matched) : -liabilityOf(side, matched);

const sideOf = (market: Market, selectionId: SelectionId): Selection['side'] | undefined =>
  market.selections.find((selection) => selection.id === selectionId)?.side;

/**
 * The most a market can lose over its outcomes, as a positive amount: matched bets net of each other, waiting parts
 * only where they lose. A market no longer listed counts every liability in full.
 */
function worstCase(market: Market | undefined, holdings: readonly Stakeholding[]): number {
  if (!market) {
    return holdings.reduce(
      (sum, { side, matched, waiting }) => sum + liabilityOf(side, matched) + liabilityOf(side, waiting),
      0,
    );
  }
  const results = outcomesOf(market).map((winners) =>
    holdings.reduce((sum, holding) => {
      const side = sideOf(market, holding.selectionId);
      const wins = side !== undefined && winners.includes(side);
      const waiting = Math.min(0, profitWhen(holding.side, holding.waiting, wins));
      return sum + profitWhen(holding.side, holding.matched, wins) + waiting;
    }, 0),
  );
  return Math.max(0, -Math.min(...results));
}

function worstCases(view: MarketView, holdings: readonly Stakeholding[]): MinorUnits {
  const markets = Map.groupBy(holdings, (holding) => holding.marketId);
  let sum = 0;
  for (const [marketId, ofMarket] of markets) sum += worstCase(view.market(marketId), ofMarket);
  return sum as MinorUnits;
}

export type EventExposure = { readonly eventId: EventId; readonly amount: MinorUnits };

export type Exposure = {
  /** Worst case of each market, summed over the event's markets; `draft` counts as if all of it matched. */
  ofEvent(eventId: EventId, draft?: OrderDraft): MinorUnits;
  /** The same summed over every event. */
  total(draft?: OrderDraft): MinorUnits;
  events(): readonly EventExposure[];
};

export function createExposure(positions: Positions, view: MarketView): Exposure {
  const withDraft = (holdings: readonly Stakeholding[], draft: OrderDraft | undefined) =>
    draft
      ? [...holdings, { ...draft, matched: nothingMatched, waiting: matchedAt(draft.stake, draft.price) }]
      : holdings;
  const ofEvent = (eventId: EventId, draft?: OrderDraft) =>
    worstCases(view, withDraft(positions.ofEvent(eventId).map(ofPosition), draft));

  return {
    ofEvent,
    total: (draft) => worstCases(view, withDraft([...positions.all()].map(ofPosition), draft)),
    events: () =>
      [...new Set([...positions.all()].map(({ order }) => order.eventId))].map((eventId) => ({
        eventId,
        amount: ofEvent(eventId),
      })),
  };
}
