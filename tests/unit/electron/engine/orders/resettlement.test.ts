import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Telling } from '../../../../../shared/domain/result.ts';
import { standingResult } from '../../../../../shared/domain/result.ts';
import type { BookId, OrderId, SourceId } from '../../../../../shared/domain/units.ts';
import { checkMoney, createTradingDesk, GBP, money, type TestDesk } from '../../../../support/order-desk.ts';
import { EVENT, placed, result, showMarkets, told, type Wager } from '../../../../support/tell-results.ts';

const selections = ['m/home', 'm/draw', 'm/away', 'h/over', 'h/under', 'q/over', 'q/under'] as const;
const wagers: fc.Arbitrary<Wager[]> = fc.array(
  fc.record({
    selection: fc.constantFrom(...selections),
    book: fc.constantFrom('bf', 'bm'),
    side: fc.constantFrom('back', 'lay'),
    stake: fc.integer({ min: 100, max: 20_00 }),
  }),
  { minLength: 1, maxLength: 5 },
);
const half = fc.option(fc.record({ home: fc.nat({ max: 2 }), away: fc.nat({ max: 2 }) }), { nil: null });
const ended: fc.Arbitrary<Telling> = fc
  .record({ half, home: fc.nat({ max: 2 }), away: fc.nat({ max: 2 }) })
  .map(({ half: at, home, away }) =>
    told({
      status: 'ended',
      score: { home: home + (at?.home ?? 0), away: away + (at?.away ?? 0) },
      halfTime: at,
    }),
  );
const teller = fc.constantFrom(
  { origin: 'user', teller: 'user' },
  { origin: 'source', teller: 'a' },
  { origin: 'source', teller: 'b' },
  { origin: 'import', teller: 'imported matches' },
) as fc.Arbitrary<Pick<Telling, 'origin' | 'teller'>>;
const tellings = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.tuple(ended, teller).map(([telling, by]) => ({ ...telling, ...by })) },
    fc.tuple(fc.constantFrom('postponed', 'abandoned'), teller).map(([status, by]) => ({
      ...told(result(status)),
      ...by,
    })),
    fc.constantFrom('withdrawn', 'unknown').map((status) => told(result(status as 'withdrawn'))),
  ),
  { minLength: 1, maxLength: 8 },
);

async function deskWith(bets: readonly Wager[]): Promise<{ desk: TestDesk; ids: readonly OrderId[] }> {
  const desk = createTradingDesk();
  showMarkets(desk);
  const ids: OrderId[] = [];
  for (const bet of bets) ids.push(await placed(desk, bet));
  return { desk, ids };
}

const outcomes = (desk: TestDesk, ids: readonly OrderId[]) =>
  ids.map((id) => {
    const bet = desk.journal.bet(id);
    return [bet?.status, bet?.result, bet?.profit, bet?.commission];
  });

