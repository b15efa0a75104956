/** How events came out: told by sources, by hand and by imports; what it made of bets; what still waits. */
import type { EventResult } from '../../../../shared/contract/results.ts';
import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { Currency, EpochMs, EventId } from '../../../../shared/domain/units.ts';
import type { MarketBook } from '../../book/index.ts';
import type { Orders } from '../../orders/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import type { MarketStore, MatchHistory } from '../../ports/market-store.ts';
import { createTopic } from '../topic.ts';
import type { Topics } from '../topics.ts';
import type { Troubles } from '../troubles.ts';
import { eventRow } from './event-row.ts';
import { importedResults } from './imported-results.ts';
import { createKnownEvents } from './known-events.ts';
import { resultOperationsOf } from './operations.ts';

/** Rows are told together this often, in human time. */
const TELL_MS = 250;
/** Events whose bets are all settled stay listed so long after: results are corrected within days. */
const KEEP_SETTLED_MS = 31 * 86_400_000;

export type ResultsDeps = {
  readonly mode: Mode;
  readonly currency: () => Currency;
  readonly journal: Journal;
  readonly orders: Pick<Orders, 'results' | 'onBet'>;
  readonly book: Pick<MarketBook, 'event' | 'events'>;
  readonly store: Pick<MarketStore, 'event'>;
  /** Where imports went. */
  readonly history: MatchHistory;
  readonly topics: Pick<Topics, 'fixtures'>;
  /** Market time. */
  readonly clock: Clock;
  /** Human time. */
  readonly wall: Clock;
  readonly troubles: Troubles;
  /** The end of a replayed file, after which no event begins any more: bets before a start are settled by hand. */
  readonly marketEnd?: { readonly over: () => boolean; readonly onOver: (listener: () => void) => void };
};

/**
 * Spread `operations` into the contract's implementations, call `imported` whenever matches came in and once at the
 * start (imports can be made by the command line), `stop` at the end.
 */
export function openResults(deps: ResultsDeps) {
  const { mode, journal, orders, book, clock, wall, topics, troubles } = deps;
  const rows = createTopic<EventResult>();
  const known = createKnownEvents(deps);
  const dirty = new Set<EventId>();
  const shown = new Map<EventId, EventResult>();
  const doubts = new Map<EventId, string>();

  const since = (): EpochMs => Math.max(0, clock.now() - KEEP_SETTLED_MS) as EpochMs;
  /** `undefined` also where what is recorded of the event is damaged, which is told: the other rows are listed. */
  const rowOf = (id: EventId): EventResult | undefined => {
    let row: EventResult | undefined;
    troubles.guard(`result of ${id}`, () => {
      const found = known(id);
      const doubt = doubts.get(id);
      row =
        found &&
        eventRow({ mode, journal, orders, now: clock.now(), currency: deps.currency(), doubt }, found);
    });
    return row;
  };
  const hasBegun = ({ status, startsAt }: SportingEvent): boolean =>
    status !== 'scheduled' || startsAt <= clock.now();
  /** Started, or decided otherwise. */
  const isDue = ({ event, revision, openBets, settledBets, listed }: EventResult): boolean =>
    revision > 0 ||
    (hasBegun(event) && (listed || openBets + settledBets > 0)) ||
    (openBets > 0 && deps.marketEnd?.over() === true);
  const present = (): readonly EventResult[] => {
    const ids = new Set<EventId>([
      ...[...book.events()].filter(hasBegun).map(({ id }) => id),
      ...journal.eventsWithBets(mode, since()).map(({ eventId }) => eventId),
      ...journal.eventsWithResults(mode, since()),
    ]);
    const due = [...ids].flatMap((id) => rowOf(id) ?? []).filter(isDue);
    for (const row of due) shown.set(row.event.id, row);
    return due;
  };

  const tell = () => {
    if (rows.listeners === 0) {
      dirty.clear();
      shown.clear();
      return;
    }
    for (const id of dirty) {
      dirty.delete(id);
      const row = rowOf(id);
      const before = shown.get(id);
      if (row && isDue(row)) {
        shown.set(id, row);
        rows.publish(row);
      } else if (before) {
        shown.delete(id);
        rows.publish({ ...before, removed: true });
      }
    }
  };

  const stops = [
    // Thousands are to come at any time, and told with every poll: only what is listed is worth a look.
    topics.fixtures.subscribe(({ event }) => {
      if (hasBegun(event) || shown.has(event.id)) dirty.add(event.id);
    }),
    orders.onBet(({ order }) => void dirty.add(order.eventId)),
    wall.every(TELL_MS, () => troubles.guard('list of results', tell)),
  ];

  deps.marketEnd?.onOver(() => {
    for (const { eventId } of journal.eventsWithBets(mode, since())) dirty.add(eventId);
  });

  /** Settles open bets by imported matches that are theirs beyond doubt; says of the others what was found. */
  const imported = (): void =>
    troubles.guard('imported results', () => {
      const waiting = journal
        .eventsWithBets(mode, clock.now())
        .filter(({ open }) => open > 0)
        .flatMap(({ eventId }) => known(eventId)?.event ?? [])
        .filter(({ startsAt }) => startsAt <= clock.now());
      if (waiting.length === 0) return;
      for (const [id, found] of importedResults(waiting, deps.history)) {
        doubts.delete(id);
        if (found.kind === 'found') orders.results.tell(found.telling);
        if (found.kind === 'doubtful') doubts.set(id, found.words);
        dirty.add(id);
      }
    });

  return {
    operations: resultOperationsOf({
      mode,
      journal,
      orders,
      rows,
      present,
      currency: deps.currency,
      changed: (id) => void dirty.add(id),
    }),
    imported,
    stop(): void {
      for (const stop of stops) stop();
    },
  };
}
