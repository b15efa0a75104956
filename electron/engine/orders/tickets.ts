import type { OrderDraft, OrderReason } from '../../../shared/domain/order.ts';
import type { EpochMs, OrderId } from '../../../shared/domain/units.ts';
import type { Clock } from '../ports/clock.ts';

/** A draft someone has said yes to, until `until` in human time. */
export type Ticket = { readonly draft: OrderDraft; readonly reason: OrderReason; readonly until: EpochMs };

/** Armed drafts, in memory only: a restart disarms everything. */
export type Tickets = {
  arm(draft: OrderDraft, reason: OrderReason, seconds: number): Ticket;
  /** The ticket while it is armed. */
  get(id: OrderId): Ticket | undefined;
  remove(id: OrderId): boolean;
  /** Disarms all; returns how many were armed. */
  clear(): number;
};

export function createTickets(wall: Clock): Tickets {
  const byId = new Map<OrderId, Ticket>();
  const dropExpired = () => {
    for (const [id, ticket] of byId) if (wall.now() >= ticket.until) byId.delete(id);
  };
  return {
    arm(draft, reason, seconds) {
      dropExpired();
      const ticket = { draft, reason, until: (wall.now() + Math.round(seconds * 1000)) as EpochMs };
      byId.set(draft.id, ticket);
      return ticket;
    },
    get(id) {
      dropExpired();
      return byId.get(id);
    },
    remove: (id) => byId.delete(id),
    clear() {
      dropExpired();
      const armed = byId.size;
      byId.clear();
      return armed;
    },
  };
}

const TERMS = [
  'eventId',
  'marketId',
  'selectionId',
  'bookId',
  'side',
  'price',
  'stake',
  'persistence',
] as const satisfies readonly (keyof OrderDraft)[];

/** Whether two drafts ask for the same bet. */
export const sameTerms = (a: OrderDraft, b: OrderDraft): boolean =>
  TERMS.every((term) => a[term] === b[term]);
