import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createMarketCache,
  FIGURE_BITS,
  LADDER_BITS,
  type MarketCache,
  type MarketChangeMessage,
  offersChanged,
  offersOf,
  readStreamMessage,
} from '../../../../../../../electron/engine/feeds/betfair/wire/index.ts';
import { replayedMarkets } from '../../../../../../../electron/hosts/cli/replay-betfair.ts';
import { marketChangeLines } from '../../../../../../support/betfair-messages.ts';
import { createPlainBetfairCache } from '../../../../../../support/plain-betfair-cache.ts';

function message(fields: object): MarketChangeMessage {
  const read = readStreamMessage(Buffer.from(JSON.stringify({ op: 'mcm', pt: 1, ...fields })));
  if (!read.ok || read.message.op !== 'mcm') throw new Error('not a market change');
  return read.message;
}
const runnerChange = (rc: object, market: object = {}) =>
  message({ mc: [{ id: '1.1', ...market, rc: [{ id: 7, ...rc }] }] });
const ladderOf = (cache: MarketCache, side: 'back' | 'lay') => {
  const runner = cache.market('1.1')?.runner(7, 0);
  if (!runner) throw new Error('no runner');
  const { prices, sizes } = offersOf(runner, side);
  return prices.map((price, i) => [price, sizes[i]]);
};

