import type { Fill, Order } from '../../../shared/domain/order.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import type { VenueOrder } from './broker.ts';
import type { Desk } from './desk.ts';
import { addMatched, liabilityOf, matchedOf } from './liability.ts';
import type { Merged } from './merge-report.ts';
import { mergeReport } from './merge-report.ts';
import { latePosting, releasePosting } from './postings.ts';
import type { Recording } from './recorder.ts';
import { isFinished, isOpenAtVenue } from './state-machine.ts';

/** Where a report came from. Only `reconcile` may move an unresolved order. */
export type ReportSource = 'answer' | 'update' | 'reconcile';

export type Adoption = {
  /** Books what the venue says; any report may come twice, late or out of order. Returns the order as it is then. */
  adopt(report: VenueOrder, source: ReportSource): Order | undefined;
};

/** Codes of orders given up because the venue did not know them. */
export const NEVER_SENT = 'never-sent';
export const NEVER_RECEIVED = 'never-received';

export function createAdoption(desk: Desk, reconcileSoon: (id: Order['id']) => void): Adoption {
  const { journal, broker, recorder, clock, log, watched, mode } = desk;
  /** Complaints made already, so that a repeated report does not repeat them. */
  const complained = new Set<string>();
  const complain = (key: string, action: string, order: Order, detail: Readonly<Record<string, unknown>>) => {
    if (complained.has(key)) return;
    complained.add(key);
    recorder.note('venue', action, order.id, detail);
    log.error(action, { order: order.id });
  };

  /**
   * When the venue did what it reports: an answer waits for its turn, and a replay works through much of its file before
   * that. Not before the last change, for reports may come out of order; not after now, whatever the venue's clock says.
   */
  const momentOf = (current: Order, report: VenueOrder): EpochMs =>
    Math.max(current.updatedAt, Math.min(report.at, clock.now())) as EpochMs;

  const postLate = (
    recording: Recording,
    order: Order,
    known: readonly Fill[],
    late: readonly Fill[],
    at: EpochMs,
  ) => {
    let matched = matchedOf(known);
    for (const fill of late) {
      const next = addMatched(matched, matchedOf([fill]));
      const more = liabilityOf(order.side, next) - liabilityOf(order.side, matched);
      recording.post(latePosting(order, fill.id, more, at));
      matched = next;
    }
  };

  const book = (
    current: Order,
    known: readonly Fill[],
    merged: Merged,
    source: ReportSource,
    at: EpochMs,
  ): Order => {
    let saved = current;
    recorder.write((recording) => {
      // Found at the venue though the journal did not get as far as saying that it was sent.
      if (current.state === 'intent') recording.order({ ...current, state: 'sent' }, at);
      for (const fill of merged.newFills) recording.fill(fill);
      if (isFinished(current.state)) postLate(recording, current, known, merged.newFills, at);
      saved = recording.order(merged.order, at);
      if (isFinished(saved.state) && !isFinished(current.state)) {
        recording.post(releasePosting(saved, liabilityOf(saved.side, merged.matched), at));
      }
      recording.audit('venue', `order.${saved.state}`, saved.id, {
        source,
        matched: saved.matched,
        averagePrice: saved.averagePrice,
        asked: { price: saved.price, stake: saved.stake },
        outcome: saved.outcome,
        fills: merged.newFills.map(({ id, price, stake }) => ({ id, price, stake })),
      });
    });
    return saved;
  };

  /** The venue has an order that was given up: what waits there is taken back. */
  const cancelOrphan = (order: Order) => {
    const key = `orphan:${order.id}`;
    if (complained.has(key)) return;
    complain(key, 'order.orphan-cancelled', order, { outcome: order.outcome });
    broker.cancel(order.id).then(
      (answer) => void (answer.known && adopt(answer.order, 'update')),
      (error: unknown) =>
        log.error('an orphan could not be cancelled', { order: order.id, error: String(error) }),
    );
  };

  /** Says what is odd about a report; true when it must not be booked. */
  const isRefused = (current: Order, report: VenueOrder, merged: Merged): boolean => {
    for (const fill of merged.excess) {
      complain(`excess:${fill.id}`, 'fill.refused', current, {
        fill,
        why: 'more than the stake, or unusable',
      });
    }
    if (!isFinished(current.state)) return false;
    const wasGivenUp = current.outcome?.code === NEVER_RECEIVED || current.outcome?.code === NEVER_SENT;
    if (wasGivenUp && isOpenAtVenue(report.state)) cancelOrphan(current);
    if (merged.newFills.length === 0) return false;
    const isSettled = journal.bet(current.id)?.status === 'settled';
    const [key, action] = isSettled ? ['settled', 'fill.after-settlement'] : ['late', 'fill.after-end'];
    complain(`${key}:${current.id}`, action, current, { fills: merged.newFills, state: current.state });
    return isSettled;
  };

  const adopt = (report: VenueOrder, source: ReportSource): Order | undefined => {
    const current = journal.order(report.orderId);
    if (!current || current.mode !== mode) {
      log.warn('the venue reports an order that is not ours', { order: report.orderId });
      return undefined;
    }
    if (current.state === 'unresolved' && source !== 'reconcile') {
      watched.add(current.id);
      reconcileSoon(current.id);
      return current;
    }
    const known = journal.fills(current.id);
    const merged = mergeReport(current, known, report);
    if (isRefused(current, report, merged)) return current;
    const saved = merged.changed ? book(current, known, merged, source, momentOf(current, report)) : current;
    // Only what is booked needs no more asking: writing may have failed above.
    if (!merged.fillsMissing) watched.delete(saved.id);
    else {
      complain(`missing:${saved.id}`, 'fill.missing', saved, { matched: report.matched });
      if (!isFinished(saved.state)) watched.add(saved.id);
    }
    return saved;
  };

  return { adopt };
}
