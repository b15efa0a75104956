import type { ControlVerdict, Preview } from '../../../shared/contract/orders.ts';
import { kellyStake } from '../../../shared/domain/kelly-stake.ts';
import type { Order, OrderDraft } from '../../../shared/domain/order.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import { standingResult } from '../../../shared/domain/result.ts';
import type { MinorUnits, OrderId } from '../../../shared/domain/units.ts';
import type { ControlView } from './controls/index.ts';
import { runControls } from './controls/index.ts';
import type { Desk } from './desk.ts';
import type { Exposure } from './exposure.ts';
import type { Halt } from './halt.ts';
import {
  isMoneySafe,
  isPriceSafe,
  matchedAt,
  nothingMatched,
  profitIfRight,
  reservedBy,
} from './liability.ts';
import type { RateWindow } from './rate-window.ts';
import { reasonFor } from './reason.ts';
import { alreadyPlaced, refused } from './refusal.ts';
import type { Subject } from './subject.ts';
import { subjectOf } from './subject.ts';
import type { Ticket, Tickets } from './tickets.ts';
import { sameTerms } from './tickets.ts';
import { expectedValue } from './worth.ts';

/** From a draft to an armed ticket, and what the engine thinks of it at any moment. */
export type Ticketing = {
  preview(draft: OrderDraft): Preview;
  arm(draft: OrderDraft): Preview;
  disarm(id: OrderId): void;
  /** The verdicts on a draft at this moment. */
  verdicts(draft: OrderDraft): readonly ControlVerdict[];
};

/** Controls about the ticket itself, that waiting cannot heal: arming asks them at once. */
const ASKED_AT_ARMING: ReadonlySet<ControlVerdict['control']> = new Set(['mode', 'minimum-and-step']);

/** What an order that takes would find at its price or better; `null` where that is unknown or does not bind. */
function offeredTo({ side, price, persistence }: OrderDraft, quote: Quote | undefined): MinorUnits | null {
  if (persistence !== 'take') return null;
  let offered: number | null = null;
  for (const level of quote?.levels ?? []) {
    if (side === 'back' ? level.price < price : level.price > price) continue;
    if (level.size === null) return null;
    offered = (offered ?? 0) + level.size;
  }
  return offered as MinorUnits | null;
}

