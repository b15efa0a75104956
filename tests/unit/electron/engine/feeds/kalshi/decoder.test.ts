import { describe, expect, it } from 'vitest';
import { createKalshiDecoder } from '../../../../../../electron/engine/feeds/kalshi/decoder.ts';
import { connectionLoss } from '../../../../../../electron/engine/feeds/prediction-market/connection-payload.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { createFeedListener } from '../../../../../support/feed-listener.ts';
import { KALSHI_EVENTS, KALSHI_MILESTONE } from '../../../../../support/kalshi-server.ts';
import { takeMutated } from '../../../../../support/mutated-payloads.ts';

const BUF = 'KXNFLGAME-25SEP07BALBUF-BUF';
const BAL = 'KXNFLGAME-25SEP07BALBUF-BAL';
const MONEYLINE = 'kalshi:NFL-25SEP07BALBUF:moneyline';
const AT = Date.parse('2025-09-07T12:00:00Z') as EpochMs;

const events = (series: string) => ({
  events: KALSHI_EVENTS.filter(({ event_ticker: ticker }) => ticker.startsWith(`${series}-`)).map(
    (event) => ({
      ...event,
      markets: event.markets.map((market) => ({ status: 'active', ...market })),
    }),
  ),
  milestones: [KALSHI_MILESTONE],
  cursor: '',
});
const snapshot = (ticker: string, seq: number, yes: string[][], no: string[][], sid = 2) => ({
  type: 'orderbook_snapshot',
  sid,
  seq,
  msg: { market_ticker: ticker, yes_dollars_fp: yes, no_dollars_fp: no },
});
const delta = (ticker: string, seq: number, side: string, price: string, change: string, sid = 2) => ({
  type: 'orderbook_delta',
  sid,
  seq,
  msg: { market_ticker: ticker, side, price_dollars: price, delta_fp: change, ts_ms: AT + 5 },
});

function start() {
  const listener = createFeedListener();
  const decoder = createKalshiDecoder({ depth: 10, orderContracts: 100 }, listener.sink);
  const take = (channel: string, value: unknown, at = AT) =>
    decoder.take({ channel, body: new TextEncoder().encode(JSON.stringify(value)), at });
  for (const series of ['KXNFLGAME', 'KXNFLSPREAD', 'KXNFLTOTAL']) {
    take(`series ${series}`, { series: { ticker: series, fee_type: 'quadratic', fee_multiplier: 0 } });
    take(`events ${series} 1`, events(series));
  }
  const say = (message: unknown, socket = 1) => take(`stream ${socket}`, message);
  const back = (side: string) => listener.ladders()[`${MONEYLINE}:${side} back`];
  const both = () => {
    say(snapshot(BUF, 1, [['0.4000', '200.00']], [['0.5500', '100.00']]));
    say(snapshot(BAL, 2, [['0.5500', '100.00']], [['0.4000', '200.00']]));
  };
  const accounted = () => {
    const { received, used, duplicate, quarantined } = decoder.counts();
    expect(received).toBe(used + duplicate + quarantined);
    return { received, used, duplicate, quarantined };
  };
  return { listener, decoder, take, say, back, both, accounted };
}

