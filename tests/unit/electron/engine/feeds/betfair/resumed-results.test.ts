import { describe, expect, it } from 'vitest';
import { betfairKind } from '../../../../../../electron/engine/feeds/betfair/index.ts';
import type { FeedEvent } from '../../../../../../electron/engine/feeds/source.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { bookOf, valuesOf } from '../../../../../support/betfair-server-rig.ts';
import { AWAY, createWorld, DRAW, HOME, redefined } from '../../../../../support/betfair-server-world.ts';

const NATIVE = '1.101';
const OTHER = '1.201';
const MARKET = 'betfair:3001:match-odds';
const RUNNERS = [HOME, AWAY, DRAW];
const HOME_WON = ['WINNER', 'LOSER', 'LOSER'];
const AWAY_WON = ['LOSER', 'WINNER', 'LOSER'];
const UNDECIDED = ['ACTIVE', 'ACTIVE', 'ACTIVE'];

/** The sample's markets, streamed; then the stream is lost. */
function openLost() {
  const world = createWorld();
  const events: FeedEvent[] = [];
  const decoder = betfairKind.decoder(valuesOf(), (event) => void events.push(event));
  let now = Date.parse('2026-03-01T14:30:00Z');
  let id = 0;
  const take = (channel: string, value: unknown) => {
    now += 1_000;
    decoder.take({ channel, body: new TextEncoder().encode(JSON.stringify(value)), at: now as EpochMs });
  };
  const subscribe = (resumed: boolean) => {
    id += 1;
    take('connection', {
      state: 'subscribed',
      id,
      resumed,
      conflateMs: 0,
      markets: world.catalogue.map(({ marketId }) => marketId),
    });
  };
  const stream = (mc: readonly object[], fields: object = {}) =>
    take('stream', { op: 'mcm', id, pt: now, clk: 'a', mc, ...fields });
  const definition = (status: string, statuses: readonly string[]) => ({
    id: NATIVE,
    ...redefined(world, NATIVE, {
      status,
      runners: RUNNERS.map((runner, index) => ({
        id: runner,
        status: statuses[index],
        sortPriority: index + 1,
      })),
    }),
  });
  take('catalogue', { result: world.catalogue });
  subscribe(false);
  const images = world.catalogue.map(({ marketId }) => world.image(marketId) as object);
  stream(images, { ct: 'SUB_IMAGE', initialClk: 'i' });
  take('connection', { state: 'lost', origin: 'stream', reason: 'the connection was lost' });
  return {
    stream,
    definition,
    image: () => world.image(NATIVE) as Record<string, unknown>,
    poll(status: string, statuses: readonly string[]) {
      const runners = RUNNERS.map((selectionId, index) => ({
        selectionId,
        handicap: 0,
        status: statuses[index],
      }));
      take('book', { result: [{ marketId: NATIVE, status, numberOfWinners: 1, runners }] });
    },
    resume(...mc: readonly object[]) {
      subscribe(true);
      stream(mc, { ct: 'RESUB_DELTA' });
    },
    /** Results of the market told since last asked, each as its winner; empty where there is none. */
    results: () =>
      events.flatMap((event) => {
        if (event.kind !== 'market-result' || event.marketId !== MARKET) return [];
        const won = event.outcomes.find(({ outcome }) => outcome === 'won');
        return [won?.selectionId.split(':').at(-1) ?? ''];
      }),
    quotes: () => Object.keys(bookOf(events).quotes).filter((key) => key.startsWith(MARKET)),
    standing: () => bookOf(events).standings[MARKET],
    forget: () => void events.splice(0),
  };
}
const PRICES = { id: OTHER, rc: [{ id: 21, atb: [[2, 90]] }] };

describe('a market that was settled while the stream was lost', () => {
  it('stays settled when the stream goes on without a word of it', () => {
    const lost = openLost();
    lost.poll('CLOSED', HOME_WON);
    expect(lost.results().at(-1)).toBe('home');
    lost.forget();
    lost.resume(PRICES);
    expect(lost.results()).toEqual([]);
    lost.stream([PRICES], { ct: 'RESUB_DELTA' });
    expect(lost.results()).toEqual([]);
    expect(lost.quotes()).toEqual([]);
  });

  it('stays closed at Betfair, without prices', () => {
    const lost = openLost();
    lost.poll('CLOSED', HOME_WON);
    expect(lost.quotes()).toEqual([]);
    lost.resume(PRICES, { id: NATIVE, tv: 5 });
    expect(lost.quotes()).toEqual([]);
    expect(lost.standing()).toBe('suspended: closed at Betfair');
  });

  it('is not reopened by an image that leaves its definition out', () => {
    const lost = openLost();
    lost.poll('CLOSED', HOME_WON);
    lost.forget();
    const { marketDefinition: _, ...prices } = lost.image();
    lost.resume(prices);
    expect(lost.results()).toEqual([]);
  });

  it('keeps the correction that a poll told', () => {
    const lost = openLost();
    lost.resume(lost.definition('CLOSED', HOME_WON));
    lost.poll('CLOSED', AWAY_WON);
    lost.forget();
    lost.resume(PRICES);
    expect(lost.results()).toEqual([]);
  });

  it('is settled and opened again as the stream says from then on', () => {
    const lost = openLost();
    lost.poll('CLOSED', HOME_WON);
    lost.forget();
    lost.resume(lost.definition('CLOSED', HOME_WON));
    expect(lost.results()).toEqual([]);
    lost.stream([lost.definition('CLOSED', AWAY_WON)]);
    expect(lost.results()).toEqual(['away']);
    lost.stream([lost.definition('SUSPENDED', UNDECIDED)]);
    expect(lost.results()).toEqual(['away', '']);
  });

  it('is taken back where the stream goes on with that', () => {
    const lost = openLost();
    lost.poll('CLOSED', HOME_WON);
    lost.forget();
    lost.resume(lost.definition('SUSPENDED', UNDECIDED));
    expect(lost.results()).toEqual(['']);
  });
});

it('a market that was suspended while the stream was lost is as the stream has it again', () => {
  const lost = openLost();
  lost.poll('SUSPENDED', UNDECIDED);
  expect(lost.standing()).toBe('suspended: suspended by Betfair');
  lost.resume(PRICES);
  expect(lost.standing()).toBeUndefined();
  expect(lost.quotes()).toHaveLength(6);
});