export function createTicketing(
  desk: Desk,
  deps: {
    readonly tickets: Tickets;
    readonly halt: Halt;
    readonly exposure: Exposure;
    readonly rate: RateWindow;
  },
): Ticketing {
  const { journal, market, clock, mode, currency, positions, recorder } = desk;
  const { tickets, halt, exposure, rate } = deps;

  const ticketState = (draft: OrderDraft, ticket: Ticket | undefined): ControlView['ticket'] => {
    if (journal.order(draft.id)) return 'placed';
    if (!ticket) return 'not-armed';
    return sameTerms(ticket.draft, draft) ? 'armed' : 'armed-with-other-values';
  };

  /** Sent by an earlier run of the engine counts too: its answer will not come any more. */
  const isFateUnknown = ({ id, state }: Order): boolean =>
    state === 'unresolved' || ((state === 'sent' || state === 'intent') && !desk.onTheWire.has(id));

  const viewOf = (draft: OrderDraft, subject: Subject, ticket: Ticket | undefined): ControlView => {
    const moneySafe = isMoneySafe(draft);
    const counted = moneySafe ? draft : undefined;
    return {
      ...subject,
      draft,
      result: standingResult(journal.results(mode, draft.eventId)),
      moneySafe,
      ticket: ticketState(draft, ticket),
      halted: halt.isHalted(),
      mode,
      brokerMode: desk.broker.mode,
      marketOver: desk.marketOver?.() ?? false,
      currency,
      now: clock.now(),
      settings: desk.settings(),
      balances: journal.balances(mode, currency),
      standing: market.standing(draft.marketId, draft.bookId),
      suspicion: subject.quote && market.suspicion(subject.quote),
      maximumAgeMs: subject.quote
        ? market.maximumAgeMs(subject.quote.sourceId)
        : desk.settings().maximumQuoteAgeMs,
      liability: counted ? reservedBy(counted) : (0 as MinorUnits),
      eventExposure: exposure.ofEvent(draft.eventId, counted),
      totalExposure: exposure.total(counted),
      unresolved: positions
        .ofEvent(draft.eventId)
        .filter(({ order }) => order.marketId === draft.marketId && isFateUnknown(order))
        .map(({ order }) => order.id),
      damaged: journal
        .damagedOrders(mode)
        .filter(({ isOver }) => !isOver)
        .map(({ id }) => id),
      recentOrders: rate.recent(),
    };
  };

  const figures = (draft: OrderDraft, subject: Subject, view: ControlView) => {
    const fair = market.fair(draft.selectionId);
    const { commission } = subject.book;
    // What a price is worth, and what to stake on it, are asked before there is a stake.
    const priced = fair && isPriceSafe(draft.price) ? fair : undefined;
    const evs = priced
      ? [priced.low, priced.high].map((probability) => expectedValue(draft, probability, commission))
      : [];
    const { balances, settings } = view;
    const bankroll = (balances.cash + balances.atRisk) as MinorUnits;
    return {
      fair: fair?.probability ?? null,
      ev: priced ? expectedValue(draft, priced.probability, commission) : null,
      evLow: priced ? Math.min(...evs) : null,
      evHigh: priced ? Math.max(...evs) : null,
      kellyStake: priced
        ? kellyStake(
            { side: draft.side, price: draft.price, fair: priced.probability, commission },
            {
              fraction: settings.kellyFraction,
              bankroll,
              offered: offeredTo(draft, subject.quote),
              maximumStake: settings.maximumStake,
              standing: positions.standing(draft.eventId, draft.selectionId, draft.side, draft.id),
            },
          )
        : null,
    };
  };

  const previewOf = (draft: OrderDraft, subject: Subject): Preview => {
    const ticket = tickets.get(draft.id);
    const view = viewOf(draft, subject, ticket);
    const level = subject.quote?.levels[0];
    const whole = view.moneySafe ? matchedAt(draft.stake, draft.price) : nothingMatched;
    return {
      draft,
      armed: view.ticket === 'armed' && !view.halted,
      armedUntil: view.ticket === 'armed' ? (ticket?.until ?? null) : null,
      verdicts: runControls(view),
      quotePrice: level?.price ?? null,
      quoteSize: level?.size ?? null,
      quoteReceivedAt: subject.quote?.receivedAt ?? null,
      ...figures(draft, subject, view),
      liability: view.liability,
      profitIfWon: profitIfRight(draft.side, whole),
    };
  };

  return {
    preview: (draft) => previewOf(draft, subjectOf(market, draft)),
    arm(draft) {
      const placed = journal.order(draft.id);
      if (placed) throw alreadyPlaced(draft.id, placed.state);
      const subject = subjectOf(market, draft);
      if (halt.isHalted()) {
        throw refused({ control: 'armed', message: 'Orders are halted since panic: release them first.' });
      }
      const view = viewOf(draft, subject, undefined);
      const against = runControls(view).find(
        ({ control, passed }) => !passed && ASKED_AT_ARMING.has(control),
      );
      if (against) throw refused(against);
      const { balances, settings } = view;
      const bankroll = (balances.cash + balances.atRisk) as MinorUnits;
      const fair = market.fair(draft.selectionId);
      const reason = reasonFor(draft, subject, fair, settings.kellyFraction, bankroll);
      const ticket = tickets.arm(draft, reason, settings.armSeconds);
      recorder.note('user', 'order.armed', draft.id, { ...draft, until: ticket.until });
      return previewOf(draft, subject);
    },
    disarm(id) {
      if (tickets.remove(id)) recorder.note('user', 'order.disarmed', id, {});
    },
    verdicts(draft) {
      return runControls(viewOf(draft, subjectOf(market, draft), tickets.get(draft.id)));
    },
  };
}
