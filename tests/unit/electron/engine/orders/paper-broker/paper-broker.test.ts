import { describe, expect, it } from 'vitest';
import type { PlaceAnswer, VenueOrder } from '../../../../../../electron/engine/orders/broker.ts';
import { createPaperBroker } from '../../../../../../electron/engine/orders/paper-broker/index.ts';
import type { Order } from '../../../../../../shared/domain/order.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { createMemoryVenueStore } from '../../../../../support/memory-venue-store.ts';
import { draftOf, elapse, money, odds } from '../../../../../support/order-desk.ts';
import { sampleOrder } from '../../../../../support/sample-orders.ts';
import { createStubMarket } from '../../../../../support/stub-market.ts';

function openVenue(kept?: Pick<ReturnType<typeof build>, 'clock' | 'market' | 'store'>) {
  return build(kept);
}

function build(kept?: {
  readonly clock: ReturnType<typeof createManualClock>;
  readonly market: ReturnType<typeof createStubMarket>;
  readonly store: ReturnType<typeof createMemoryVenueStore>;
}) {
  const clock = kept?.clock ?? createManualClock();
  const market = kept?.market ?? createStubMarket(clock.now);
  const store = kept?.store ?? createMemoryVenueStore();
  const broker = createPaperBroker({ mode: 'practice', market, clock, random: () => 0.5, store });
  const news: VenueOrder[] = [];
  broker.onUpdate((order) => void news.push(order));
  const order = (changes: Parameters<typeof draftOf>[0] = {}): Order =>
    sampleOrder({ ...draftOf(changes), state: 'sent' });
  const place = async (changes: Parameters<typeof draftOf>[0] = {}, ms = 200) => {
    const placed = order(changes);
    const answer = broker.place(placed);
    await elapse(clock, ms);
    return { id: placed.id, answer: known(await answer) };
  };
  return { clock, market, store, broker, news, order, place };
}

const known = (answer: PlaceAnswer): VenueOrder => {
  if (!answer.known) throw new Error(answer.message);
  return answer.order;
};

describe('the paper venue at a bookmaker', () => {
  const atBookmaker = { bookId: 'bm', price: odds(2.4) };

  it('meets the price of the moment of arrival, and takes a better one', async () => {
    const { market, place } = openVenue();
    market.show('m/home', 'bm', 'back', [2.4, 100_00]);
    const soon = place(atBookmaker);
    market.show('m/home', 'bm', 'back', [2.45, 100_00]);
    expect((await soon).answer).toMatchObject({ state: 'matched', averagePrice: odds(2.45), matched: 10_00 });
  });

  it.each([
    ['price-changed', [2.35, 100_00]],
    ['limit', [2.4, 9_99]],
    ['no-offer', undefined],
  ] as const)('rejects whole: %s', async (code, level) => {
    const { market, place } = openVenue();
    market.show('m/home', 'bm', 'back', ...(level ? [level] : []));
    expect((await place(atBookmaker)).answer).toMatchObject({
      state: 'rejected',
      matched: 0,
      outcome: { code },
    });
  });

  it('says its limit in money', async () => {
    const { market, place } = openVenue();
    market.show('m/home', 'bm', 'back', [2.4, 9_99]);
    expect((await place(atBookmaker)).answer.outcome?.message).toBe(
      'Asked a stake of 10.00 GBP, the bookmaker takes 9.99 GBP.',
    );
  });

  it('does not sell its limit twice until it changes its price', async () => {
    const { market, place } = openVenue();
    market.show('m/home', 'bm', 'back', [2.4, 15_00]);
    expect((await place(atBookmaker)).answer.state).toBe('matched');
    expect((await place(atBookmaker)).answer.outcome?.code).toBe('limit');
    market.show('m/home', 'bm', 'back', [2.42, 15_00]);
    expect((await place(atBookmaker)).answer.state).toBe('matched');
  });

  it('rejects while suspended, closed or over', async () => {
    const { market, place } = openVenue();
    market.show('m/home', 'bm', 'back', [2.4, 15_00]);
    market.setStatus('m', 'suspended');
    expect((await place(atBookmaker)).answer.outcome?.code).toBe('suspended');
    market.setStatus('m', 'open');
    market.setEvent({ status: 'ended' });
    expect((await place(atBookmaker)).answer.outcome?.code).toBe('closed');
  });
});

