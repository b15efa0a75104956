import { describe, expect, it } from 'vitest';
import type { BookId, MarketId, OrderId, SelectionId, SourceId } from '../../../../../shared/domain/units.ts';
import { checkMoney, createTradingDesk, GBP, type TestDesk } from '../../../../support/order-desk.ts';
import { EVENT, placed, result, showMarkets, told } from '../../../../support/tell-results.ts';

const DRAW = { selection: 'm/draw', book: 'bf', side: 'back', stake: 10_00 } as const;
/** Its half of the stake is returned, which no exchange's word settles: it waits for a result. */
const QUARTER = { selection: 'q/over', book: 'bf', side: 'back', stake: 5_00 } as const;

const settleMarket = (desk: TestDesk, winner: 'home' | 'draw' | 'away') =>
  desk.orders.settleMarket({
    marketId: 'm' as MarketId,
    bookId: 'bf' as BookId,
    outcomes: (['home', 'draw', 'away'] as const).map((side) => ({
      selectionId: `m/${side}` as SelectionId,
      outcome: side === winner ? 'won' : 'lost',
    })),
  });
/** The exchange takes back how it settled its market: a dead heat, or it is not settled any more. */
const takeBack = (desk: TestDesk) =>
  desk.orders.settleMarket({ marketId: 'm' as MarketId, bookId: 'bf' as BookId, outcomes: [] });
const tellScore = (desk: TestDesk, home: number, away: number) => {
  desk.market.setEvent({ status: 'ended', score: { home, away, at: desk.clock.now() } });
  const event = desk.market.event(EVENT);
  if (event) desk.orders.settleEvent(event, 'a' as SourceId);
};
const standing = (desk: TestDesk, ...ids: readonly OrderId[]) =>
  ids.map((id) => {
    const bet = desk.journal.bet(id);
    return [bet?.status, bet?.result, bet?.profit];
  });
const OPEN = ['open', null, null];

async function openDesk() {
  const desk = createTradingDesk();
  showMarkets(desk);
  return { desk, draw: await placed(desk, DRAW), quarter: await placed(desk, QUARTER) };
}

