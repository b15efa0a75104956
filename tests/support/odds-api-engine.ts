import type { Engine } from '../../electron/engine/engine.ts';
import type { Http } from '../../electron/engine/ports/http.ts';
import type { Fixture } from '../../shared/contract/index.ts';
import type { Bet } from '../../shared/domain/bet.ts';
import type { OrderDraft } from '../../shared/domain/order.ts';
import type { BookId, MinorUnits, OddsE4, OrderId, SourceId } from '../../shared/domain/units.ts';
import { createManualClock } from './manual-clock.ts';
import { NOON } from './odds-api-feed.ts';
import { soccerPayload, sportsPayload, TEST_KEY } from './odds-api-payloads.ts';
import { openEngine } from './open-engine.ts';
import { createStubSecrets, NO_HTTP } from './stub-ports.ts';

/** As of a plan whose credits are never spent: odds are asked for as often as they change. */
const PLENTY = { 'x-requests-remaining': '15000000', 'x-requests-used': '0', 'x-requests-last': '1' };

const context = { signal: new AbortController().signal };
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Engines one after the other on one folder and one clock, asking an API that says what `answers` holds. */
export function openOddsApiWorld(folder: string) {
  const clock = createManualClock(NOON);
  const answers = { sports: sportsPayload as unknown, odds: soccerPayload as unknown, scores: [] as unknown };
  const http: Http = {
    ...NO_HTTP,
    get(url) {
      const path = new URL(url).pathname;
      const value =
        path.endsWith('/odds') || path.endsWith('/events')
          ? answers.odds
          : path.endsWith('/scores')
            ? answers.scores
            : answers.sports;
      const body = new TextEncoder().encode(JSON.stringify(value));
      return Promise.resolve({ ok: true, status: 200, headers: PLENTY, body, elapsedMs: 1 });
    },
  };
  let id = 0;
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      clock.advance(Math.min(500, left));
      await turn();
    }
  };
  const start = async (): Promise<Engine> => {
    const engine = await openEngine(
      folder,
      { mode: 'paper', given: [] },
      {
        clock,
        http,
        ids: { next: () => `id-${String(++id).padStart(8, '0')}` },
        secrets: createStubSecrets({ 'the-odds-api': TEST_KEY }),
      },
    );
    await engine.implementations['sources.save'](
      {
        id: 'the-odds-api' as SourceId,
        enabled: true,
        values: { sports: ['soccer_epl'], currency: 'GBP' },
        maximumAgeMs: null,
        secrets: {},
      },
      context,
    );
    await pass(2_000);
    return engine;
  };
  return { clock, answers, pass, start };
}

/** The first listed event, as its stream tells it to who comes anew. */
export function listedFixture(engine: Engine): Fixture {
  const fixtures: Fixture[] = [];
  void engine.implementations['fixtures.watch']({}, (item) => fixtures.push(item), context);
  const fixture = fixtures[0];
  if (fixture === undefined) throw new Error('no event is listed');
  return fixture;
}

/** 10.00 on the home side at Cedarbet at `price` or better, matched. */
export async function betOnHome(
  engine: Engine,
  pass: (ms: number) => Promise<void>,
  price = 21_000,
  id = 'order-00000001',
): Promise<OrderId> {
  const market = listedFixture(engine).markets.find(({ type }) => type === 'match-odds');
  const selection = market?.selections.find(({ side }) => side === 'home');
  if (!market || !selection) throw new Error('nothing to bet on');
  const draft: OrderDraft = {
    id: id as OrderId,
    eventId: market.eventId,
    marketId: market.id,
    selectionId: selection.id,
    bookId: 'cedarbet' as BookId,
    side: 'back',
    price: price as OddsE4,
    stake: 10_00 as MinorUnits,
    persistence: 'take',
  };
  await engine.implementations['orders.arm'](draft, context);
  const placing = engine.implementations['orders.place']({ id: draft.id }, context);
  Promise.resolve(placing).catch(() => {});
  await pass(5_000);
  const { state } = await placing;
  if (state !== 'matched') throw new Error(`the bet is ${state}`);
  return draft.id;
}

/** The engine's bets as they stand now and after every change. */
export function watchBets(engine: Engine): ReadonlyMap<OrderId, Bet> {
  const bets = new Map<OrderId, Bet>();
  void engine.implementations['bets.watch']({}, (bet) => bets.set(bet.orderId, bet), context);
  return bets;
}