describe('the paper venue at an exchange', () => {
  it('takes the sizes shown at the limit or better, and two orders never the same size', async () => {
    const { market, place } = openVenue();
    market.show('m/home', 'bf', 'back', [2.54, 4_00], [2.5, 10_00], [2.48, 99_00]);
    const first = (await place()).answer;
    expect(first.fills.map(({ price, stake }) => [price, stake])).toEqual([
      [odds(2.54), 4_00],
      [odds(2.5), 6_00],
    ]);
    const second = (await place()).answer;
    expect(second).toMatchObject({ state: 'lapsed', matched: 4_00, outcome: { code: 'not-filled' } });
    expect(second.outcome?.message).toBe('No more was there at 2.5 or better: the other 6.00 GBP lapsed.');
    // The same quote told again is the same liquidity; another size is another.
    market.show('m/home', 'bf', 'back', [2.54, 4_00], [2.5, 10_00]);
    expect((await place()).answer.matched).toBe(0);
    market.show('m/home', 'bf', 'back', [2.54, 4_00], [2.5, 11_00]);
    expect((await place()).answer.matched).toBe(10_00);
  });

  it('queues behind the size shown, and trades only past it while at the best price', async () => {
    const { market, place, news, store } = openVenue();
    market.show('m/home', 'bf', 'back', [2.5, 50_00]);
    market.show('m/home', 'bf', 'lay', [2.52, 30_00], [2.54, 5_00]);
    const { id, answer } = await place({ persistence: 'keep', price: odds(2.52) });
    expect(answer).toMatchObject({ state: 'accepted', matched: 0 });
    expect(store.record(id)).toMatchObject({ queueAhead: 30_00 });
    market.show('m/home', 'bf', 'lay', [2.52, 12_00], [2.54, 5_00]);
    expect(store.record(id)).toMatchObject({ queueAhead: 12_00, matched: 0 });
    // More join behind us; then all of it trades.
    market.show('m/home', 'bf', 'lay', [2.52, 20_00], [2.54, 5_00]);
    market.show('m/home', 'bf', 'lay', [2.52, 5_00], [2.54, 5_00]);
    expect(store.record(id)).toMatchObject({ state: 'part-matched', matched: 3_00 });
    market.show('m/home', 'bf', 'lay', [2.54, 5_00]);
    expect(store.record(id)).toMatchObject({ state: 'part-matched', matched: 8_00 });
    expect(news.map(({ matched }) => matched)).toEqual([3_00, 8_00]);
  });

  it('does not take a fall behind the best price for trades', async () => {
    const { market, place, store } = openVenue();
    market.show('m/home', 'bf', 'lay', [2.52, 30_00], [2.54, 20_00]);
    const { id } = await place({ persistence: 'keep', price: odds(2.54) });
    market.show('m/home', 'bf', 'lay', [2.52, 30_00], [2.54, 1_00]);
    expect(store.record(id)).toMatchObject({ matched: 0, queueAhead: 20_00 });
  });

  it('fills at its own price when the market moves through it, from what is offered', async () => {
    const { market, place, store } = openVenue();
    const { id } = await place({ persistence: 'keep', side: 'lay', price: odds(2.4) });
    market.show('m/home', 'bf', 'lay', [2.38, 7_00]);
    expect(store.record(id)).toMatchObject({ state: 'part-matched', matched: 7_00, averagePrice: odds(2.4) });
    market.show('m/home', 'bf', 'lay', [2.38, 7_00]);
    expect(store.record(id)).toMatchObject({ matched: 7_00 });
    market.show('m/home', 'bf', 'lay', [2.36, 90_00]);
    expect(store.record(id)).toMatchObject({ state: 'matched', matched: 10_00 });
  });

  it('does not fill while suspended, nor from what changed meanwhile', async () => {
    const { market, place, store } = openVenue();
    market.show('m/home', 'bf', 'lay', [2.52, 30_00]);
    const { id } = await place({ persistence: 'keep', price: odds(2.52) });
    market.setStatus('m', 'suspended');
    market.show('m/home', 'bf', 'lay', [2.52, 1_00]);
    market.show('m/home', 'bf', 'back', [2.6, 100_00]);
    expect(store.record(id)).toMatchObject({ matched: 0, state: 'accepted' });
    market.show('m/home', 'bf', 'back');
    market.setStatus('m', 'open');
    expect(store.record(id)).toMatchObject({ matched: 0, state: 'accepted' });
  });

  it('lapses what is unmatched when the event starts, though nothing is told', async () => {
    const { clock, market, place, store, news } = openVenue();
    market.setEvent({ startsAt: (clock.now() + 5_000) as never });
    const { id } = await place({ persistence: 'keep', price: odds(2.52) });
    await elapse(clock, 7_000);
    expect(store.record(id)).toMatchObject({ state: 'lapsed', outcome: { code: 'event-started' } });
    expect(news).toHaveLength(1);
  });

  it('waits out the bet delay in play, then meets the market as it is', async () => {
    const { clock, market, order, broker } = openVenue();
    market.show('m/home', 'bf', 'back', [2.5, 50_00]);
    market.setEvent({ status: 'live' });
    const placed = order();
    const answer = broker.place(placed);
    await elapse(clock, 1_000);
    const found = broker.find(placed.id);
    await elapse(clock, 100);
    expect(await found).toMatchObject({ state: 'accepted', matched: 0 });
    market.show('m/home', 'bf', 'back', [2.3, 50_00]);
    await elapse(clock, 5_000);
    expect(known(await answer)).toMatchObject({ state: 'lapsed', matched: 0 });
  });

  it('cancels what is unmatched and says what was matched', async () => {
    const { clock, market, place, broker } = openVenue();
    market.show('m/home', 'bf', 'back', [2.5, 4_00]);
    const { id } = await place({ persistence: 'keep' });
    const cancelling = broker.cancel(id);
    await elapse(clock, 200);
    const cancelled = known(await cancelling);
    expect(cancelled).toMatchObject({ state: 'cancelled', matched: 4_00, outcome: { code: 'cancelled' } });
    const again = broker.cancel(id);
    await elapse(clock, 200);
    expect(known(await again)).toEqual(cancelled);
  });

  it('a fill that comes before the cancel wins', async () => {
    const { clock, market, place, broker } = openVenue();
    const { id } = await place({ persistence: 'keep' });
    const cancelling = broker.cancel(id);
    market.show('m/home', 'bf', 'back', [2.5, 40_00]);
    await elapse(clock, 200);
    expect(known(await cancelling)).toMatchObject({ state: 'matched', matched: 10_00 });
  });
});

