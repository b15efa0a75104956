import { describe, expect, it } from 'vitest';
import {
  createOrderCache,
  createSubscriptionClock,
  type Ladder,
  type OrderChangeMessage,
  readStreamMessage,
} from '../../../../../../../electron/engine/feeds/betfair/wire/index.ts';

function message(fields: object): OrderChangeMessage {
  const read = readStreamMessage(Buffer.from(JSON.stringify({ op: 'ocm', pt: 1, ...fields })));
  if (!read.ok || read.message.op !== 'ocm' || read.problems.length > 0)
    throw new Error('not an order change');
  return read.message;
}
const order = (id: string, fields: object = {}) => ({
  id,
  p: 2,
  s: 10,
  side: 'B',
  status: 'E',
  pt: 'P',
  ot: 'L',
  pd: 1,
  sm: 0,
  sr: 10,
  sl: 0,
  sc: 0,
  sv: 0,
  rfo: 'ref',
  rfs: 'mine',
  ...fields,
});
const onRunner = (orc: object, market: object = {}) =>
  message({ oc: [{ id: '1.1', ...market, orc: [{ id: 7, ...orc }] }] });
const rungs = ({ prices, sizes }: Ladder) => prices.map((price, i) => [price, sizes[i]]);

describe('the order cache', () => {
  it('follows an order from resting to matched', () => {
    const cache = createOrderCache();
    cache.apply(onRunner({ fullImage: true, uo: [order('9')] }));
    const update = cache.apply(
      onRunner({
        uo: [order('9', { status: 'EC', sm: 10, sr: 0, avp: 2.1, md: 5 })],
        mb: [[2.1, 10]],
        smc: { mine: { mb: [[2.1, 10]] } },
      }),
    );
    expect(update.orders).toMatchObject([
      {
        marketId: '1.1',
        selectionId: 7,
        handicap: 0,
        order: { betId: '9', status: 'EC', averagePriceMatched: 2.1, orderRef: 'ref' },
      },
    ]);
    const runner = cache.market('1.1')?.runner(7, 0);
    expect(runner && rungs(runner.backs)).toEqual([[2.1, 10]]);
    expect(runner?.orders.get('9')?.sizeMatched).toBe(10);
    const mine = runner?.strategies.get('mine');
    expect(mine && [rungs(mine.backs), rungs(mine.lays)]).toEqual([[[2.1, 10]], []]);
  });

  it('moves matched stakes from one price to another', () => {
    const cache = createOrderCache();
    cache.apply(onRunner({ mb: [[12, 2]] }));
    cache.apply(
      onRunner({
        mb: [
          [9.47, 2],
          [12, 0],
        ],
        ml: [[3, 1]],
      }),
    );
    const runner = cache.market('1.1')?.runner(7, 0);
    expect(runner && [rungs(runner.backs), rungs(runner.lays)]).toEqual([[[9.47, 2]], [[3, 1]]]);
  });

  it('replaces a runner, or a market, by its full image', () => {
    const cache = createOrderCache();
    cache.apply(onRunner({ uo: [order('1')], mb: [[2, 3]] }));
    const replaced = cache.apply(onRunner({ fullImage: true, uo: [order('2')] }));
    expect(replaced.replaced).toMatchObject([{ marketId: '1.1', runner: { id: 7 } }]);
    const runner = cache.market('1.1')?.runner(7, 0);
    expect([...(runner?.orders.keys() ?? [])]).toEqual(['2']);
    expect(runner && rungs(runner.backs)).toEqual([]);
    const whole = cache.apply(message({ oc: [{ id: '1.1', fullImage: true, closed: true }] }));
    expect(whole.replaced).toEqual([{ marketId: '1.1', runner: null }]);
    expect(runner?.orders.size).toBe(0);
    expect(cache.market('1.1')?.closed).toBe(true);
  });

  it('takes a new subscription for the whole truth, a resumed one for a delta', () => {
    const cache = createOrderCache();
    cache.apply(onRunner({ uo: [order('1')] }));
    cache.apply(message({ ct: 'RESUB_DELTA', oc: [] }));
    expect(cache.market('1.1')?.runner(7, 0)?.orders.size).toBe(1);
    const update = cache.apply(
      message({ ct: 'SUB_IMAGE', oc: [{ id: '1.2', orc: [{ id: 3, uo: [order('5')] }] }] }),
    );
    expect(update.replaced).toEqual([{ marketId: '1.1', runner: null }]);
    expect([...cache.markets()].map(({ id }) => id)).toEqual(['1.2']);
  });

  it('tells segments together', () => {
    const cache = createOrderCache();
    expect(
      cache.apply(
        message({ segmentType: 'SEG_START', oc: [{ id: '1.1', orc: [{ id: 7, uo: [order('1')] }] }] }),
      ).orders,
    ).toEqual([]);
    const update = cache.apply(
      message({ segmentType: 'SEG_END', oc: [{ id: '1.2', orc: [{ id: 7, uo: [order('2')] }] }] }),
    );
    expect(update.orders.map(({ marketId, order: { betId } }) => [marketId, betId])).toEqual([
      ['1.1', '1'],
      ['1.2', '2'],
    ]);
  });
});

describe('the subscription clock', () => {
  it('keeps every clock that is told, heartbeats included', () => {
    const clock = createSubscriptionClock();
    expect(clock.resumePoint()).toBeNull();
    clock.take(message({ ct: 'SUB_IMAGE', initialClk: 'i1', clk: 'c1' }));
    clock.take(message({ clk: null }));
    clock.take(message({ ct: 'HEARTBEAT', clk: 'c2' }));
    expect(clock.resumePoint()).toEqual({ initialClk: 'i1', clk: 'c2' });
    clock.reset();
    expect(clock.resumePoint()).toBeNull();
  });

  it('does not move inside a segmented change', () => {
    const clock = createSubscriptionClock({ initialClk: 'i0', clk: 'c0' });
    clock.take(message({ segmentType: 'SEG_START', initialClk: 'i1', clk: 'c1' }));
    clock.take(message({ segmentType: 'SEG', clk: 'c1' }));
    expect(clock.resumePoint()).toEqual({ initialClk: 'i0', clk: 'c0' });
    clock.take(message({ segmentType: 'SEG_END' }));
    expect(clock.resumePoint()).toEqual({ initialClk: 'i1', clk: 'c1' });
  });
});