describe('a result that changes', () => {
  it('comes to the same money as if the result that stands had been told at once, at every step', async () => {
    await fc.assert(
      fc.asyncProperty(wagers, tellings, async (bets, sequence) => {
        const { desk, ids } = await deskWith(bets);
        for (const telling of sequence) {
          desk.orders.results.tell(telling);
          checkMoney(desk.journal);
          const entries = desk.journal.ledger({ mode: 'practice', limit: 100_000 }).length;
          expect(desk.orders.results.tell(telling).changes).toEqual([]);
          expect(desk.journal.ledger({ mode: 'practice', limit: 100_000 })).toHaveLength(entries);

          const standing = standingResult(desk.journal.results('practice', EVENT));
          const { desk: twin, ids: twins } = await deskWith(bets);
          if (standing) {
            const { status, score, halfTime } = standing;
            twin.orders.results.tell(told({ status, score, halfTime }));
          }
          expect(outcomes(desk, ids)).toEqual(outcomes(twin, twins));
          expect(desk.orders.balances()).toEqual(twin.orders.balances());
          expect(desk.orders.counts()).toEqual(twin.orders.counts());
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('is previewed as it then comes out, without a trace', async () => {
    await fc.assert(
      fc.asyncProperty(wagers, tellings, async (bets, sequence) => {
        const { desk } = await deskWith(bets);
        for (const telling of sequence) {
          const before = desk.orders.balances();
          const preview = desk.orders.results.preview(telling);
          expect(desk.orders.balances()).toEqual(before);
          expect(desk.orders.results.tell(telling)).toEqual(preview);
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('survives a restart between any two tellings', async () => {
    const { desk, ids } = await deskWith([
      { selection: 'm/home', book: 'bf', side: 'back', stake: 10_00 },
      { selection: 'h/over', book: 'bm', side: 'back', stake: 5_00 },
    ]);
    desk.orders.results.tell(told(result('2-1')));
    const again = desk.restart();
    expect(outcomes(again, ids).map(([status]) => status)).toEqual(['settled', 'open']);
    again.orders.results.tell(told(result('0-1', '0-1')));
    expect(outcomes(again, ids).map(([, won]) => won)).toEqual(['lost', 'won']);
    checkMoney(again.journal);
  });

  it('is written whole or not at all, whatever write fails', async () => {
    const bets: readonly Wager[] = [
      { selection: 'm/home', book: 'bf', side: 'back', stake: 10_00 },
      { selection: 'm/draw', book: 'bf', side: 'lay', stake: 7_00 },
      { selection: 'q/over', book: 'bm', side: 'back', stake: 5_00 },
    ];
    for (let step = 1; ; step += 1) {
      const { desk, ids } = await deskWith(bets);
      desk.orders.results.tell(told(result('2-0')));
      const [before, balances] = [outcomes(desk, ids), desk.orders.balances()];
      const correction = told(result('1-1'));
      const completed = failAt(desk, step, () => desk.orders.results.tell(correction));
      checkMoney(desk.journal);
      if (!completed) {
        expect(outcomes(desk, ids)).toEqual(before);
        expect(desk.orders.balances()).toEqual(balances);
        expect(desk.journal.results('practice', EVENT)).toHaveLength(1);
      }
      desk.orders.results.tell(correction);
      expect(outcomes(desk, ids).map(([, won]) => won)).toEqual(['lost', 'lost', 'half-lost']);
      checkMoney(desk.journal);
      if (completed) break;
      expect(step).toBeLessThan(100);
    }
  });

  it('does not go to and fro between two sources that go on telling what they told', async () => {
    const { desk } = await deskWith([{ selection: 'm/home', book: 'bf', side: 'back', stake: 10_00 }]);
    const tell = (home: number, source?: string) => {
      desk.market.setEvent({ status: 'ended', score: { home, away: 0, at: desk.clock.now() } });
      const event = desk.market.event(EVENT);
      if (event) desk.orders.settleEvent(event, source as SourceId | undefined);
    };
    for (let poll = 0; poll < 5; poll += 1) {
      tell(0, 'a');
      tell(1, 'b');
      // Looked at again, by whoever told it last.
      tell(1);
      tell(0);
    }
    const revisions = desk.journal.results('practice', EVENT);
    expect(revisions.map(({ teller }) => teller)).toEqual(['a', 'b']);
    expect(desk.orders.balances()).toMatchObject({ profit: 19_60 });
  });

  it('waits for an unfinished order of the market and corrects all of it then', async () => {
    const { desk, ids } = await deskWith([{ selection: 'm/home', book: 'bf', side: 'back', stake: 10_00 }]);
    desk.orders.results.tell(told(result('2-0')));
    desk.orders.results.tell(told(result('withdrawn')));
    desk.broker.places.push('answer-lost');
    desk.broker.findsFail = true;
    const late = await placed(desk, { selection: 'm/draw', book: 'bf', side: 'back', stake: 10_00 });
    const held = desk.orders.results.tell(told(result('1-1')));
    expect(held).toMatchObject({ changes: [], heldUp: 1 });
    expect(desk.journal.bet(ids[0] as OrderId)).toMatchObject({ status: 'open' });
    desk.broker.findsFail = false;
    await desk.elapse(3_000);
    // -10.00 and +19.80 net 9.80; 2 % of it is 0.20.
    expect(desk.journal.bet(ids[0] as OrderId)).toMatchObject({ result: 'lost', profit: -10_00 });
    expect(desk.journal.bet(late)).toMatchObject({ result: 'won' });
    checkMoney(desk.journal);
  });
});

/** Does `work` while the `step`th write of it fails; `true` when it has fewer. */
function failAt(desk: TestDesk, step: number, work: () => unknown): boolean {
  let left = step;
  desk.journal.beforeWrite(() => {
    left -= 1;
    if (left === 0) throw new Error('The disk is full.');
  });
  try {
    work();
    return true;
  } catch {
    return false;
  } finally {
    desk.journal.beforeWrite(undefined);
  }
}

describe('commission that is not known', () => {
  const BF = 'bf' as BookId;
  const bet: Wager = { selection: 'm/home', book: 'bf', side: 'back', stake: 10_00 };

  it('is taken again when a settlement from before rates were kept is taken back and made again', async () => {
    const { desk, ids } = await deskWith([bet]);
    desk.orders.results.tell(told(result('2-1')));
    desk.journal.forgetRates();
    desk.orders.results.tell(told(result('withdrawn')));
    expect(outcomes(desk, ids)).toEqual([['open', null, null, null]]);
    desk.orders.results.tell(told(result('2-1')));
    expect(outcomes(desk, ids)).toEqual([['settled', 'won', 19_60, 40]]);
    checkMoney(desk.journal);
  });

  it('is taken when a market lost at a rate nobody knew turns out won', async () => {
    const { desk, ids } = await deskWith([bet]);
    const exchange = desk.market.book(BF);
    desk.market.setBook(BF, undefined);
    desk.journal.forgetRates();
    desk.orders.results.tell(told(result('0-1')));
    expect(outcomes(desk, ids)).toEqual([['settled', 'lost', -10_00, 0]]);
    expect(desk.journal.settlements(ids[0] as OrderId)).toMatchObject([{ rate: null }]);
    expect(desk.orders.results.tell(told(result('2-1'))).waiting).toMatchObject([
      { why: "its book's commission is not known" },
    ]);
    desk.market.setBook(BF, exchange);
    desk.orders.results.tell(told(result('2-1')));
    expect(outcomes(desk, ids)).toEqual([['settled', 'won', 19_60, 40]]);
    checkMoney(desk.journal);
  });
});

describe('what a settlement says it was settled by', () => {
  const bets: readonly Wager[] = [{ selection: 'm/home', book: 'bf', side: 'back', stake: 10_00 }];
  const by = (desk: TestDesk, ids: readonly OrderId[]) =>
    ids.flatMap((id) => desk.journal.settlements(id).map(({ resultRevision }) => resultRevision));

  it('is the result that stands, not the last that was said', async () => {
    const { desk, ids } = await deskWith(bets);
    desk.broker.places.push('answer-lost');
    desk.broker.findsFail = true;
    await placed(desk, { selection: 'm/draw', book: 'bf', side: 'back', stake: 10_00 });
    desk.orders.results.tell(told(result('2-1')));
    desk.orders.results.tell(told(result('0-0'), { origin: 'source', teller: 'a' }));
    expect(by(desk, ids)).toEqual([]);
    desk.broker.findsFail = false;
    await desk.elapse(3_000);
    expect(by(desk, ids)).toEqual([1]);
  });

  it('is what took it back, of a bet that is open again', async () => {
    const { desk, ids } = await deskWith(bets);
    desk.orders.results.tell(told(result('2-1')));
    desk.orders.results.tell(told(result('withdrawn')));
    expect(by(desk, ids)).toEqual([1, 2]);
  });
});

describe('a first entry on an event its source has called ended', () => {
  it('is written together with what the source said, or not at all', async () => {
    for (let step = 1; ; step += 1) {
      const { desk, ids } = await deskWith([{ selection: 'm/home', book: 'bf', side: 'back', stake: 10_00 }]);
      desk.market.setEvent({ status: 'ended', score: { home: 0, away: 1, at: desk.clock.now() } });
      const completed = failAt(desk, step, () => desk.orders.results.tell(told(result('2-1'))));
      const revisions = desk.journal.results('practice', EVENT).map(({ origin }) => origin);
      expect(revisions).toEqual(completed ? ['source', 'user'] : []);
      if (completed) {
        expect(outcomes(desk, ids)).toEqual([['settled', 'won', 19_60, 40]]);
        // Nobody's word but the one that stands has moved money.
        expect(desk.journal.settlements(ids[0] as OrderId)).toMatchObject([{ resultRevision: 2 }]);
        break;
      }
      expect(step).toBeLessThan(100);
    }
  });
});

describe('bets without their listing', () => {
  it('are settled by their own terms, at the commission they were made at', async () => {
    const { desk, ids } = await deskWith([
      { selection: 'm/home', book: 'bf', side: 'back', stake: 10_00 },
      { selection: 'h/under', book: 'bm', side: 'back', stake: 5_00 },
    ]);
    desk.market.forget();
    const again = desk.restart();
    again.orders.results.tell(told(result('2-1', '0-0')));
    expect(again.journal.bet(ids[0] as OrderId)).toMatchObject({ result: 'won', commission: 40 });
    expect(again.journal.bet(ids[1] as OrderId)).toMatchObject({ result: 'won', profit: 9_50 });
    expect(again.orders.balances()).toMatchObject({ currency: GBP, atRisk: money(0) });
  });

  it('refuses an event that nobody knows, and results that can not be', async () => {
    const { desk } = await deskWith([]);
    const unknown = told(result('2-1'), { eventId: 'nobody' as typeof EVENT });
    expect(() => desk.orders.results.tell(unknown)).toThrow(/not known here/);
    expect(() => desk.orders.results.preview(told(result('1-0', '2-0')))).toThrow(/Half time 2-0/);
    expect(() => desk.orders.results.tell(told({ status: 'ended', score: null, halfTime: null }))).toThrow(
      /needs its final score/,
    );
  });
});