describe('the paper venue closed and opened again', () => {
  it('keeps what waits, forgets nothing, and lapses what was in its delay', async () => {
    const first = openVenue();
    first.market.show('m/home', 'bf', 'lay', [2.52, 8_00]);
    const { id } = await first.place({ persistence: 'keep', price: odds(2.52) });
    first.broker.close();
    const second = openVenue(first);
    expect(second.store.record(id)).toMatchObject({ state: 'accepted', queueAhead: 8_00 });
    second.market.setEvent({ status: 'live' });
    const delayed = second.order();
    void second.broker.place(delayed);
    await elapse(second.clock, 500);
    second.broker.close();
    const third = openVenue(first);
    const found = third.broker.find(delayed.id);
    await elapse(third.clock, 100);
    expect(await found).toMatchObject({ state: 'lapsed', outcome: { code: 'venue-restarted' } });
  });

  it('does not start the bet delay over for an id that arrives again', async () => {
    const { clock, market, broker, order, store } = openVenue();
    market.show('m/home', 'bf', 'back', [2.5, 50_00]);
    market.setEvent({ status: 'live' });
    const placed = order();
    const first = broker.place(placed);
    await elapse(clock, 3_000);
    const second = broker.place({ ...placed, stake: money(40_00) });
    await elapse(clock, 300);
    expect(known(await second)).toMatchObject({ state: 'accepted' });
    expect(store.record(placed.id)).toMatchObject({ stake: 10_00, state: 'delayed' });
    await elapse(clock, 2_000);
    expect(known(await first)).toMatchObject({ state: 'matched', matched: 10_00 });
  });

  it('takes an id once, whatever arrives again', async () => {
    const { clock, market, broker, order } = openVenue();
    market.show('m/home', 'bf', 'back', [2.5, 50_00]);
    const placed = order();
    const answers = [broker.place(placed), broker.place({ ...placed, stake: money(40_00) })];
    await elapse(clock, 300);
    const [one, two] = await Promise.all(answers);
    expect(two).toEqual(one);
    const stranger = broker.find(order().id);
    await elapse(clock, 100);
    expect(await stranger).toBeUndefined();
  });
});

describe('a paper venue in a market that runs on', () => {
  it('meets the market of its very moment, however much happens before its answer is heard', async () => {
    const { clock, market, broker, order } = openVenue();
    market.show('m/home', 'bf', 'back', [2.5, 100_00]);
    clock.after(300, () => market.show('m/home', 'bf', 'back', [2.2, 100_00]));
    const answer = broker.place(order());
    // In one go, as a replay works through its payloads.
    clock.advance(60_000);
    expect(known(await answer)).toMatchObject({ state: 'matched', averagePrice: odds(2.5) });
  });

  it('turns away what arrives when the file has ended, and still takes orders back', async () => {
    const clock = createManualClock();
    const market = createStubMarket(clock.now);
    const store = createMemoryVenueStore();
    let over = false;
    const broker = createPaperBroker({
      mode: 'replay',
      market,
      clock,
      random: () => 0.5,
      store,
      over: () => over,
    });
    market.show('m/home', 'bf', 'back', [2.5, 100_00]);
    const waiting = sampleOrder({ ...draftOf({ price: odds(3), persistence: 'keep' }), state: 'sent' });
    const first = broker.place(waiting);
    clock.advance(200);
    expect(known(await first).state).toBe('accepted');
    const late = broker.place(sampleOrder({ ...draftOf(), state: 'sent' }));
    over = true;
    clock.advance(200);
    expect(known(await late)).toMatchObject({ state: 'rejected', matched: 0, outcome: { code: 'closed' } });
    const cancelled = broker.cancel(waiting.id);
    clock.advance(200);
    expect(known(await cancelled).state).toBe('cancelled');
  });
});