describe('the Kalshi decoder', () => {
  it('offers yes at 1 less the best bid for no, with the stake that buys it', () => {
    const { both, back, listener } = start();
    both();
    expect(back('home')).toBe('4500@22222');
    expect(listener.ladders()[`${MONEYLINE}:home lay`]).toBe('8000@25000');
  });

  it('reads the same book in cents', () => {
    const { take, say, back } = start();
    take(`book ${BUF}`, { orderbook: { yes: [[40, 200]], no: [[55, 100]] } });
    expect(back('home')).toBe('4500@22222');
    say({
      type: 'orderbook_snapshot',
      sid: 2,
      seq: 1,
      msg: { market_ticker: BUF, yes: [[40, 200]], no: [[56, 100]] },
    });
    expect(back('home')).toBe('4400@22727');
    say({
      type: 'orderbook_delta',
      sid: 2,
      seq: 2,
      msg: { market_ticker: BUF, side: 'no', price: 57, delta: 10 },
    });
    expect(back('home')).toBe('430@23255 4400@22727');
  });

  it('flags every book of a subscription that missed a message, until each comes whole', () => {
    const { both, say, listener, decoder, back } = start();
    both();
    say(delta(BUF, 4, 'yes', '0.4100', '5.00'));
    expect(listener.standing(MONEYLINE)).toBe('unreliable');
    expect([...decoder.fallen()].sort()).toEqual([BAL, BUF]);
    say(delta(BUF, 5, 'no', '0.5500', '-50.00'));
    expect(back('home')).toBe('4500@22222');
    say(snapshot(BUF, 6, [['0.4100', '5.00']], [['0.5500', '50.00']]));
    expect(listener.standing(MONEYLINE)).toBe('unreliable');
    say(snapshot(BAL, 7, [['0.5500', '100.00']], [['0.4000', '200.00']]));
    expect(listener.standing(MONEYLINE)).toBe('open');
    expect(back('home')).toBe('2250@22222');
  });

  it('counts a repeated number and does nothing twice', () => {
    const { both, say, back, accounted } = start();
    both();
    say(delta(BUF, 3, 'no', '0.5500', '-50.00'));
    const before = accounted();
    say(delta(BUF, 3, 'no', '0.5500', '-50.00'));
    expect(accounted()).toEqual({
      ...before,
      received: before.received + 1,
      duplicate: before.duplicate + 1,
    });
    expect(back('home')).toBe('2250@22222');
  });

  it('numbers each subscription of each socket by itself', () => {
    const { say, listener } = start();
    say(snapshot(BUF, 7, [['0.4000', '200.00']], [['0.5500', '100.00']]), 1);
    say(snapshot(BAL, 1, [['0.5500', '100.00']], [['0.4000', '200.00']]), 2);
    say(delta(BUF, 8, 'yes', '0.4000', '1.00'), 1);
    say(delta(BAL, 2, 'yes', '0.5500', '1.00'), 2);
    say(
      {
        type: 'market_lifecycle_v2',
        sid: 3,
        seq: 99,
        msg: { market_ticker: 'KXBTC-1', event_type: 'created' },
      },
      1,
    );
    expect(listener.standing(MONEYLINE)).toBe('open');
  });

  it('starts its numbers anew on a new socket', () => {
    const { both, take, listener } = start();
    both();
    const lost = { lost: [BUF, BAL], reason: 'Connection lost.', stream: 'stream 1' };
    take('connection', JSON.parse(new TextDecoder().decode(connectionLoss(lost))));
    expect(listener.standing(MONEYLINE)).toBe('unreliable');
    both();
    expect(listener.standing(MONEYLINE)).toBe('open');
  });

  it.each([
    ['takes away more than there is', delta(BUF, 3, 'yes', '0.4000', '-201.00')],
    ['makes bids and offers cross', delta(BUF, 3, 'yes', '0.4500', '1.00')],
    ['has no price', { ...delta(BUF, 3, 'yes', '', '1.00') }],
    ['has a price of a dollar', delta(BUF, 3, 'yes', '1.0000', '1.00')],
    [
      'ends the subscription',
      { type: 'error', sid: 2, seq: 3, msg: { code: 25, msg: 'Subscription buffer overflow' } },
    ],
  ])('flags a book when a message %s', (_what, message) => {
    const { both, say, listener, accounted } = start();
    both();
    say(message);
    expect(listener.standing(MONEYLINE)).toBe('unreliable');
    expect(accounted().quarantined).toBe(1);
  });

  it('prefers what the stream brought to an answer asked for meanwhile', () => {
    const { both, take, back } = start();
    both();
    take(`book ${BUF}`, { orderbook_fp: { yes_dollars: [], no_dollars: [['0.1000', '1.00']] } });
    expect(back('home')).toBe('4500@22222');
  });

  it('suspends all while the exchange does not trade', () => {
    const { take, listener } = start();
    take('status', { exchange_active: true, trading_active: false });
    expect(new Set([...listener.markets.values()].map(({ status }) => status))).toEqual(
      new Set(['suspended']),
    );
    take('status', { exchange_active: true, trading_active: true });
    expect(new Set([...listener.markets.values()].map(({ status }) => status))).toEqual(new Set(['open']));
  });

  it('closes what a whole reading lists no more, and not what an unfinished one has not reached', () => {
    const { take, listener } = start();
    take('events KXNFLTOTAL 1', { events: [], milestones: [], cursor: 'more' });
    expect(listener.markets.get('kalshi:NFL-25SEP07BALBUF:totals:50.5')?.status).toBe('open');
    take('events KXNFLTOTAL 2', { events: [], milestones: [], cursor: '' });
    expect(listener.markets.get('kalshi:NFL-25SEP07BALBUF:totals:50.5')?.status).toBe('closed');
    expect(listener.markets.get(MONEYLINE)?.status).toBe('open');
  });

  it('is total: mutated payloads are accounted for and never thrown', () => {
    const good = [
      snapshot(BUF, 1, [['0.4000', '200.00']], [['0.5500', '100.00']]),
      delta(BUF, 2, 'yes', '0.4100', '5.00'),
      events('KXNFLGAME'),
      { orderbooks: [{ ticker: BUF, orderbook_fp: { yes_dollars: [['0.4', '1']], no_dollars: null } }] },
      { series: { ticker: 'KXNFLGAME', fee_type: 'quadratic', fee_multiplier: 1 } },
    ];
    const channels = [
      'stream 1',
      'stream 1',
      'events KXNFLGAME 1',
      'books',
      'series KXNFLGAME',
      'status',
      'book X',
      'connection',
      '?',
    ];
    const { decoder, accounted } = start();
    takeMutated({
      good,
      channels,
      furthest: 600,
      at: AT,
      take(payload) {
        decoder.take(payload);
        accounted();
      },
    });
  });
});
