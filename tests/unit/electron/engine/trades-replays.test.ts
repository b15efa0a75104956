import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../electron/engine/engine.ts';
import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { MarketEdges } from '../../../../shared/contract/pricing.ts';
import type { Bet } from '../../../../shared/domain/bet.ts';
import type { Order } from '../../../../shared/domain/order.ts';
import type {
  BookId,
  EpochMs,
  EventId,
  MarketId,
  MinorUnits,
  OddsE4,
  OrderId,
  SelectionId,
} from '../../../../shared/domain/units.ts';
import { BETFAIR_EVENT, BETFAIR_MARKET, betfairMatch, KICK_OFF } from '../../../support/betfair-recording.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { openEngine } from '../../../support/open-engine.ts';
import { temporaryFolder } from '../../../support/serve.ts';

let folder: ReturnType<typeof temporaryFolder>;
const engines: Engine[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
  folder.remove();
});

const FROM = (KICK_OFF - 3_600_000) as EpochMs;
const STAKE = 10_00 as MinorUnits;
const context = { signal: new AbortController().signal };
const clock = createManualClock();
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Lets human time pass until it is so. */
async function until(isSo: () => boolean, everyMs = 50): Promise<void> {
  for (let turns = 0; !isSo(); turns += 1) {
    if (turns > 4_000) throw new Error('it never came to that');
    clock.advance(everyMs);
    await turn();
  }
}

async function during<T>(task: Promise<T> | T): Promise<T> {
  let done = false;
  const settled = Promise.resolve(task).finally(() => {
    done = true;
  });
  settled.catch(() => {});
  await until(() => done, 5);
  return settled;
}

/** Eight books on one match at six moments; one of them is generous. */
const EDGES_TABLE = [
  'date,sport,game_id,commence_time,snapshot_taken_at_utc,home_team,away_team,bookmaker,ml_home,ml_away',
  ...Array.from({ length: 6 }, (_, moment) =>
    ['alder', 'birch', 'cedar', 'dogwood', 'elm', 'fir', 'hazel', 'larch'].map((book) => {
      const [home, away] = book === 'larch' ? [112, -140] : [-110 - moment, -110 + moment];
      return `2026-03-01,NHL,g1,2026-03-02T00:00:00Z,2026-03-01T12:00:${moment}0Z,Elks,Owls,${book},${home},${away}`;
    }),
  ).flat(),
  '',
].join('\n');

/** A replay of the match, standing at its first price. */
async function openMatch(name: string, content = betfairMatch(), from: number = FROM) {
  const file = join(folder.path, `${name}.json`);
  writeFileSync(file, content);
  const engine = await openEngine(
    join(folder.path, name),
    { mode: 'replay', file, speed: 1, at: from as EpochMs },
    { clock, random: Math.random, reopen: () => Promise.resolve(null) },
  );
  engines.push(engine);
  const { implementations: call } = engine;
  const orders = new Map<OrderId, Order>();
  const bets = new Map<OrderId, Bet>();
  void call['orders.watch']({}, (order) => orders.set(order.id, order), context);
  void call['bets.watch']({ status: 'settled' } as never, (bet) => bets.set(bet.order.id, bet), context);
  const lines = new Map<string, string>();
  const edges = new Map<string, MarketEdges>();
  void call['edges.watch'](
    {},
    (told) => {
      edges.set(told.marketId, told);
      lines.set(`edges ${told.marketId}`, JSON.stringify(told));
    },
    context,
  );
  void call['fair.watch'](
    {} as never,
    (told) => lines.set(`fair ${told.selectionId}`, JSON.stringify(told)),
    context,
  );
  void call['quotes.watch'](
    {} as never,
    (told) => lines.set(`quote ${told.selectionId} ${told.side}`, JSON.stringify(told)),
    context,
  );
  const state = async () => {
    let seen: unknown;
    const watching = new AbortController();
    void call['replay.watch'](
      {},
      (now) => {
        seen = now;
      },
      { signal: watching.signal },
    );
    await turn();
    watching.abort();
    return seen as { motion: string; at: number };
  };
  await during(call['replay.step']({ payloads: 1 }, context));
  const draft = (number: number, changes: object = {}) => ({
    id: `order-no-${number}` as OrderId,
    eventId: BETFAIR_EVENT as EventId,
    marketId: BETFAIR_MARKET as MarketId,
    selectionId: `${BETFAIR_MARKET}:home` as SelectionId,
    bookId: 'betfair' as BookId,
    side: 'back' as const,
    price: 20_000 as OddsE4,
    stake: STAKE,
    persistence: 'take' as const,
    ...changes,
  });
  return {
    call,
    orders,
    bets,
    lines,
    edges,
    state,
    async place(number: number, changes: object = {}) {
      const order = draft(number, changes);
      await call['orders.arm'](order, context);
      return during(call['orders.place']({ id: order.id }, context));
    },
    draft,
    step: (payloads: number) => during(call['replay.step']({ payloads }, context)),
    async toEnd() {
      await call['market.speed']({ speed: 1000 }, context);
      await call['replay.play']({}, context);
      let motion = '';
      await until(() => {
        void state().then((now) => {
          motion = now.motion;
        });
        return motion === 'ended';
      });
      await until(() => true);
      for (let turns = 0; turns < 20; turns += 1) {
        clock.advance(50);
        await turn();
      }
    },
  };
}

