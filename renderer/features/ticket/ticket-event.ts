/** What a ticket keeps of its event, so that it can still say what it was for once the event is gone. */
import type { Fixture } from '../../../shared/contract/index.ts';
import type { Book, EventStatus } from '../../../shared/domain/catalogue.ts';
import type { Runner } from '../../stores/catalogue.ts';
import type { Table } from '../../stores/table.ts';
import { eventName, marketName, selectionName } from '../../ui/market-name.ts';
import type { TicketSubject } from './ticket-draft.ts';

export type TicketNames = {
  readonly selection: string;
  readonly event: string;
  readonly market: string;
  readonly book: string;
};

/** `null` while the runner or the book is not known. */
export function ticketNames(runner: Runner | undefined, book: Book | undefined): TicketNames | null {
  if (runner === undefined || book === undefined) return null;
  return {
    selection: selectionName(runner.market, runner.selection),
    event: eventName(runner.event),
    market: marketName(runner.market),
    book: book.name,
  };
}

const ENDS: Readonly<Record<EventStatus, string | null>> = {
  scheduled: null,
  live: null,
  ended: 'The event is over: this ticket takes no more bets.',
  postponed: 'The event is postponed: this ticket takes no bets.',
  abandoned: 'The event was abandoned: this ticket takes no more bets.',
};

/** As the Market pane says of such an event; how it ended, if it has, is told in Results. */
const GONE = 'This event is no longer offered: this ticket takes no more bets.';

/** Why nothing can be bet on any more; `null` while it can, or before any event is known. */
export function whyEnded(
  { eventId, marketId }: Pick<TicketSubject, 'eventId' | 'marketId'>,
  fixtures: Pick<Table<Fixture>, 'get' | 'size'>,
): string | null {
  // An empty table is one that is being filled anew, after a start or a lost connection.
  if (fixtures.size === 0) return null;
  const fixture = fixtures.get(eventId);
  if (fixture === undefined) return GONE;
  const end = ENDS[fixture.event.status];
  if (end !== null) return end;
  return fixture.markets.some(({ id }) => id === marketId)
    ? null
    : 'This market is no longer offered: choose another.';
}
