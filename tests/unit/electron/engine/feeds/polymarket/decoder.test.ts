import { describe, expect, it } from 'vitest';
import { hashOfBook } from '../../../../../../electron/engine/feeds/polymarket/book-hash.ts';
import { createPolymarketDecoder } from '../../../../../../electron/engine/feeds/polymarket/decoder.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { createFeedListener } from '../../../../../support/feed-listener.ts';
import { takeMutated } from '../../../../../support/mutated-payloads.ts';
import {
  POLYMARKET_EPL,
  POLYMARKET_NFL,
  type PolymarketEventFixture,
} from '../../../../../support/polymarket-server.ts';

const AT = Date.parse('2026-08-20T12:00:00Z') as EpochMs;
const MONEYLINE = 'polymarket:20260928:moneyline';

const wire = (events: readonly PolymarketEventFixture[]) =>
  events.map(({ markets, ...event }) => ({
    ...event,
    markets: markets.map(({ tokens, ...rest }) => ({ ...rest, clobTokenIds: JSON.stringify(tokens) })),
  }));
const level = (price: string, size: string) => ({ price, size });
const book = (token: string, time: number, bids = [level('0.4', '200')], asks = [level('0.42', '150')]) => {
  const made = { market: '0x', asset_id: token, timestamp: String(AT + time), hash: '', bids, asks };
  return { ...made, hash: hashOfBook(made), event_type: 'book' };
};
const change = (time: number, ...changes: readonly object[]) => ({
  event_type: 'price_change',
  market: '0x',
  timestamp: String(AT + time),
  price_changes: changes,
});
const entry = (token: string, side: string, price: string, size: string, bid: string, ask: string) => ({
  asset_id: token,
  price,
  size,
  side,
  hash: `${token}${price}${size}`,
  best_bid: bid,
  best_ask: ask,
});

function start() {
  const listener = createFeedListener();
  const decoder = createPolymarketDecoder({ depth: 10 }, listener.sink);
  const take = (channel: string, value: unknown, at: number = AT) =>
    decoder.take({
      channel,
      body: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
      at: at as EpochMs,
    });
  take('sports', [
    { sport: 'nfl', ordering: 'away', series: '1' },
    { sport: 'epl', ordering: 'home', series: '2' },
  ]);
  take('events NFL 1', wire(POLYMARKET_NFL));
  take('events EPL 1', wire(POLYMARKET_EPL));
  const say = (message: unknown, at: number = AT) => take('stream 1', message, at);
  const accounted = () => {
    const { received, used, duplicate, quarantined } = decoder.counts();
    expect(received).toBe(used + duplicate + quarantined);
    return { received, used, duplicate, quarantined };
  };
  const away = (side = 'back') => listener.ladders()[`${MONEYLINE}:away ${side}`];
  return { listener, decoder, take, say, accounted, away };
}

