import { create } from 'zustand';
import type { BackLay } from '../../shared/domain/quote.ts';
import type {
  BookId,
  EventId,
  MarketId,
  MinorUnits,
  OddsE4,
  SelectionId,
} from '../../shared/domain/units.ts';

/** What a pane hands to the ticket: an edge, an odds cell, a rung of a ladder. */
export type TicketRequest = {
  readonly eventId: EventId;
  readonly marketId: MarketId;
  readonly selectionId: SelectionId;
  readonly bookId: BookId;
  readonly side: BackLay;
  readonly price: OddsE4;
  /** Backer's stake; left to the ticket's preset when absent. */
  readonly stake?: MinorUnits;
  /** Nobody offers this price now: what is not matched stays in the queue instead of lapsing at once. */
  readonly waits?: boolean;
  /** The user chose this price among others: that the market offers another one is no news. */
  readonly chosen?: boolean;
  /** Why it can't be taken as it stands. Nothing is armed before the user has set a price or taken the market's. */
  readonly held?: string;
  /** The leg of an arbitrage that this is. */
  readonly leg?: TicketLeg;
};

export type TicketLeg = {
  readonly arbitrage: string;
  readonly key: string;
  /** Where its stake comes from, for people. */
  readonly note: string;
  /** The stake at another price, where it follows from what is matched on the other legs. */
  readonly stakeAt?: (price: OddsE4) => MinorUnits | null;
};

type TicketStore = {
  readonly request: TicketRequest | null;
  /** Rises with every request, so that asking for the same thing twice opens a fresh ticket. */
  readonly serial: number;
};

export const useTicketRequest = create<TicketStore>(() => ({ request: null, serial: 0 }));

/** Prepares a ticket and moves the keyboard to it. Nothing is armed or sent. */
export function openTicket(request: TicketRequest): void {
  useTicketRequest.setState(({ serial }) => ({ request, serial: serial + 1 }));
}

/** When the armed ticket lapses, in the page's monotonic time; `null` while none is armed. The ticket pane writes it. */
export const useArmedTicket = create<{ readonly until: number | null }>(() => ({ until: null }));
