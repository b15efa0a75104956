/** The app's one ticket, joined to the engine and to what moves on screen. */
import type { Order } from '../../../shared/domain/order.ts';
import { quoteKey } from '../../../shared/domain/quote.ts';
import type { Currency, OrderId } from '../../../shared/domain/units.ts';
import { catalogue } from '../../stores/catalogue.ts';
import { noteLegOrder } from '../../stores/leg-orders.ts';
import {
  books,
  fairPrices,
  fixtures,
  orders,
  quotes,
  standingKey,
  standings,
  suspects,
} from '../../stores/market-data.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { loadSettings, useSettings } from '../../stores/settings.ts';
import { onOtherMarket, useStatus } from '../../stores/status.ts';
import { useArmedTicket, useTicketRequest } from '../../stores/ticket.ts';
import { engine } from '../../transport/engine.ts';
import { ticketNames, whyEnded } from './ticket-event.ts';
import { focusTicket } from './ticket-focus.ts';
import { createTicketSession } from './ticket-session.ts';

/** Until the settings are read: the engine's own default. */
const ARM_SECONDS = 30;
/** How often the verdicts are asked again when nothing moves: prices grow old by themselves. */
const REFRESH_MS = 1000;

export const ticket = createTicketSession({
  preview: (draft) => engine().call('orders.preview', draft),
  arm: (draft) => engine().call('orders.arm', draft),
  disarm: (id) => engine().call('orders.disarm', { id }),
  place: (id) => engine().call('orders.place', { id }),
  newId: () => crypto.randomUUID() as OrderId,
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  names: ({ selectionId, bookId }) => ticketNames(catalogue.runner(selectionId), books.get(bookId)),
  barred: (subject) => {
    if (whyEnded(subject, fixtures) !== null) return 'ended';
    return useStatus.getState().status?.halted === true ? 'halted' : null;
  },
  context: () => {
    const { settings } = useSettings.getState();
    return {
      currency: useStatus.getState().status?.currency ?? settings?.currency ?? ('GBP' as Currency),
      format: useOddsFormat.getState().format,
      largestStake: settings?.maximumStake ?? null,
      armSeconds: settings?.armSeconds ?? ARM_SECONDS,
    };
  },
});

/** The price the ticket is on, if it is on one. */
export const ticketQuoteKey = (): string | null => {
  const { subject } = ticket.store.getState();
  return subject === null ? null : quoteKey(subject);
};

useTicketRequest.subscribe(({ request }) => {
  if (useSettings.getState().settings === null) void loadSettings();
  if (request === null) return;
  ticket.open(request);
  focusTicket();
});
useOddsFormat.subscribe((now, before) => {
  if (now.format !== before.format) ticket.rewritePrice(before.format);
});
quotes.subscribe((changes) => {
  const key = ticketQuoteKey();
  if (key !== null && changes.has(key)) ticket.refresh();
});
fairPrices.subscribe((changes) => {
  const { subject } = ticket.store.getState();
  if (subject !== null && changes.has(subject.selectionId)) ticket.refresh();
});
suspects.subscribe((changes) => {
  const key = ticketQuoteKey();
  if (key !== null && changes.has(key)) ticket.refresh();
});
standings.subscribe((changes) => {
  const { subject } = ticket.store.getState();
  if (subject !== null && changes.has(standingKey(subject))) ticket.refresh();
});
fixtures.subscribe((changes) => {
  const { subject } = ticket.store.getState();
  if (subject !== null && changes.has(subject.eventId)) ticket.refresh();
});
orders.subscribe((changes) => {
  const order: Order | undefined = changes.get(ticket.store.getState().id);
  if (order !== undefined) ticket.heard(order);
});
/** What a ticket is on is not there in another market. */
onOtherMarket(ticket.forget);
ticket.store.subscribe(({ placed, leg }, before) => {
  if (placed !== null && placed !== before.placed && leg !== null) noteLegOrder(leg, placed);
});
ticket.store.subscribe(({ armedUntil }) => {
  if (useArmedTicket.getState().until !== armedUntil) useArmedTicket.setState({ until: armedUntil });
});
setInterval(() => {
  if (useStatus.getState().connection === 'open') ticket.refresh();
}, REFRESH_MS);