describe('bets in a replay', () => {
  it('wait while it stands still, arrive among its payloads, are settled by its result', async () => {
    const { place, step, orders, bets, toEnd } = await openMatch('settled');
    expect(await place(1)).toMatchObject({ state: 'sent', matched: 0, mode: 'replay' });
    await until(() => true);
    expect(orders.get('order-no-1' as OrderId)?.state).toBe('sent');
    await step(1);
    await until(() => orders.get('order-no-1' as OrderId)?.state === 'matched');
    expect(orders.get('order-no-1' as OrderId)).toMatchObject({ matched: STAKE, averagePrice: 20_000 });
    await toEnd();
    const bet = bets.get('order-no-1' as OrderId);
    // 10.00 at 2.00, less 5 % of the winnings.
    expect(bet).toMatchObject({ status: 'settled', result: 'won', profit: 9_50 });
    expect(bet?.order.updatedAt).toBeLessThanOrEqual(FROM + 1_000);
    expect(bet?.closing.length).toBeGreaterThan(0);
  });

  it('fill alike however fast it is played, in part and from the queue', async () => {
    const filled = async (
      name: string,
      advance: (match: Awaited<ReturnType<typeof openMatch>>) => Promise<unknown>,
    ) => {
      const match = await openMatch(name);
      // Taken whole on arrival.
      await match.place(0, { side: 'lay', price: 20_600 });
      // More than is shown: the rest waits for the next offer. The other waits behind what is there until the start.
      await match.place(1, { stake: 400_00 as MinorUnits, persistence: 'keep' });
      await match.place(2, { side: 'lay', price: 19_900, stake: 5_00 as MinorUnits, persistence: 'keep' });
      await advance(match);
      return [...match.orders.values()].map(({ id, state, matched, averagePrice, outcome, updatedAt }) => ({
        id,
        state,
        matched,
        averagePrice,
        outcome: outcome?.code,
        updatedAt,
      }));
    };
    const stepped = await filled('stepped', async (match) => {
      for (let steps = 0; steps < 130; steps += 1) await match.step(1);
    });
    const fast = await filled('fast', (match) => match.toEnd());
    const sought = await filled('sought', async (match) => {
      await match.call['replay.seek']({ at: (KICK_OFF + 90_000) as EpochMs }, context);
      const stateOf = (number: number) => match.orders.get(`order-no-${number}` as OrderId)?.state;
      await until(() => stateOf(2) === 'lapsed' && stateOf(0) === 'matched');
    });
    expect(fast).toEqual(stepped);
    expect(sought).toEqual(stepped);
    expect(fast).toMatchObject([
      { state: 'matched', matched: STAKE, averagePrice: 20_200 },
      { state: 'matched', matched: 400_00, averagePrice: 20_000 },
      { state: 'lapsed', matched: 0, outcome: 'event-started' },
    ]);
    expect(sought[0]?.updatedAt).toBeLessThan(FROM + 1_000);
  });

  it('change no price, fair price or edge', async () => {
    const told = async (name: string, bets: boolean) => {
      const match = await openMatch(name, EDGES_TABLE, Date.parse('2026-03-01T12:00:00Z'));
      const [first] = [...match.edges.values()].flatMap(({ edges }) => edges);
      if (first === undefined) throw new Error('there is no edge to take');
      const { eventId, marketId, selectionId, bookId, price } = first;
      const taking = { eventId, marketId, selectionId, bookId, price, stake: 100_00 as MinorUnits };
      if (bets) {
        await match.place(1, taking);
        await match.step(1);
        await match.place(2, taking);
      }
      await match.toEnd();
      if (bets) expect([...match.orders.values()].map(({ state }) => state)).toEqual(['matched', 'matched']);
      return [...match.lines].sort();
    };
    const without = await told('without', false);
    expect(without.some(([key, line]) => key.startsWith('edges') && line.includes('"stake":'))).toBe(true);
    expect(await told('with', true)).toEqual(without);
  });

  it('stay open at the end of a file without a result; what is on its way is turned away, cancels are answered', async () => {
    const { place, toEnd, orders, call, draft } = await openMatch('cut', betfairMatch({ ends: false }));
    await place(1);
    await call['replay.seek']({ at: (KICK_OFF + 89_000) as EpochMs }, context);
    await until(() => orders.get('order-no-1' as OrderId)?.state === 'matched');
    await turn();
    // In play: five seconds of bet delay, and one second of the file is left.
    await until(() => true);
    await place(2, { persistence: 'keep', price: 21_000 });
    await toEnd();
    await until(() => orders.get('order-no-2' as OrderId)?.state === 'rejected');
    expect(orders.get('order-no-2' as OrderId)?.outcome?.message).toContain('The file ended before');
    expect(orders.get('order-no-1' as OrderId)?.state).toBe('matched');
    const preview = await call['orders.preview'](draft(3), context);
    expect(preview.verdicts.find(({ control }) => control === 'mode')).toMatchObject({
      passed: false,
      message: expect.stringContaining('replayed to its end'),
    });
  });

  it('are taken at prices that stand, however long the file has nothing to tell of them', async () => {
    const { call, place, state } = await openMatch('quiet');
    const at = (KICK_OFF - 10 * 60_000) as EpochMs;
    await during(call['replay.seek']({ at }, context));
    await until(() => true);
    expect(await state()).toMatchObject({ at, motion: 'paused' });
    expect(await place(1)).toMatchObject({ state: 'sent' });
  });

  it('are cancelled by panic, while it stands still too', async () => {
    const { place, step, orders, call } = await openMatch('panic');
    await place(1, { persistence: 'keep', price: 20_600, stake: 5_00 as MinorUnits });
    await step(1);
    await until(() => orders.get('order-no-1' as OrderId)?.state === 'accepted');
    await during(call['orders.panic']({}, context));
    await expect(place(2)).rejects.toThrow('halted');
    await step(1);
    await until(() => orders.get('order-no-1' as OrderId)?.state === 'cancelled');
  });

  it('are forgotten only when the user has said so', async () => {
    const { place, step, call } = await openMatch('asked');
    const leave = (forgetBets?: true) =>
      Promise.resolve(
        call['market.open']({ kind: 'practice', ...(forgetBets ? { forgetBets } : {}) }, context),
      );
    await step(5);
    await expect(call['replay.seek']({ at: FROM }, context)).resolves.toBeDefined();
    await place(1);
    await expect(call['replay.seek']({ at: FROM }, context)).rejects.toBeInstanceOf(OperationFailure);
    await expect(leave()).rejects.toMatchObject({ code: 'conflict' });
    await expect(leave(true)).resolves.toEqual({});
  });
});
