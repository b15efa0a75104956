import { describe, expect, test } from 'vitest';
import type { Settlement } from '../../../../../../electron/engine/ports/journal.ts';
import type { BetTerms, ClosingValue } from '../../../../../../shared/domain/bet.ts';
import type { ResultRevision } from '../../../../../../shared/domain/result.ts';
import type {
  EpochMs,
  EventId,
  MinorUnits,
  OddsE4,
  OrderId,
  Probability,
  SourceId,
} from '../../../../../../shared/domain/units.ts';
import { code, journalForEachTest, sampleFill } from '../../../../../support/journal-desk.ts';

const desk = journalForEachTest();

describe('bets', () => {
  const close: ClosingValue = {
    against: 'consensus',
    fair: 0.5 as Probability,
    closingPrice: null,
    gross: 0.25,
    net: 0.24,
    at: 7 as EpochMs,
  };
  const settle = (at = 8, changes: Partial<Settlement> = {}) =>
    desk.journal.saveSettlement({
      orderId: 'order-no-1' as OrderId,
      revision: 1,
      rate: 0.02,
      resultRevision: 1,
      result: 'won',
      profit: 640 as MinorUnits,
      commission: 0 as MinorUnits,
      at: at as EpochMs,
      ...changes,
    });

  test('are open from the first match until they settle', () => {
    const order = desk.saved();
    expect(desk.journal.bet(order.id)).toBeUndefined();
    const matched = desk.advance(order, { state: 'part-matched', matched: 400 as MinorUnits });
    desk.journal.saveClosing(order.id, [{ ...close, against: 'old' }]);
    desk.journal.saveClosing(order.id, [close]);
    const open = {
      orderId: order.id,
      order: matched,
      liability: 400,
      status: 'open',
      result: null,
      profit: null,
      commission: null,
      settledAt: null,
      closing: [close],
    };
    expect(desk.journal.bets({ mode: 'practice', status: 'open', limit: 9 })).toEqual([open]);
    settle();
    expect(desk.journal.bets({ mode: 'practice', status: 'open', limit: 9 })).toEqual([]);
    expect(desk.journal.bets({ mode: 'practice', status: 'settled', limit: 9 })).toEqual([
      { ...open, status: 'settled', result: 'won', profit: 640, commission: 0, settledAt: 8 },
    ]);
  });

  test('laid can lose stake x (odds - 1), fill by fill', () => {
    const order = desk.saved({ side: 'lay', state: 'sent' });
    desk.journal.saveFill(sampleFill({ price: 25_000 as OddsE4, stake: 1 as MinorUnits }));
    desk.journal.saveFill(sampleFill({ id: 'fill-2', price: 31_000 as OddsE4, stake: 999 as MinorUnits }));
    desk.advance(order, { state: 'matched', matched: 1_000 as MinorUnits, averagePrice: 30_994 as OddsE4 });
    expect(desk.journal.bet(order.id)?.liability).toBe(Math.ceil(1.5 + 2.1 * 999));
  });

  test('settle once', () => {
    desk.saved({ state: 'matched', matched: 1_000 as MinorUnits });
    expect(() => settle(8, { revision: 2 })).toThrow(code('conflict'));
    settle();
    expect(() => settle(9)).toThrow(code('conflict'));
    expect(() => settle(9, { revision: 3 })).toThrow(code('conflict'));
  });

  test('are corrected, opened again and settled again, and tell what stood before', () => {
    const { id } = desk.saved({ state: 'matched', matched: 1_000 as MinorUnits });
    const money = (amount: number) => amount as MinorUnits;
    settle();
    settle(9, { revision: 2, result: 'lost', profit: money(-1_000) });
    expect(desk.journal.bet(id)).toMatchObject({
      status: 'settled',
      result: 'lost',
      profit: -1_000,
      settledAt: 8,
      corrected: { times: 1, at: 9, resultBefore: 'won', profitBefore: 640 },
    });
    settle(10, { revision: 3, result: null, profit: money(0) });
    expect(desk.journal.bet(id)).toMatchObject({
      status: 'open',
      result: null,
      profit: null,
      settledAt: null,
    });
    expect(desk.journal.bets({ mode: 'practice', status: 'open', limit: 9 })).toHaveLength(1);
    settle(11, { revision: 4, result: 'void', profit: money(0) });
    expect(desk.journal.bet(id)).toMatchObject({
      result: 'void',
      settledAt: 11,
      corrected: { times: 3, at: 11, resultBefore: null, profitBefore: null },
    });
    expect(desk.journal.settlements(id).map(({ revision, result }) => [revision, result])).toEqual([
      [1, 'won'],
      [2, 'lost'],
      [3, null],
      [4, 'void'],
    ]);
    expect(desk.journal.eventsWithBets('practice', 11 as EpochMs)).toEqual([
      { eventId: 'sim:event', open: 0, settled: 1, profit: 0 },
    ]);
    expect(desk.journal.eventsWithBets('practice', 12 as EpochMs)).toEqual([]);
  });

  test('keep what they are on, as it was written first', () => {
    const { id } = desk.saved();
    const terms: BetTerms = {
      event: {
        sourceId: 'sim' as SourceId,
        sport: 'soccer_epl',
        competition: 'EPL',
        home: 'Alder',
        away: 'Birch',
        startsAt: 5 as EpochMs,
      },
      type: 'asian-handicap',
      period: 'first-half',
      line: -0.25,
      side: 'away',
      commission: 0.05,
    };
    expect(desk.journal.terms(id)).toBeUndefined();
    desk.journal.saveTerms(id, terms);
    desk.journal.saveTerms(id, { ...terms, line: 1 });
    expect(desk.journal.terms(id)).toEqual(terms);
  });
});

describe('results', () => {
  const eventId = 'sim:event' as EventId;
  const told = (revision: number, changes: Partial<ResultRevision> = {}): ResultRevision => ({
    eventId,
    revision,
    at: (revision * 10) as EpochMs,
    origin: 'source',
    teller: 'sim',
    status: 'ended',
    score: { home: 2, away: 1 },
    halfTime: null,
    note: '',
    ...changes,
  });

  test('are kept by revision, each mode for itself', () => {
    const all = [
      told(1, { halfTime: { home: 0, away: 0 } }),
      told(2, { origin: 'user', teller: 'user', status: 'abandoned', score: null, note: 'fog' }),
    ];
    for (const revision of all) desk.journal.saveResult('practice', revision);
    expect(desk.journal.results('practice', eventId)).toEqual(all);
    expect(desk.journal.results('paper', eventId)).toEqual([]);
    expect(() => desk.journal.saveResult('practice', told(2))).toThrow(code('conflict'));
    expect(() => desk.journal.saveResult('practice', told(4))).toThrow(code('conflict'));
    expect(desk.journal.eventsWithResults('practice', 20 as EpochMs)).toEqual([eventId]);
    expect(desk.journal.eventsWithResults('practice', 21 as EpochMs)).toEqual([]);
  });

  test('that make no sense are refused by the file itself', () => {
    expect(() => desk.journal.saveResult('practice', told(1, { score: null }))).toThrow(code('invalid'));
    expect(() => desk.journal.saveResult('practice', told(1, { status: 'postponed' }))).toThrow(
      code('invalid'),
    );
  });
});
