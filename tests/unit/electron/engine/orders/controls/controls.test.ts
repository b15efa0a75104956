import { describe, expect, it } from 'vitest';
import type { ControlName } from '../../../../../../electron/engine/orders/controls/index.ts';
import { ORDER_CONTROLS } from '../../../../../../electron/engine/orders/index.ts';
import type { OrderDraft } from '../../../../../../shared/domain/order.ts';
import { createTradingDesk, deskSettings, draftOf, money, odds } from '../../../../../support/order-desk.ts';
import { result, told } from '../../../../../support/tell-results.ts';

const verdictOf = (desk: ReturnType<typeof createTradingDesk>, control: ControlName, draft: OrderDraft) => {
  const found = desk.orders.preview(draft).verdicts.find((verdict) => verdict.control === control);
  if (!found) throw new Error(`${control} did not speak.`);
  return found;
};

describe('order controls', () => {
  it('run in their fixed order and all speak on every preview', () => {
    const order = [
      'armed',
      'mode',
      'book-standing',
      'stale-quote',
      'suspect-price',
      'price-collar',
      'minimum-and-step',
      'exposure',
      'rate',
    ];
    expect(ORDER_CONTROLS.map(({ name }) => name)).toEqual(order);
    const { verdicts } = createTradingDesk().orders.preview(draftOf());
    expect(verdicts.map(({ control }) => control)).toEqual(order);
    expect(verdicts.filter(({ passed }) => !passed).map(({ control }) => control)).toEqual(['armed']);
  });

  it.each([
    [Number.NaN, /not a number/],
    [Number.POSITIVE_INFINITY, /not a number/],
    [0, /above zero/],
    [-1, /above zero/],
    [10.5, /not whole/],
    [99, /no stake below 1\.00 GBP/],
    [1e300, /not whole/],
  ])('refuse a stake of %d, saying what to do', (stake, message) => {
    const desk = createTradingDesk();
    const verdict = verdictOf(desk, 'minimum-and-step', draftOf({ stake }));
    expect(verdict).toMatchObject({ passed: false, message: expect.stringMatching(message) });
    expect(() => desk.orders.arm(draftOf({ stake }))).toThrow(message);
  });

  it.each([Number.NaN, 0, -1, 10.5, 1e300])(
    'count no money on a stake of %d, and judge its price',
    (stake) => {
      const desk = createTradingDesk();
      desk.market.setFair('m/home', 0.6);
      const { ev, kellyStake } = desk.orders.preview(draftOf());
      const preview = desk.orders.preview(draftOf({ stake }));
      expect(ev).not.toBeNull();
      expect(preview).toMatchObject({ liability: 0, profitIfWon: 0, ev, kellyStake });
    },
  );

  it.each([Number.NaN, 0, -1, 10_000])('leave a price of %d without a worth', (price) => {
    const desk = createTradingDesk();
    desk.market.setFair('m/home', 0.6);
    const preview = desk.orders.preview(draftOf({ price }));
    expect(preview).toMatchObject({ ev: null, kellyStake: null });
  });

  it('come with a Kelly stake held to what is offered to a taker and to the stake limit', () => {
    const desk = createTradingDesk();
    desk.market.setFair('m/home', 0.6);
    const kelly = (changes: Parameters<typeof draftOf>[0]) =>
      desk.orders.preview(draftOf(changes)).kellyStake;
    expect(kelly({ price: odds(2.5) })).toBe(50_00);
    // Both levels are within 2.48: a quarter of 0.6 - 0.4 / (1.48 x 0.98) of 1,000.00 is less.
    expect(kelly({ price: odds(2.48) })).toBe(81_05);
    expect(kelly({ price: odds(2.5), persistence: 'keep' })).toBe(81_97);
    desk.settings = deskSettings({ maximumStake: money(20_00) });
    expect(kelly({ price: odds(2.5) })).toBe(20_00);
  });

  it('hold what a lay can lose to the limit of one order, as its stake', () => {
    const desk = createTradingDesk();
    desk.settings = deskSettings({ maximumStake: money(10_00), maximumEventExposure: money(500_00) });
    desk.market.show('m/home', 'bf', 'lay', [4.3, 900_00]);
    const lay = (stake: number) =>
      verdictOf(desk, 'exposure', draftOf({ side: 'lay', price: odds(4.3), stake }));
    expect(lay(3_03).passed).toBe(true);
    expect(lay(3_04)).toMatchObject({
      passed: false,
      message: expect.stringMatching(/can lose 10\.04 GBP; the limit of one order is 10\.00 GBP/),
    });
  });

  it('refuse a stake of a billion by its limit', () => {
    const verdict = verdictOf(createTradingDesk(), 'exposure', draftOf({ stake: 1e9 }));
    expect(verdict).toMatchObject({
      passed: false,
      message: expect.stringMatching(/limit of 1,000\.00 GBP/),
    });
  });

  it.each([
    [Number.NaN, /not a number/],
    [10_000, /between 1\.0001/],
    [25_100.5, /four decimals/],
    [25_100, /use 2\.5 or 2\.52/],
    [10_050, /is not a price/],
  ])('refuse a price of %d at an exchange', (price, message) => {
    const desk = createTradingDesk();
    expect(verdictOf(desk, 'minimum-and-step', draftOf({ price }))).toMatchObject({
      passed: false,
      message: expect.stringMatching(message),
    });
  });

  it('take a price off the ladder that the venue itself shows, and any step at a bookmaker', () => {
    const desk = createTradingDesk();
    desk.market.show('m/home', 'bf', 'back', [2.51, 50_00]);
    expect(verdictOf(desk, 'minimum-and-step', draftOf({ price: odds(2.51) })).passed).toBe(true);
    const atBookmaker = draftOf({ bookId: 'bm', price: odds(2.37) });
    expect(verdictOf(desk, 'minimum-and-step', atBookmaker).passed).toBe(true);
  });

  it.each([
    [{ side: 'lay' }, /cannot be laid/],
    [{ persistence: 'keep' }, /keeps no orders waiting/],
  ])('refuse terms a bookmaker does not know: %o', (terms, message) => {
    const desk = createTradingDesk();
    desk.market.show('m/home', 'bm', 'lay', [2.6, 10_00]);
    const draft = draftOf({ bookId: 'bm', price: odds(2.4), ...terms });
    expect(verdictOf(desk, 'minimum-and-step', draft)).toMatchObject({
      passed: false,
      message: expect.stringMatching(message),
    });
  });

  it('refuse a stale, withdrawn or missing price, and a market that does not trade', () => {
    const desk = createTradingDesk();
    desk.market.setMaximumAgeMs(5_000);
    expect(verdictOf(desk, 'stale-quote', draftOf()).passed).toBe(true);
    desk.clock.advance(5_001);
    expect(verdictOf(desk, 'stale-quote', draftOf()).message).toMatch(/5\.0 s old and 5\.0 s is allowed/);
    desk.market.show('m/home', 'bf', 'back');
    expect(verdictOf(desk, 'stale-quote', draftOf()).message).toMatch(/no price/);
    expect(verdictOf(desk, 'stale-quote', draftOf({ bookId: 'bm2' })).message).toMatch(/no price/);
    desk.market.setStatus('m', 'suspended');
    expect(verdictOf(desk, 'stale-quote', draftOf()).message).toMatch(/suspended: wait/);
    desk.market.setStatus('m', 'closed');
    expect(verdictOf(desk, 'stale-quote', draftOf()).message).toMatch(/closed/);
    desk.market.setEvent({ status: 'postponed' });
    expect(verdictOf(desk, 'stale-quote', draftOf()).message).toMatch(/postponed/);
  });

  it("refuse a book's prices while it has suspended the market or can't be relied on", () => {
    const desk = createTradingDesk();
    desk.market.setStanding('bf', { state: 'suspended', reason: 'goal' });
    expect(verdictOf(desk, 'book-standing', draftOf())).toMatchObject({
      passed: false,
      message: expect.stringMatching(/has suspended this market \(goal\)/),
    });
    desk.market.setStanding('bf', { state: 'unreliable', reason: 'connection lost' });
    expect(verdictOf(desk, 'book-standing', draftOf()).message).toMatch(/can't be relied on now/);
    desk.market.setStanding('bf', { state: 'open', reason: '' });
    expect(verdictOf(desk, 'book-standing', draftOf()).passed).toBe(true);
  });

  it.each([
    ['outlier', /2\.50 is far from/],
    ['palpable-error', /likely an error/],
  ] as const)('refuse an %s instead of trading on it', (suspicion, message) => {
    const desk = createTradingDesk();
    expect(verdictOf(desk, 'suspect-price', draftOf()).passed).toBe(true);
    desk.market.suspect('bf', suspicion);
    expect(verdictOf(desk, 'suspect-price', draftOf())).toMatchObject({
      passed: false,
      message: expect.stringMatching(message),
    });
  });

  it('compare an order that waits with the other side when nothing is offered', () => {
    const desk = createTradingDesk();
    desk.market.show('m/home', 'bf', 'back');
    const draft = draftOf({ persistence: 'keep', price: odds(2.52) });
    expect(verdictOf(desk, 'stale-quote', draft).passed).toBe(true);
    expect(verdictOf(desk, 'price-collar', draft).passed).toBe(true);
  });

  it('refuse a price outside the collar: at a bookmaker either way, at an exchange the worse one', () => {
    const desk = createTradingDesk();
    desk.settings = deskSettings({ priceCollar: 0.04 });
    const asked = (bookId: string, side: 'back' | 'lay', price: number) =>
      verdictOf(desk, 'price-collar', draftOf({ bookId, side, price: odds(price) }));
    desk.market.show('m/home', 'bm', 'back', [2.5, 900_00]);
    desk.market.show('m/home', 'bf', 'back', [2.5, 900_00]);
    desk.market.show('m/home', 'bf', 'lay', [2.6, 900_00]);
    const passes = (bookId: string, side: 'back' | 'lay', prices: readonly number[]) =>
      prices.map((price) => asked(bookId, side, price).passed);
    expect(passes('bm', 'back', [2.38, 2.4, 2.6, 2.62])).toEqual([false, true, true, false]);
    expect(passes('bf', 'back', [2.38, 2.4, 2.6, 2.62, 25])).toEqual([false, true, true, true, true]);
    expect(passes('bf', 'lay', [1.26, 2.48, 2.5, 2.7, 2.72, 26])).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(asked('bf', 'back', 2.38).message).toBe(
      '2.38 is 4.8 % from 2.5; at most 4.0 % or one tick is allowed: take a price nearer to it.',
    );
    expect(asked('bf', 'lay', 2.2).message).toContain('to your advantage');
  });

  it('let the next price of an exchange through, whatever per cent that is', () => {
    const desk = createTradingDesk();
    const asked = (side: 'back' | 'lay', price: number) =>
      verdictOf(desk, 'price-collar', draftOf({ side, price: odds(price) })).passed;
    desk.settings = deskSettings({ priceCollar: 0.01 });
    desk.market.show('m/home', 'bf', 'back', [170, 900_00]);
    desk.market.show('m/home', 'bf', 'lay', [6.2, 900_00]);
    expect([160, 150].map((price) => asked('back', price))).toEqual([true, false]);
    expect([6.4, 6.6].map((price) => asked('lay', price))).toEqual([true, false]);
  });

  it('refuse an event whose result is known already', () => {
    const desk = createTradingDesk();
    const verdict = () => verdictOf(desk, 'stale-quote', draftOf());
    expect(verdict().passed).toBe(true);
    desk.orders.results.tell(told(result('3-0')));
    expect(verdict()).toMatchObject({
      passed: false,
      message:
        'Its result is known already (3-0): take that back in Results if it is wrong, or choose another event.',
    });
    desk.orders.results.tell(told(result('withdrawn')));
    expect(verdict().passed).toBe(true);
    // Put off and listed again: what its source said then can be set aside.
    const bySource = told(result('postponed'), { origin: 'source', teller: 'scores' });
    desk.orders.results.tell(bySource);
    expect(verdict().passed).toBe(false);
    desk.orders.results.tell(told(result('unknown')));
    desk.orders.results.tell(bySource);
    expect(verdict().passed).toBe(true);
  });

  it('refuse what cannot be paid for', () => {
    const desk = createTradingDesk();
    desk.settings = deskSettings({ maximumStake: money(2_000_00) });
    const lay = draftOf({ side: 'lay', price: odds(2.52), stake: money(700_00) });
    expect(verdictOf(desk, 'exposure', lay)).toMatchObject({
      passed: false,
      message: expect.stringMatching(/can lose 1,064\.00 GBP and 1,000\.00 GBP is free/),
    });
  });

  it('refuse what an event, or all of them, could then lose', async () => {
    const desk = createTradingDesk();
    await desk.bet({ stake: money(40_00) });
    desk.settings = deskSettings({ maximumEventExposure: money(45_00) });
    expect(verdictOf(desk, 'exposure', draftOf()).message).toMatch(/event could then lose 50\.00 GBP/);
    // Laying the same selection takes risk away.
    const lay = draftOf({ side: 'lay', price: odds(2.52), stake: money(10_00) });
    expect(verdictOf(desk, 'exposure', lay).passed).toBe(true);
    desk.settings = deskSettings({ maximumTotalExposure: money(45_00) });
    expect(verdictOf(desk, 'exposure', draftOf()).message).toMatch(/All events together .* 50\.00 GBP/);
  });

  it('count orders in a minute of human time', async () => {
    const desk = createTradingDesk();
    desk.settings = deskSettings({ maximumOrdersPerMinute: 2 });
    await desk.bet();
    await desk.bet();
    expect(verdictOf(desk, 'rate', draftOf())).toMatchObject({ passed: false });
    await desk.elapse(60_000);
    expect(verdictOf(desk, 'rate', draftOf())).toMatchObject({ passed: true });
  });

  it('keep real money with its broker and in its currency', () => {
    const live = createTradingDesk({ mode: 'live' });
    expect(verdictOf(live, 'mode', draftOf())).toMatchObject({
      passed: false,
      message: expect.stringMatching(/live mode and the broker in practice/),
    });
  });

  it('refuse parts that do not belong together, and ones that are not listed', () => {
    const desk = createTradingDesk();
    desk.market.addMarket('o', 'totals', ['over', 'under'], 2.5);
    expect(() => desk.orders.preview(draftOf({ selectionId: 'o/over' }))).toThrow(/do not belong together/);
    for (const part of ['eventId', 'marketId', 'selectionId', 'bookId'] as const) {
      expect(() => desk.orders.preview(draftOf({ [part]: 'nowhere' }))).toThrow(/is not known here/);
    }
  });
});
