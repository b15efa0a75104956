import type { Engine } from '../../electron/engine/engine.ts';
import type { BetEnd } from '../../shared/contract/orders.ts';
import type { ReplayState } from '../../shared/contract/recordings.ts';
import type { Order, OrderDraft } from '../../shared/domain/order.ts';
import type { Quote } from '../../shared/domain/quote.ts';
import type { EpochMs, EventId, MarketId, MinorUnits, OrderId } from '../../shared/domain/units.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { openEngine } from './open-engine.ts';
import { temporaryFolder } from './serve.ts';

const MINUTE_MS = 60_000;
const STAKE = 5_00 as MinorUnits;
const context = { signal: new AbortController().signal };
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A bet at the end of its file. */
export type EndedBet = {
  readonly order: Order;
  readonly end: BetEnd;
  /** As its event was listed last. */
  readonly startsAt: EpochMs;
  /** When a best price or size of its market was another than before. */
  readonly changes: readonly EpochMs[];
};

const isOffered = ({ side, levels }: Quote): boolean => side === 'back' && levels.length > 0;

/** What a user of the engine sees of the market. */
function watchMarket({ implementations: call }: Engine) {
  const listed = new Map<MarketId, EventId>();
  const starts = new Map<EventId, EpochMs>();
  const quotes = new Map<string, Quote>();
  const changes = new Map<MarketId, EpochMs[]>();
  const orders = new Map<OrderId, Order>();
  const state: { now?: ReplayState } = {};
  void call['fixtures.watch'](
    {},
    ({ event, markets, retired }) => {
      starts.set(event.id, event.startsAt);
      for (const { id } of markets)
        if (retired) listed.delete(id);
        else listed.set(id, event.id);
    },
    context,
  );
  void call['quotes.watch'](
    {},
    (quote) => {
      const key = `${quote.selectionId} ${quote.bookId} ${quote.side}`;
      const [before, now] = [quotes.get(key)?.levels[0], quote.levels[0]];
      quotes.set(key, quote);
      if (before?.price === now?.price && before?.size === now?.size) return;
      const told = changes.get(quote.marketId);
      if (told === undefined) changes.set(quote.marketId, [quote.receivedAt]);
      else told.push(quote.receivedAt);
    },
    context,
  );
  void call['orders.watch']({}, (order) => orders.set(order.id, order), context);
  void call['replay.watch']({}, (now) => Object.assign(state, { now }), context);
  return { listed, starts, quotes, changes, orders, state };
}

/** Lets human time pass until it is so. */
async function until(clock: ManualClock, isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns += 1) {
    if (turns > 20_000) throw new Error('It never came to that.');
    clock.advance(50);
    await turn();
  }
}

/**
 * Replays a file through a whole engine, takes a back price in each of the first `most` markets that let it, of events
 * that begin before the file ends, at one of its first `moments` payloads, and plays on to the end. Answers with the bets as they are then.
 */
export async function betAlong(
  file: string,
  { moments, most }: { readonly moments: number; readonly most: number },
): Promise<readonly EndedBet[]> {
  const folder = temporaryFolder();
  const clock = createManualClock();
  const engine = await openEngine(
    folder.path,
    { mode: 'replay', file, speed: 1, at: 0 as EpochMs },
    { clock },
  );
  try {
    const { implementations: call } = engine;
    const market = watchMarket(engine);
    const taken = new Set<MarketId>();
    const during = async <T>(task: Promise<T> | T): Promise<T> => {
      let done = false;
      const settled = Promise.resolve(task).finally(() => {
        done = true;
      });
      settled.catch(() => {});
      await until(clock, () => done);
      return settled;
    };
    const take = async ({ marketId, selectionId, bookId, levels }: Quote, eventId: EventId) => {
      const [best] = levels;
      if (best === undefined) return;
      const draft = {
        ...{ id: `order-${String(taken.size).padStart(6, '0')}`, eventId, marketId, selectionId, bookId },
        ...{ side: 'back', price: best.price, stake: STAKE, persistence: 'take' },
      } as OrderDraft;
      const { verdicts } = await call['orders.preview'](draft, context);
      if (!verdicts.every(({ control, passed }) => passed || control === 'armed')) return;
      taken.add(marketId);
      await call['orders.arm'](draft, context);
      await during(call['orders.place']({ id: draft.id }, context));
      // Orders a minute are limited in human time.
      clock.advance(MINUTE_MS);
    };
    const { state } = market;
    await until(clock, () => typeof state.now?.to === 'number');
    const beginsIn = (eventId: EventId) => (market.starts.get(eventId) ?? 0) < (state.now?.to ?? 0);
    for (let moment = 0; moment < moments && taken.size < most; moment += 1) {
      await during(call['replay.step']({ payloads: 1 }, context));
      for (const [marketId, eventId] of [...market.listed]) {
        if (taken.size >= most || taken.has(marketId) || !beginsIn(eventId)) continue;
        const quote = [...market.quotes.values()].find(
          (each) => each.marketId === marketId && isOffered(each),
        );
        if (quote !== undefined) await take(quote, eventId);
      }
    }
    await call['replay.seek']({ at: Number.MAX_SAFE_INTEGER as EpochMs }, context);
    await until(clock, () => state.now?.motion === 'ended');
    await turn();
    const matched = [...market.orders.values()].filter((order) => order.matched > 0);
    return await Promise.all(
      matched.map(async (order) => ({
        order,
        end: await call['bets.end']({ id: order.id }, context),
        startsAt: market.starts.get(order.eventId) ?? (0 as EpochMs),
        changes: market.changes.get(order.marketId) ?? [],
      })),
    );
  } finally {
    await engine.stop();
    folder.remove();
  }
}