describe('the market cache', () => {
  it('adds up to what a plain cache has', () => {
    fc.assert(
      fc.property(fc.array(marketChangeLines, { maxLength: 30 }), (lines) => {
        const cache = createMarketCache({ keepDropped: true });
        const plain = createPlainBetfairCache();
        for (const line of lines) {
          // Figures and entries that no stream has are refused here and not there.
          const read = readStreamMessage(Buffer.from(line));
          if (!read.ok || read.message.op !== 'mcm' || read.problems.length > 0) continue;
          cache.apply(read.message);
          plain.take(line);
          expect(replayedMarkets(cache)).toEqual(plain.report().markets);
        }
      }),
    );
  });

  it('holds no more prices of a side than an exchange can have, and says so once', () => {
    const cache = createMarketCache();
    const levels = (count: number, from = 1.01) =>
      Array.from({ length: count }, (_, i) => [Number((from + i * 0.0001).toFixed(4)), 10]);
    expect(cache.apply(runnerChange({ atb: levels(350), atl: levels(2_000) })).problems).toEqual([]);
    const { markets, problems } = cache.apply(runnerChange({ atb: levels(200_000) }));
    expect(markets).toHaveLength(1);
    expect(problems).toEqual([
      {
        reason: 'ladder-too-long',
        where: 'mc 1.1 / rc 7 / atb',
        marketId: '1.1',
        changes: 198_000,
        sample: '198000 prices more than the 2000 a ladder can have',
      },
    ]);
    expect(ladderOf(cache, 'back')).toHaveLength(2_000);
    // What it has goes on changing; an image begins anew.
    expect(cache.apply(runnerChange({ atb: [[1.01, 5]] })).problems).toEqual([]);
    expect(ladderOf(cache, 'back').at(-1)).toEqual([1.01, 5]);
    cache.apply(runnerChange({ atb: [[2, 5]] }, { img: true }));
    expect(ladderOf(cache, 'back')).toEqual([[2, 5]]);
  });

  it('tells what did not fit with the last segment of a change', () => {
    const cache = createMarketCache();
    const deep = Array.from({ length: 2_001 }, (_, i) => [1.01 + i, 10]);
    const segment = (segmentType: string, rc: object) =>
      message({ segmentType, mc: [{ id: '1.1', rc: [{ id: 7, ...rc }] }] });
    expect(cache.apply(segment('SEG_START', { atb: deep })).problems).toEqual([]);
    expect(cache.apply(segment('SEG_END', { atl: [[3, 1]] })).problems).toHaveLength(1);
    expect(cache.apply(runnerChange({ atl: [[3, 2]] })).problems).toEqual([]);
  });

  it('keeps ladders by price, best first, and takes a price away at size 0', () => {
    const cache = createMarketCache();
    cache.apply(
      runnerChange({
        atb: [
          [2, 10],
          [2.2, 5],
          [1.9, 7],
        ],
        atl: [
          [3, 1],
          [2.5, 2],
        ],
      }),
    );
    expect(ladderOf(cache, 'back')).toEqual([
      [2.2, 5],
      [2, 10],
      [1.9, 7],
    ]);
    expect(ladderOf(cache, 'lay')).toEqual([
      [2.5, 2],
      [3, 1],
    ]);
    cache.apply(
      runnerChange({
        atb: [
          [2.2, 0],
          [2, 4],
        ],
        atl: [[2.6, 9]],
      }),
    );
    expect(ladderOf(cache, 'back')).toEqual([
      [2, 4],
      [1.9, 7],
    ]);
    expect(ladderOf(cache, 'lay')).toEqual([
      [2.5, 2],
      [2.6, 9],
      [3, 1],
    ]);
  });

  it('keeps ladders by level, where a level takes a new price', () => {
    const cache = createMarketCache();
    cache.apply(
      runnerChange({
        batb: [
          [1, 2, 10],
          [0, 2.2, 5],
          [2, 1.9, 7],
        ],
      }),
    );
    cache.apply(
      runnerChange({
        batb: [
          [0, 2.1, 6],
          [2, 0, 0],
        ],
      }),
    );
    expect(ladderOf(cache, 'back')).toEqual([
      [2.1, 6],
      [2, 10],
    ]);
  });

  it('takes real depth before best offers before virtual ones, even when it is empty', () => {
    const cache = createMarketCache();
    cache.apply(runnerChange({ bdatb: [[0, 2.4, 1]] }));
    expect(ladderOf(cache, 'back')).toEqual([[2.4, 1]]);
    cache.apply(runnerChange({ batb: [[0, 2.2, 1]] }));
    expect(ladderOf(cache, 'back')).toEqual([[2.2, 1]]);
    cache.apply(runnerChange({ atb: [[2, 3]] }));
    expect(ladderOf(cache, 'back')).toEqual([[2, 3]]);
    cache.apply(runnerChange({ atb: [[2, 0]] }));
    expect(ladderOf(cache, 'back')).toEqual([]);
  });

  it('says what changed, and no more', () => {
    const cache = createMarketCache();
    cache.apply(
      runnerChange({
        atb: [
          [2, 10],
          [1.9, 7],
        ],
        atl: [[2.2, 1]],
        ltp: 2,
        tv: 5,
      }),
    );
    const [market] = cache.apply(runnerChange({ atb: [[1.9, 8]], atl: [[2.2, 1]], ltp: 2, tv: 6 })).markets;
    const [runner] = market?.changed ?? [];
    if (!runner) throw new Error('nothing changed');
    expect(runner.changed).toBe(LADDER_BITS.atb | FIGURE_BITS.tv);
    expect([offersChanged(runner, 'back'), offersChanged(runner, 'back', true)]).toEqual([true, false]);
    expect(offersChanged(runner, 'lay')).toBe(false);
    cache.apply(runnerChange({ atb: [[2, 9]] }));
    expect(offersChanged(runner, 'back', true)).toBe(true);
    expect(cache.apply(runnerChange({ atb: [[2, 9]] })).markets[0]?.changed).toEqual([]);
    cache.apply(message({ ct: 'HEARTBEAT' }));
    expect(runner.changed).toBe(0);
  });

  it('replaces a market by its image, and tells runners it no longer names', () => {
    const cache = createMarketCache();
    const definition = { status: 'OPEN', runners: [{ id: 7, status: 'ACTIVE' }] };
    cache.apply(runnerChange({ atb: [[2, 10]], ltp: 2, tv: 4 }, { marketDefinition: definition, tv: 9 }));
    cache.apply(message({ mc: [{ id: '1.1', rc: [{ id: 8, atb: [[5, 1]] }] }] }));
    const update = cache.apply(
      message({ mc: [{ id: '1.1', img: true, con: true, rc: [{ id: 7, atl: [[3, 1]] }] }] }),
    );
    const [market] = update.markets;
    expect(market).toMatchObject({ image: true, conflated: true, tv: null, definition: { status: 'OPEN' } });
    expect(market?.runners.map(({ id, ltp, tv }) => [id, ltp, tv])).toEqual([[7, null, null]]);
    expect(ladderOf(cache, 'back')).toEqual([]);
    expect(market?.changed.map((runner) => [runner.id, offersChanged(runner, 'back', true)])).toEqual([
      [7, true],
      [8, true],
    ]);
    expect(market?.runner(8, 0)).toBeUndefined();
  });

  it('keeps runners of one id apart by handicap', () => {
    const cache = createMarketCache();
    cache.apply(
      message({
        mc: [
          {
            id: '1.1',
            rc: [
              { id: 7, hc: -0.5, ltp: 2 },
              { id: 7, ltp: 3 },
              { id: 7, hc: 0, tv: 1 },
            ],
          },
        ],
      }),
    );
    expect(cache.market('1.1')?.runner(7, -0.5)?.ltp).toBe(2);
    expect(cache.market('1.1')?.runner(7, 0)).toMatchObject({ ltp: 3, tv: 1 });
  });

  it('tells the segments of a change together', () => {
    const cache = createMarketCache();
    const segment = (segmentType: string, id: string) =>
      cache.apply(
        message({ ct: 'SUB_IMAGE', segmentType, mc: [{ id, img: true, rc: [{ id: 7, ltp: 2 }] }] }),
      );
    cache.apply(message({ mc: [{ id: '1.9' }] }));
    expect(segment('SEG_START', '1.1')).toEqual({ markets: [], dropped: [], problems: [] });
    expect(cache.segmented).toBe(true);
    expect(segment('SEG', '1.2').markets).toEqual([]);
    const { markets, dropped } = segment('SEG_END', '1.3');
    expect(markets.map(({ id, changed }) => [id, changed.length])).toEqual([
      ['1.1', 1],
      ['1.2', 1],
      ['1.3', 1],
    ]);
    expect(dropped.map(({ id }) => id)).toEqual(['1.9']);
    expect([...cache.markets()].map(({ id }) => id)).toEqual(['1.1', '1.2', '1.3']);
    expect(cache.segmented).toBe(false);
  });

  it('starts over when segments were broken off', () => {
    const cache = createMarketCache();
    cache.apply(message({ segmentType: 'SEG_START', mc: [{ id: '1.1', rc: [{ id: 7, ltp: 2 }] }] }));
    const update = cache.apply(message({ ct: 'SUB_IMAGE', mc: [{ id: '1.2', img: true }] }));
    expect(update.markets.map(({ id }) => id)).toEqual(['1.2']);
    expect(update.dropped.map(({ id }) => id)).toEqual(['1.1']);
  });

  it('keeps everything when a subscription is resumed', () => {
    const cache = createMarketCache();
    cache.apply(runnerChange({ atb: [[2, 10]] }));
    const { dropped } = cache.apply(
      message({ ct: 'RESUB_DELTA', mc: [{ id: '1.2', rc: [{ id: 1, ltp: 2 }] }] }),
    );
    expect(dropped).toEqual([]);
    expect(ladderOf(cache, 'back')).toEqual([[2, 10]]);
  });
});
