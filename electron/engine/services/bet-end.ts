import type { BetEnd } from '../../../shared/contract/orders.ts';
import type { Bet } from '../../../shared/domain/bet.ts';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import { CLOSE_WITHIN_MS } from '../../../shared/domain/closing-price.ts';
import type { Order } from '../../../shared/domain/order.ts';
import { type ResultRevision, standingResult } from '../../../shared/domain/result.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import type { MarketStore } from '../ports/market-store.ts';

type Store = Pick<
  MarketStore,
  'event' | 'markets' | 'closingLine' | 'fairHistory' | 'priceHistoriesOf' | 'priceAsOf'
>;

const minutes = (ms: number): number => Math.round(ms / 60_000);
const WITHIN = minutes(CLOSE_WITHIN_MS);

/** When a price of the order's market last changed up to then; `undefined` where none was recorded. */
function lastChange(store: Store, { eventId, marketId }: Order, to: EpochMs): EpochMs | undefined {
  const market = store.markets(eventId).find(({ id }) => id === marketId);
  let latest: EpochMs | undefined;
  for (const { id } of market?.selections ?? [])
    for (const key of store.priceHistoriesOf(id)) {
      const at = store.priceAsOf(key, to, null)?.at;
      if (at !== undefined && (latest === undefined || at > latest)) latest = at;
    }
  return latest;
}

/** Why a started event's bet has no close, by what was recorded. */
function whyNoClose(store: Store, order: Order, startedAt: EpochMs): string {
  if (order.createdAt > startedAt)
    return 'It was placed after the start; only bets placed before it have a close.';
  if (store.closingLine(order.selectionId) !== undefined)
    return 'Its market closed, and the value of this bet against that could not be kept.';
  const fair = store
    .fairHistory(order.selectionId, startedAt, startedAt)
    .findLast(({ at }) => at <= startedAt);
  if (fair === undefined) return 'There was no fair price of it before the start.';
  const last = lastChange(store, order, (startedAt - 1) as EpochMs);
  const ago = last === undefined ? Number.POSITIVE_INFINITY : startedAt - last;
  if (last === undefined) return 'No price of its market was recorded before the start.';
  return ago > CLOSE_WITHIN_MS
    ? `No new price of its market came within ${WITHIN} minutes of the start: the last came ${minutes(ago)} minutes before the start.`
    : 'No fair price stood at the start: no book had its whole market open with prices to rely on, or the engine was not running.';
}

const STARTED: readonly SportingEvent['status'][] = ['live', 'ended'];

/** How the event of an order ended and how its price closed, by what is kept; `null` for what is not known. */
export function betEnd(
  order: Order,
  bet: Bet | undefined,
  deps: {
    readonly store: Store;
    readonly results: readonly ResultRevision[];
    /** As its bets have kept it, where the event is not. */
    readonly startsAt: EpochMs | undefined;
    readonly now: EpochMs;
  },
): BetEnd {
  const { store, results, now } = deps;
  const event = store.event(order.eventId);
  const told = standingResult(results);
  const over = event !== undefined && !['scheduled', 'live'].includes(event.status);
  const score = told?.score ?? (over ? event.score : null);
  const status = told?.status ?? (over ? event.status : undefined);
  const line = store.closingLine(order.selectionId);
  const value = bet?.closing.find(({ against }) => against === 'consensus');
  const startedAt = line?.at ?? event?.startsAt ?? deps.startsAt;
  const hasStarted =
    startedAt !== undefined &&
    (line !== undefined || startedAt <= now || (event && STARTED.includes(event.status)));
  return {
    event:
      status === undefined
        ? null
        : { status, score: score === null ? null : { home: score.home, away: score.away } },
    close: value === undefined ? null : { at: value.at, fair: value.fair, price: value.closingPrice },
    noClose:
      bet === undefined || bet.closing.length > 0 || !hasStarted ? null : whyNoClose(store, order, startedAt),
  };
}