describe('the Polymarket decoder', () => {
  it('takes the fee of the market into the price', () => {
    const { say, away, listener } = start();
    say([book('101', 1), book('102', 1), book('1101', 1)]);
    // 0.42 and 0.05 x 0.42 x 0.58.
    expect(away()).toBe(
      `${Math.floor(150 * (0.42 + 0.05 * 0.42 * 0.58) * 100)}@${Math.floor(10_000 / (0.42 + 0.05 * 0.42 * 0.58))}`,
    );
    // A market without fees.
    expect(listener.ladders()['polymarket:77-ful:match-odds:home back']).toBe('6300@23809');
  });

  it('reads buys and sells, and times in seconds and ISO', () => {
    const { say, take, listener } = start();
    const { bids, asks, ...rest } = book('1101', 1);
    say({ ...rest, hash: 'x', buys: bids, sells: asks });
    expect(listener.ladders()['polymarket:77-ful:match-odds:home lay']).toBe('8000@25000');
    take('book 1301', { ...book('1301', 1), timestamp: '2026-08-20T12:00:01Z' });
    expect(listener.quotes.get('polymarket:77-ful:match-odds:away/polymarket-direct/back')?.sourceTime).toBe(
      AT + 1_000,
    );
  });

  it('applies changes in the new form and in the old', () => {
    const { say, away } = start();
    say(book('101', 1));
    say(
      change(
        2,
        entry('101', 'BUY', '0.405', '75', '0.405', '0.42'),
        entry('102', 'SELL', '0.595', '75', '0.58', '0.595'),
      ),
    );
    expect(away('lay')?.split(' ')).toHaveLength(2);
    say({
      event_type: 'price_change',
      asset_id: '101',
      market: '0x',
      timestamp: String(AT + 3),
      hash: 'h',
      changes: [{ price: '0.405', size: '0', side: 'BUY' }],
    });
    expect(away('lay')?.split(' ')).toHaveLength(1);
  });

  it('flags a book whose best prices are not those that came with the change, until it comes whole', () => {
    const { say, take, listener, decoder } = start();
    say([book('101', 1), book('102', 1)]);
    say(change(2, entry('101', 'BUY', '0.3', '75', '0.41', '0.42')));
    expect(listener.standing(MONEYLINE)).toBe('unreliable');
    expect(decoder.fallen()).toEqual(['101']);
    // An answer older than the change does not have it.
    take('books', [book('101', 1)]);
    expect(listener.standing(MONEYLINE)).toBe('unreliable');
    take('books', [book('101', 2, [level('0.41', '10'), level('0.3', '75')])]);
    expect(listener.standing(MONEYLINE)).toBe('open');
    expect(decoder.fallen()).toEqual([]);
  });

  it('takes an answer whatever its time once nothing has changed for a while', () => {
    const { say, take, listener } = start();
    say([book('101', 5_000), book('102', 5_000)]);
    say(change(6_000, entry('101', 'BUY', '0.3', '75', '0.41', '0.42')), AT + 6_000);
    take('books', [book('101', 1)], AT + 9_000);
    expect(listener.standing(MONEYLINE)).toBe('open');
  });

  it('drops what is older than the book, and counts it', () => {
    const { say, away, accounted } = start();
    say(book('101', 10));
    const before = [accounted(), away()] as const;
    say(change(9, entry('101', 'BUY', '0.41', '75', '0.41', '0.42')));
    expect(away()).toBe(before[1]);
    expect(accounted().duplicate).toBe(before[0].duplicate + 1);
  });

  it('trusts hashes once one was right, and no more when many are wrong', () => {
    const { say, listener, accounted } = start();
    say([book('101', 1), book('102', 1)]);
    say({ ...book('101', 2), hash: 'f'.repeat(40) });
    expect(listener.standing(MONEYLINE)).toBe('unreliable');
    expect(accounted().quarantined).toBeGreaterThan(0);
    say(book('101', 3));
    expect(listener.standing(MONEYLINE)).toBe('open');
    for (let time = 4; time < 12; time += 1) say({ ...book('101', time), hash: 'f'.repeat(40) });
    expect(listener.standing(MONEYLINE)).toBe('open');
  });

  it('never trusts hashes that were never right', () => {
    const { say, listener } = start();
    for (const token of ['101', '102']) say({ ...book(token, 1), hash: '0xabc' });
    expect(listener.standing(MONEYLINE)).toBe('open');
    expect(listener.ladders()[`${MONEYLINE}:home back`]).toBeDefined();
  });

  it('doubts every book after a message that could not be read: nothing numbers them', () => {
    const { say, listener, decoder } = start();
    say([book('101', 1), book('102', 1)]);
    say('}{');
    expect(listener.standing(MONEYLINE)).toBe('unreliable');
    expect([...decoder.fallen()].sort()).toEqual(['101', '102']);
    say('PONG');
    expect(listener.standing(MONEYLINE)).toBe('unreliable');
  });

  it('passes over what changes no book, and tells of what it does not know', () => {
    const { say, listener, accounted } = start();
    const before = accounted();
    say([
      { event_type: 'tick_size_change', asset_id: '101' },
      { event_type: 'last_trade_price', asset_id: '101' },
      { event_type: 'settlement_preview' },
      7,
      null,
    ]);
    expect(accounted().used).toBe(before.used + 2);
    expect(accounted().quarantined).toBe(before.quarantined + 3);
    expect(listener.quarantined.map(({ reason }) => reason)).toContain('unknown-message');
  });

  it('is total: mutated payloads are accounted for and never thrown', () => {
    const good = [
      book('101', 1),
      change(2, entry('101', 'BUY', '0.405', '75', '0.405', '0.42')),
      wire(POLYMARKET_NFL),
      [book('102', 3)],
    ];
    const channels = [
      'stream 1',
      'events NFL 1',
      'events EPL 2',
      'books',
      'book 101',
      'sports',
      'connection',
      '?',
    ];
    const { decoder, accounted } = start();
    takeMutated({
      good,
      channels,
      furthest: 900,
      at: AT,
      take(payload) {
        decoder.take(payload);
        accounted();
      },
    });
  });
});