describe('bets whose exchange has settled their market', () => {
  it('stay settled so through a restart, whatever score a source tells', async () => {
    const { desk, draw, quarter } = await openDesk();
    settleMarket(desk, 'draw');
    const before = standing(desk, draw, quarter);
    expect(before).toEqual([['settled', 'won', expect.any(Number)], OPEN]);
    // After extra time: the market was on ninety minutes.
    tellScore(desk, 2, 1);
    expect(standing(desk, draw)).toEqual([before[0]]);
    // No result of the event has moved its money.
    expect(desk.journal.settlements(draw)).toMatchObject([{ resultRevision: null }]);
    const again = desk.restart();
    tellScore(again, 2, 1);
    expect(standing(again, draw)).toEqual([before[0]]);
    checkMoney(again.journal);
  });

  it('are as the exchange says again once an entry by hand is taken back, after a restart too', async () => {
    const { desk, draw } = await openDesk();
    settleMarket(desk, 'draw');
    const [before] = standing(desk, draw);
    const again = desk.restart();
    again.orders.results.tell(told(result('0-1')));
    expect(standing(again, draw)).toEqual([['settled', 'lost', -10_00]]);
    again.orders.results.tell(told(result('withdrawn')));
    expect(standing(again, draw)).toEqual([before]);
    checkMoney(again.journal);
  });

  it('are corrected when the exchange corrects itself, and not when it says the same again', async () => {
    const { desk, draw } = await openDesk();
    settleMarket(desk, 'draw');
    const lines = () => desk.journal.ledger({ mode: 'practice', limit: 1000 }).length;
    const [settled, audited] = [lines(), desk.journal.auditAfter(0, 1000).length];
    settleMarket(desk, 'draw');
    expect([lines(), desk.journal.auditAfter(0, 1000).length]).toEqual([settled, audited]);
    settleMarket(desk.restart(), 'home');
    expect(standing(desk, draw)).toEqual([['settled', 'lost', -10_00]]);
    expect(desk.journal.settlements(draw)).toHaveLength(2);
    checkMoney(desk.journal);
  });

  it('are written together with what the exchange said, or not at all', async () => {
    for (let step = 1; ; step += 1) {
      const { desk, draw } = await openDesk();
      let left = step;
      desk.journal.beforeWrite(() => {
        left -= 1;
        if (left === 0) throw new Error('The disk is full.');
      });
      let completed = true;
      try {
        settleMarket(desk, 'draw');
      } catch {
        completed = false;
      }
      desk.journal.beforeWrite(undefined);
      expect(desk.journal.bookResults('practice', EVENT)).toHaveLength(completed ? 1 : 0);
      expect(standing(desk, draw)[0]?.[0]).toBe(completed ? 'settled' : 'open');
      settleMarket(desk, 'draw');
      expect(standing(desk, draw)[0]?.[1]).toBe('won');
      checkMoney(desk.journal);
      if (completed) break;
      expect(step).toBeLessThan(50);
    }
  });

  it('are open again when it takes that back, and wait for its next word whatever a source tells', async () => {
    const { desk, draw } = await openDesk();
    const { cash } = desk.journal.balances('practice', GBP);
    settleMarket(desk, 'draw');
    takeBack(desk);
    expect(standing(desk, draw)).toEqual([OPEN]);
    expect(desk.journal.balances('practice', GBP).cash).toBe(cash);
    expect(desk.journal.bookResults('practice', EVENT)).toMatchObject([{ outcomes: [] }]);
    const audited = desk.journal.auditAfter(0, 1000).map(({ actor, action }) => `${actor} ${action}`);
    expect(audited.slice(-2)).toEqual(['venue market.unsettled', 'engine bet.reopened']);
    checkMoney(desk.journal);

    const again = desk.restart();
    tellScore(again, 1, 1);
    expect(again.orders.hasOpen(EVENT)).toBe(true);
    expect(standing(again, draw)).toEqual([OPEN]);
    expect(again.orders.results.outlook(EVENT).waiting.find(({ order }) => order.id === draw)).toMatchObject({
      why: expect.stringContaining('its book took back how it settled the market'),
      forBook: true,
    });
    const written = again.journal.settlements(draw).length;
    takeBack(again);
    expect(again.journal.settlements(draw)).toHaveLength(written);
    settleMarket(again, 'home');
    expect(standing(again, draw)).toEqual([['settled', 'lost', -10_00]]);
    expect(again.journal.settlements(draw).map(({ resultRevision }) => resultRevision)).toEqual([
      null,
      null,
      null,
    ]);
    checkMoney(again.journal);
  });

  it('are as the user says when it has taken that back, and open again after', async () => {
    const { desk, draw } = await openDesk();
    settleMarket(desk, 'draw');
    takeBack(desk);
    desk.orders.results.tell(told(result('0-1')));
    expect(standing(desk, draw)).toEqual([['settled', 'lost', -10_00]]);
    desk.orders.results.tell(told(result('withdrawn')));
    expect(standing(desk, draw)).toEqual([OPEN]);
    checkMoney(desk.journal);
  });

  it('are settled by a source where it has only said that it has no result', async () => {
    const { desk, draw } = await openDesk();
    takeBack(desk);
    expect(desk.journal.bookResults('practice', EVENT)).toEqual([]);
    tellScore(desk, 1, 1);
    expect(standing(desk, draw)).toEqual([['settled', 'won', 19_60]]);
  });

  it('are left alone, and nothing is written, where it has none and told none before', async () => {
    const { desk, draw } = await openDesk();
    const written = (of: TestDesk) => [
      of.journal.bookResults('practice', EVENT),
      of.journal.ledger({ mode: 'practice', limit: 1000 }).length,
      of.journal.auditAfter(0, 1000).length,
      standing(of, draw),
    ];
    const open = written(desk);
    takeBack(desk);
    expect(written(desk)).toEqual(open);
    tellScore(desk, 1, 1);
    const again = desk.restart();
    const settled = written(again);
    takeBack(again);
    expect(written(again)).toEqual(settled);
    expect(standing(again, draw)).toEqual([['settled', 'won', 19_60]]);
  });

  it('are open again where it has taken that back by the next start, once', async () => {
    const { desk, draw } = await openDesk();
    settleMarket(desk, 'draw');
    const again = desk.restart();
    takeBack(again);
    expect(standing(again, draw)).toEqual([OPEN]);
    const last = again.restart();
    const written = last.journal.auditAfter(0, 1000).length;
    takeBack(last);
    expect(last.journal.auditAfter(0, 1000)).toHaveLength(written);
    checkMoney(last.journal);
  });

  it('are settled by its word and no result, where a source had told a score before', async () => {
    const { desk, draw } = await openDesk();
    tellScore(desk, 2, 1);
    settleMarket(desk, 'draw');
    expect(standing(desk, draw)).toEqual([['settled', 'won', 19_60]]);
    expect(desk.journal.settlements(draw)).toMatchObject([{ resultRevision: 1 }, { resultRevision: null }]);
    checkMoney(desk.journal);
  });

  it('settle nothing where nobody has bet', () => {
    const desk = createTradingDesk();
    showMarkets(desk);
    settleMarket(desk, 'draw');
    expect(desk.journal.bookResults('practice', EVENT)).toEqual([]);
  });
});
