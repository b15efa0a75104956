import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { ResultRevision, Telling } from '../../../shared/domain/result.ts';
import {
  isRepeated,
  isSaid,
  resultFault,
  resultWords,
  standingResult,
} from '../../../shared/domain/result.ts';
import type { EventId, SourceId } from '../../../shared/domain/units.ts';
import type { BookResult } from '../ports/journal.ts';
import type { Desk } from './desk.ts';
import { bookMarket } from './judging.ts';
import { commissionPosting, correctionPosting, settlementPosting } from './postings.ts';
import type { Recording } from './recorder.ts';
import { invalid, notFound } from './refusal.ts';
import type { PlannedBet, SettlementPlan } from './settlement-plan.ts';
import { planSettlement } from './settlement-plan.ts';

/** What an event's end came to. Bets left out are settled when what held them up is gone. */
export type SettledEvent = {
  /** Settled for the first time, or after they were open again. */
  readonly settled: number;
  /** Settled before, and otherwise. */
  readonly corrected: number;
  /** Bets that wait: an order of their market is not finished, or their result cannot be known yet. */
  readonly waiting: number;
};

export type Settling = {
  /**
   * Takes what somebody says of an event's end, and settles by what stands then: bets settled otherwise before are
   * corrected. One transaction, with what the source of an ended event says where nobody's word was kept before: an
   * entry by hand never stands without it. Twice is once. Throws `invalid-input` for a result that can't be.
   */
  tell(telling: Telling): SettlementPlan;
  /** What `tell` would do; changes nothing. */
  preview(telling: Telling): SettlementPlan;
  /** What the bets of the event wait for under the result that stands; changes nothing. */
  outlook(eventId: EventId): SettlementPlan;
  /** By an ended event's score, as `source` tells it; without one it is looked at again. */
  settleEvent(event: SportingEvent, source?: SourceId): SettledEvent;
  /**
   * A book has settled its own market: its bets there are settled so, until the user says otherwise. Without outcomes it
   * has taken that back: they are open again, and wait for its next word or the user's.
   */
  settleMarket(result: Omit<BookResult, 'eventId'>): void;
  /** An event that was not played out, likewise. */
  voidEvent(event: SportingEvent, source?: SourceId): SettledEvent;
  /** Tries again what had to wait for an order of this event. */
  retry(eventId: EventId): void;
};

const profitWords = (bet: PlannedBet['before']) =>
  bet && { result: bet.result, profit: bet.gross - bet.commission, commission: bet.commission };

