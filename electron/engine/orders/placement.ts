import { OperationFailure } from '../../../shared/contract/errors.ts';
import type { ControlVerdict } from '../../../shared/contract/orders.ts';
import type { Order } from '../../../shared/domain/order.ts';
import type { MinorUnits, OrderId } from '../../../shared/domain/units.ts';
import type { Adoption } from './adoption.ts';
import { bounded } from './bounded.ts';
import type { PlaceAnswer } from './broker.ts';
import type { Desk } from './desk.ts';
import { reservePosting } from './postings.ts';
import type { RateWindow } from './rate-window.ts';
import type { Reconciliation } from './reconciliation.ts';
import { refused } from './refusal.ts';
import type { Ticketing } from './ticketing.ts';
import type { Ticket, Tickets } from './tickets.ts';

export type Placement = {
  /**
   * Places an armed ticket, once: the id again answers with the order as it is. Answers when the venue has, or when
   * its answer is unknown. Throws `refused` when a control says no.
   */
  place(id: OrderId): Promise<Order>;
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function createPlacement(
  desk: Desk,
  deps: {
    readonly tickets: Tickets;
    readonly ticketing: Ticketing;
    readonly rate: RateWindow;
    readonly adoption: Adoption;
    readonly reconciliation: Reconciliation;
  },
): Placement {
  const { journal, broker, recorder, clock, wall, log, onTheWire, patience, mode, currency } = desk;
  const { tickets, ticketing, rate, adoption, reconciliation } = deps;
  const placing = new Map<OrderId, Promise<Order>>();

  const refuse = (id: OrderId, verdict: ControlVerdict): OperationFailure => {
    recorder.note('engine', 'order.refused', id, { control: verdict.control, message: verdict.message });
    return refused(verdict);
  };

  /** The order, its money and its audit line, durable together before anything is sent. */
  const writeIntent = ({ draft, reason }: Ticket): Order => {
    const now = clock.now();
    let intent: Order = {
      ...draft,
      mode,
      currency,
      state: 'intent',
      matched: 0 as MinorUnits,
      averagePrice: null,
      venueRef: null,
      outcome: null,
      reason,
      createdAt: now,
      updatedAt: now,
      revision: 1,
    };
    recorder.write((recording) => {
      intent = recording.order(intent);
      recording.post(reservePosting(intent, now));
      recording.audit('user', 'order.intent', intent.id, { ...draft });
    });
    return intent;
  };

  /** From here on a crash leaves an order that may be at the venue; before it, one that is not. */
  const writeSent = (intent: Order): Order => {
    let sent = intent;
    recorder.write((recording) => {
      sent = recording.order({ ...intent, state: 'sent' });
    });
    return sent;
  };

  const request = (sent: Order): Promise<PlaceAnswer> => {
    onTheWire.add(sent.id);
    return Promise.resolve()
      .then(() => broker.place(sent))
      .catch(
        (error: unknown): PlaceAnswer => ({ known: false, message: `The broker failed: ${String(error)}` }),
      )
      .finally(() => onTheWire.delete(sent.id));
  };

  const adoptLate = (id: OrderId, answer: PlaceAnswer) => {
    if (answer.known) adoption.adopt(answer.order, 'answer');
    else desk.watched.add(id);
  };

  const send = async (sent: Order): Promise<Order> => {
    const answering = request(sent);
    const waitMs = desk.venueStandsStill === true ? patience.standstillMs : patience.answerMs;
    const answer = await bounded(answering, waitMs, wall);
    if (!answer.inTime) {
      answering
        .then((late) => adoptLate(sent.id, late))
        .catch((error: unknown) =>
          log.error('a late answer was not booked', { order: sent.id, error: String(error) }),
        );
      // On its way: it arrives when the market's time has moved on.
      if (desk.venueStandsStill === true) return journal.order(sent.id) ?? sent;
      return reconciliation.markUnresolved(sent.id, 'The venue has not answered in time.') ?? sent;
    }
    if (answer.value.known) return adoption.adopt(answer.value.order, 'answer') ?? sent;
    return reconciliation.markUnresolved(sent.id, answer.value.message) ?? sent;
  };

  const placeNew = async (id: OrderId): Promise<Order> => {
    const ticket = tickets.get(id);
    if (!ticket) {
      const message = 'The ticket is not armed, or its time ran out: arm it, then place it.';
      throw refuse(id, { control: 'armed', passed: false, message });
    }
    const against = ticketing.verdicts(ticket.draft).find(({ passed }) => !passed);
    if (against) throw refuse(id, against);
    // All of this up to the request is one turn of the event loop: no second call can come between.
    let intent: Order;
    try {
      intent = writeIntent(ticket);
    } catch (error) {
      throw new OperationFailure({
        code: 'unavailable',
        message: `Nothing was sent, because the journal could not be written (${reasonOf(error)}): put that right, then place again.`,
      });
    }
    tickets.remove(id);
    rate.count();
    try {
      return await send(writeSent(intent));
    } catch (error) {
      desk.watched.add(id);
      log.error('an order was not booked to its end', { order: id, error: String(error) });
      throw new OperationFailure({
        code: 'unavailable',
        message:
          'The journal could not be written. The order is kept and its fate is being asked for: free the disk, do not place it anew.',
      });
    }
  };

  return {
    place(id) {
      const running = placing.get(id);
      if (running) return running;
      const placed = journal.order(id);
      if (placed) return Promise.resolve(placed);
      const started = placeNew(id).finally(() => placing.delete(id));
      placing.set(id, started);
      return started;
    },
  };
}
