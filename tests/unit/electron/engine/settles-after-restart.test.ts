import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Engine } from '../../../../electron/engine/engine.ts';
import type { Http } from '../../../../electron/engine/ports/http.ts';
import type { Fixture } from '../../../../shared/contract/index.ts';
import type { Bet } from '../../../../shared/domain/bet.ts';
import type { OrderDraft } from '../../../../shared/domain/order.ts';
import type { BookId, MinorUnits, OddsE4, OrderId, SourceId } from '../../../../shared/domain/units.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { NOON } from '../../../support/odds-api-feed.ts';
import { soccerPayload, soccerScores, sportsPayload, TEST_KEY } from '../../../support/odds-api-payloads.ts';
import { openEngine } from '../../../support/open-engine.ts';
import { temporaryFolder } from '../../../support/serve.ts';
import { createStubSecrets, NO_HTTP } from '../../../support/stub-ports.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const context = { signal: new AbortController().signal };
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Engines one after the other on one folder and one clock, asking an API that says what `answers` holds. */
function openWorld() {
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
      return Promise.resolve({ ok: true, status: 200, headers: {}, body, elapsedMs: 1 });
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
      folder.path,
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

const scoresOf = (completed: boolean, home: string) =>
  soccerScores.map((item) => ({
    ...item,
    completed,
    scores: [
      { name: 'Alder Rovers', score: home },
      { name: 'Birch United', score: '1' },
    ],
  }));

async function betOnHome(engine: Engine, pass: (ms: number) => Promise<void>): Promise<OrderId> {
  const fixtures: Fixture[] = [];
  void engine.implementations['fixtures.watch']({}, (item) => fixtures.push(item), context);
  const market = fixtures[0]?.markets.find(({ type }) => type === 'match-odds');
  const selection = market?.selections.find(({ side }) => side === 'home');
  if (!market || !selection) throw new Error('nothing to bet on');
  const draft: OrderDraft = {
    id: 'order-00000001' as OrderId,
    eventId: market.eventId,
    marketId: market.id,
    selectionId: selection.id,
    bookId: 'cedarbet' as BookId,
    side: 'back',
    price: 21_000 as OddsE4,
    stake: 10_00 as MinorUnits,
    persistence: 'take',
  };
  await engine.implementations['orders.arm'](draft, context);
  const placing = engine.implementations['orders.place']({ id: draft.id }, context);
  await pass(5_000);
  expect((await placing).state).toBe('matched');
  return draft.id;
}

it.each([
  ['the odds have dropped its match', sportsPayload],
  ['its sport is over for the season', sportsPayload.map((sport) => ({ ...sport, active: false }))],
])('a bet settles after a restart in play, though %s', async (_, sports) => {
  const { clock, answers, pass, start } = openWorld();
  const first = await start();
  const id = await betOnHome(first, pass);
  await first.stop();

  // The match began three hours after noon: by now it should be over.
  clock.advance(6 * 3_600_000);
  Object.assign(answers, { sports, odds: [], scores: scoresOf(false, '1') });
  const second = await start();
  const bets = new Map<OrderId, Bet>();
  void second.implementations['bets.watch']({}, (bet) => bets.set(bet.orderId, bet), context);
  await pass(65_000);
  expect(bets.get(id)?.status).toBe('open');
  answers.scores = scoresOf(true, '2');
  // A match long over is asked for less and less often.
  await pass(31 * 60_000);
  expect(bets.get(id)).toMatchObject({ status: 'settled', result: 'won', profit: 11_00 });
  await second.stop();
});