export function createSettling(desk: Desk): Settling {
  const { journal, recorder, market, clock, log, mode } = desk;
  const complained = new Set<string>();
  const complain = ({ waiting }: SettlementPlan) => {
    for (const { order, why } of waiting) {
      const key = `${order.id}:${why}`;
      if (complained.has(key)) continue;
      complained.add(key);
      recorder.note('engine', 'settlement.waits', order.id, { why });
      log.warn('settlement.waits', { order: order.id });
    }
  };

  const settleBet = (recording: Recording, bet: PlannedBet, resultRevision: number | null) => {
    const { order, held, revision, before, after, rate, marketNet } = bet;
    const at = clock.now();
    const [gross, commission] = [after?.gross ?? 0, after?.commission ?? 0];
    recording.settle({
      orderId: order.id,
      revision,
      result: after?.result ?? null,
      profit: (gross - commission) as PlannedBet['held'],
      commission: commission as PlannedBet['held'],
      at,
      rate,
      resultRevision,
    });
    if (revision === 1 && after) {
      recording.post(settlementPosting(order, held, after.gross, at));
      recording.post(commissionPosting(order, after.commission, at));
      const { result } = after;
      const profit = gross - commission;
      recording.audit('engine', 'bet.settled', order.id, { result, gross, commission, profit, marketNet });
      return;
    }
    recording.post(correctionPosting(order, revision, held, before, after, at));
    recording.audit('engine', after ? 'bet.resettled' : 'bet.reopened', order.id, {
      revision,
      resultRevision,
      before: profitWords(before),
      after: profitWords(after),
      marketNet,
    });
  };

  /** What was told and what is told now, numbered on. */
  const numbered = (
    told: readonly ResultRevision[],
    tellings: readonly Telling[],
  ): readonly ResultRevision[] => {
    const at = clock.now();
    return tellings.map((telling, index) => ({ ...telling, revision: told.length + 1 + index, at }));
  };

  const saveTelling = (
    recording: Recording,
    revision: ResultRevision,
    before: ResultRevision | undefined,
  ) => {
    const { eventId, origin, teller, note } = revision;
    recording.result(revision);
    recording.audit(origin === 'user' ? 'user' : 'engine', 'result.told', eventId, {
      revision: revision.revision,
      origin,
      teller,
      result: resultWords(revision),
      before: before ? resultWords(before) : null,
      note,
    });
  };

  const saveBookResult = (recording: Recording, result: BookResult) => {
    const { marketId, bookId, outcomes } = result;
    recording.bookResult(result);
    const action = outcomes.length > 0 ? 'market.settled' : 'market.unsettled';
    recording.audit('venue', action, marketId, { book: bookId, outcomes });
  };

  /** What the books of the event will have said. */
  const withResult = (eventId: EventId, told: BookResult): readonly BookResult[] => [
    ...journal.bookResults(mode, eventId).filter((known) => bookMarket(known) !== bookMarket(told)),
    told,
  ];

  /** Writes what is told now, if anything, and what it changes, all or nothing. */
  const apply = (
    eventId: EventId,
    told: readonly ResultRevision[],
    tellings: readonly Telling[],
    byBook?: BookResult,
  ): SettlementPlan => {
    const news = numbered(told, tellings);
    const after = [...told, ...news];
    const plan = planSettlement(desk, eventId, after, byBook && withResult(eventId, byBook));
    // A bet that is open again was opened by the last word, which took back the one that stood.
    const decisive = standingResult(after) ?? after.at(-1);
    if (news.length > 0 || plan.changes.length > 0 || byBook !== undefined)
      recorder.write((recording) => {
        if (byBook) saveBookResult(recording, byBook);
        for (const revision of news)
          saveTelling(recording, revision, standingResult(after.slice(0, revision.revision - 1)));
        for (const bet of plan.changes)
          settleBet(recording, bet, bet.byBook ? null : (decisive?.revision ?? null));
      });
    complain(plan);
    return plan;
  };

  /** What the event's source says by now, where it was settled before results were kept. */
  const listed = (eventId: EventId): Telling | undefined => {
    const event = market.event(eventId);
    return event && tellingOf(event);
  };

  const check = (telling: Telling): readonly ResultRevision[] => {
    const fault = resultFault(telling);
    if (fault !== undefined) throw invalid(fault);
    const { eventId } = telling;
    const told = journal.results(mode, eventId);
    if (!market.event(eventId) && told.length === 0 && !journal.hasOrders(mode, eventId))
      throw notFound(`Event ${eventId}`);
    return told;
  };

  /** A source's word is kept where it matters: for events with orders, or with results entered by hand. */
  const isKept = (eventId: EventId, told: readonly ResultRevision[]): boolean =>
    told.length > 0 || journal.hasOrders(mode, eventId);

  /** What is told now beside what was told before: the source's word first, where it was not kept. */
  const newsOf = (told: readonly ResultRevision[], telling: Telling): readonly Telling[] => {
    const source = telling.origin === 'user' && told.length === 0 ? listed(telling.eventId) : undefined;
    const before = source ? [source] : [];
    return isRepeated([...told, ...numbered(told, before)], telling) ? before : [...before, telling];
  };

  const tell = (telling: Telling): SettlementPlan => {
    const told = check(telling);
    return apply(telling.eventId, told, newsOf(told, telling));
  };

  const tellOf = (event: SportingEvent, source?: SourceId): SettledEvent => {
    const telling = tellingOf(event, source);
    const told = journal.results(mode, event.id);
    // Looked at again, it need not be its first source's word.
    const isNews = source !== undefined || !telling || !isSaid(told, telling);
    const plan = telling && isNews && isKept(event.id, told) ? tell(telling) : apply(event.id, told, []);
    const corrected = plan.changes.filter(({ before }) => before !== null).length;
    return {
      settled: plan.changes.length - corrected,
      corrected,
      waiting: plan.waiting.length + plan.heldUp,
    };
  };

  return {
    tell,
    preview(telling) {
      const told = check(telling);
      const after = [...told, ...numbered(told, newsOf(told, telling))];
      return planSettlement(desk, telling.eventId, after);
    },
    outlook: (eventId) => planSettlement(desk, eventId, journal.results(mode, eventId)),
    settleEvent: tellOf,
    voidEvent: tellOf,
    settleMarket(result) {
      const eventId = market.market(result.marketId)?.eventId;
      if (eventId === undefined) return;
      const isOn = (of: Pick<BookResult, 'marketId' | 'bookId'>) => bookMarket(of) === bookMarket(result);
      if (![...journal.ordersOfEvent(mode, eventId), ...journal.damagedOrders(mode)].some(isOn)) return;
      const known = journal.bookResults(mode, eventId).find(isOn);
      // Told at every start of every market that is not settled.
      if (result.outcomes.length === 0 && (known?.outcomes.length ?? 0) === 0) return;
      const isSaidAlready = known !== undefined && isSameBookResult(known, result);
      apply(eventId, journal.results(mode, eventId), [], isSaidAlready ? undefined : { ...result, eventId });
    },
    retry(eventId) {
      const told = journal.results(mode, eventId);
      if (told.length > 0 || journal.bookResults(mode, eventId).length > 0) apply(eventId, told, []);
    },
  };
}

const outcomeWords = ({ outcomes }: Pick<BookResult, 'outcomes'>): string =>
  outcomes
    .map(({ selectionId, outcome }) => `${selectionId} ${outcome}`)
    .sort()
    .join();
const isSameBookResult = (one: Pick<BookResult, 'outcomes'>, other: Pick<BookResult, 'outcomes'>): boolean =>
  outcomeWords(one) === outcomeWords(other);

/** What an event that is over says of its end; `undefined` while its score is missing, or it is not over. */
function tellingOf(event: SportingEvent, source: SourceId = event.sourceId): Telling | undefined {
  const { id: eventId, status, score } = event;
  const isVoid = status === 'postponed' || status === 'abandoned';
  if (!isVoid && (status !== 'ended' || !score)) return undefined;
  const telling: Telling = {
    eventId,
    origin: 'source',
    teller: source,
    status,
    score: !isVoid && score ? { home: score.home, away: score.away } : null,
    halfTime: (!isVoid && score?.halfTime) || null,
    note: '',
  };
  // A half-time score above the final one is not believed; the final score is.
  return resultFault(telling) === undefined ? telling : { ...telling, halfTime: null };
}
