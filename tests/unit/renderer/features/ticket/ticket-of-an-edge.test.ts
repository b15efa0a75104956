import { beforeEach, describe, expect, it } from 'vitest';
import type { Preview } from '../../../../../shared/contract/orders.ts';
import type { OrderDraft } from '../../../../../shared/domain/order.ts';
import type { MinorUnits } from '../../../../../shared/domain/units.ts';
import { atTheDesk, preview, request } from '../../../../support/ticket-desk.ts';

let desk: ReturnType<typeof atTheDesk>;
const lastDraft = () => desk.drafts.at(-1) as OrderDraft;
beforeEach(() => {
  desk = atTheDesk();
});

describe('a ticket on what is gone', () => {
  const { stake: _none, ...bare } = request;
  const held = { ...bare, held: 'That edge is gone.' };

  it('neither arms nor places, whatever is typed out of habit', async () => {
    desk.session.open(held);
    await desk.answer('preview', preview(lastDraft()));
    expect(desk.state()).toMatchObject({ held: 'That edge is gone.', fields: { stake: '' } });
    desk.session.setStake('25');
    desk.session.arm();
    desk.session.place();
    expect(desk.asked.filter((what) => what !== 'preview')).toEqual([]);
    expect(desk.state().problem).toMatch(/^Not armed/);
  });

  it('is one like any other once the price of now is taken, with its Kelly stake', async () => {
    desk.session.open(held);
    await desk.answer('preview', preview(lastDraft(), { quotePrice: 26_000 as Preview['quotePrice'] }));
    desk.session.takePrice();
    desk.runTimers();
    await desk.answer('preview', preview(lastDraft()));
    expect(desk.state()).toMatchObject({ held: null, fields: { price: '2.60', stake: '7.50' } });
    desk.session.arm();
    expect(desk.asked).toContain('arm');
  });

  it('is one like any other once the user sets a price, and says where there is none to take', async () => {
    desk.session.open(held);
    await desk.answer('preview', preview(lastDraft(), { quotePrice: null }));
    desk.session.takePrice();
    expect(desk.state()).toMatchObject({
      held: 'That edge is gone.',
      problem: expect.stringMatching(/^No price/),
    });
    desk.session.stepPrice(1);
    expect(desk.state()).toMatchObject({ held: null, priceChosen: true });
  });
});

it('takes no Kelly stake for the leg of an arbitrage', async () => {
  const { stake: _none, ...bare } = request;
  desk.session.open({ ...bare, leg: { arbitrage: 'm', key: 's/back', note: 'Leg 1 of 2' } });
  await desk.answer('preview', preview(lastDraft()));
  expect(desk.state()).toMatchObject({ fields: { stake: '' }, leg: { note: 'Leg 1 of 2' } });
  expect(lastDraft()).not.toHaveProperty('leg');
});

it('stakes a leg anew with the price taken, unless the stake is the user’s own', async () => {
  const leg = { arbitrage: 'm', key: 's/back', note: '', stakeAt: () => 1234 as MinorUnits };
  const quotePrice = 26_000 as Preview['quotePrice'];
  desk.session.open({ ...request, leg });
  await desk.answer('preview', preview(lastDraft(), { quotePrice }));
  desk.session.takePrice();
  expect(desk.state().fields).toMatchObject({ price: '2.60', stake: '12.34' });
  desk.session.setStake('9');
  desk.session.takePrice();
  expect(desk.state().fields.stake).toBe('9');
});
