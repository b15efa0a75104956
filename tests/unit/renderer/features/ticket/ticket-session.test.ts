import { beforeEach, describe, expect, it } from 'vitest';
import type { TicketRequest } from '../../../../../renderer/stores/ticket.ts';
import { OperationFailure } from '../../../../../shared/contract/errors.ts';
import type { Preview } from '../../../../../shared/contract/orders.ts';
import type { Order, OrderDraft } from '../../../../../shared/domain/order.ts';
import type { MinorUnits } from '../../../../../shared/domain/units.ts';
import { atTheDesk, NAMES, preview, request } from '../../../../support/ticket-desk.ts';

let desk: ReturnType<typeof atTheDesk>;
const lastDraft = () => desk.drafts.at(-1) as OrderDraft;
const placed = (id: string, state: Order['state'] = 'matched') => ({ id, state }) as unknown as Order;

async function armed() {
  desk.session.open(request);
  desk.session.arm();
  await desk.answer('arm', preview(lastDraft(), { armed: true }));
}

beforeEach(() => {
  desk = atTheDesk();
});

describe('fields', () => {
  it('open on what was asked for, with the engine asked at once', async () => {
    desk.session.open(request);
    expect(desk.state().fields).toEqual({ price: '2.50', stake: '10', persistence: 'take' });
    expect(lastDraft()).toMatchObject({ price: 25_000, stake: 1000, bookId: 'b' });
    await desk.answer('preview', preview(lastDraft()));
    expect(desk.state().preview?.kellyStake).toBe(750);
  });

  it('keep what is not matched in the queue where nobody offers the price', () => {
    desk.session.open({ ...request, waits: true });
    expect(lastDraft().persistence).toBe('keep');
    expect(lastDraft()).not.toHaveProperty('waits');
    desk.session.open(request);
    expect(lastDraft().persistence).toBe('take');
  });

  it('take the Kelly stake when none was given', async () => {
    const { stake: _none, ...bare } = request;
    desk.session.open(bare);
    await desk.answer('preview', preview(lastDraft()));
    expect(desk.state().fields.stake).toBe('7.50');
  });

  it('stay without a stake where Kelly says none', async () => {
    const { stake: _none, ...bare } = request;
    desk.session.open(bare);
    await desk.answer('preview', preview(lastDraft(), { kellyStake: 0 as MinorUnits }));
    expect(desk.state()).toMatchObject({ fields: { stake: '' }, problem: null });
  });

  it('leave a stake typed before the engine spoke', async () => {
    const { stake: _none, ...bare } = request;
    desk.session.open(bare);
    desk.session.setStake('3');
    desk.session.setStake('');
    desk.runTimers();
    await desk.answer('preview', preview(lastDraft()));
    await desk.answer('preview', preview(lastDraft()));
    expect(desk.state().fields.stake).toBe('');
  });

  it('know whether the price is the user’s own', () => {
    desk.session.open(request);
    expect(desk.state().priceChosen).toBe(false);
    desk.session.stepPrice(1);
    desk.session.setStake('20');
    expect(desk.state().priceChosen).toBe(true);
    desk.session.open(request);
    expect(desk.state().priceChosen).toBe(false);
    desk.session.setPrice('2.6');
    expect(desk.state().priceChosen).toBe(true);
  });

  it('hold a price chosen among others for the user’s own', () => {
    desk.session.open({ ...request, waits: true, chosen: true });
    expect(desk.state().priceChosen).toBe(true);
    expect(lastDraft()).not.toHaveProperty('chosen');
  });

  it('offer no Kelly stake of a former price', async () => {
    desk.session.open(request);
    await desk.answer('preview', preview(lastDraft()));
    desk.session.setPrice('2,5');
    desk.session.takeKelly();
    expect(desk.state()).toMatchObject({
      fields: { stake: '10' },
      problem: expect.stringContaining('"2,5"'),
    });
  });

  it('are no longer the user’s own price once the market’s is taken', async () => {
    desk.session.open(request);
    await desk.answer('preview', preview(lastDraft(), { quotePrice: 26_000 as Preview['quotePrice'] }));
    desk.session.stepPrice(1);
    desk.session.takePrice();
    expect(desk.state()).toMatchObject({ fields: { price: '2.60' }, priceChosen: false });
  });

  it('say why the engine cannot judge them, until it can', async () => {
    desk.session.open(request);
    await desk.fail('preview', new OperationFailure({ code: 'not-found', message: 'Not known here.' }));
    expect(desk.state()).toMatchObject({ unjudged: 'Not known here.', problem: null });
    desk.session.refresh();
    desk.runTimers();
    await desk.answer('preview', preview(lastDraft()));
    expect(desk.state().unjudged).toBeNull();
  });

  it('go on being judged at the last price asked about while none can be read', async () => {
    desk.session.open(request);
    await desk.answer('preview', preview(lastDraft()));
    desk.session.setPrice('');
    desk.runTimers();
    expect(lastDraft()).toMatchObject({ price: 25_000, stake: 1000 });
    const verdicts = [{ control: 'book-standing', passed: false, message: 'suspended' }] as const;
    await desk.answer('preview', preview(lastDraft(), { verdicts }));
    expect(desk.state().preview?.verdicts).toEqual(verdicts);
    desk.session.arm();
    expect(desk.asked.filter((what) => what === 'arm')).toEqual([]);
  });

  it('ask once for several changes, about the last of them', () => {
    desk.session.open(request);
    desk.session.setStake('2');
    desk.session.setStake('20');
    desk.session.stepPrice(1);
    desk.runTimers();
    expect(desk.asked).toEqual(['preview', 'preview']);
    expect(lastDraft()).toMatchObject({ price: 25_200, stake: 2000 });
  });

  it('ignore an answer about values that have changed since', async () => {
    desk.session.open(request);
    const old = lastDraft();
    desk.session.setStake('20');
    desk.runTimers();
    await desk.answer('preview', preview(old, { ev: 0.5 }));
    expect(desk.state().preview).toBeNull();
    await desk.answer('preview', preview(lastDraft(), { ev: 0.1 }));
    expect(desk.state().preview?.ev).toBe(0.1);
  });

  it('follow the market by one key', async () => {
    desk.session.open(request);
    await desk.answer('preview', preview(lastDraft(), { quotePrice: 26_000 as Preview['quotePrice'] }));
    desk.session.takePrice();
    expect(desk.state().fields.price).toBe('2.60');
  });
});

describe('arming', () => {
  it('counts down from before it was asked for', async () => {
    desk.session.open(request);
    desk.pass(1000);
    desk.session.arm();
    desk.pass(400);
    await desk.answer('arm', preview(lastDraft(), { armed: true }));
    expect(desk.state().armedUntil).toBe(31_000);
  });

  it('refuses what cannot be read, without asking', () => {
    desk.session.open(request);
    desk.session.setStake('NaN');
    desk.session.arm();
    expect(desk.asked).toEqual(['preview']);
    expect(desk.state().problem).toMatch(/"NaN" is not an amount/);
  });

  it('is taken back, in the engine too, by any change', async () => {
    await armed();
    const { id } = desk.state();
    desk.session.stepPrice(-1);
    expect(desk.state().armedUntil).toBeNull();
    expect(desk.asked).toContain(`disarm ${id}`);
  });

  it('is taken back even while the engine has not answered yet', async () => {
    desk.session.open(request);
    const { id } = desk.state();
    desk.session.arm();
    const draft = lastDraft();
    desk.session.setStake('999');
    expect(desk.asked).toContain(`disarm ${id}`);
    await desk.answer('arm', preview(draft, { armed: true }));
    expect(desk.state()).toMatchObject({ armedUntil: null, busy: null });
  });

  it('goes through while prices move', async () => {
    desk.session.open(request);
    desk.session.arm();
    const draft = lastDraft();
    desk.session.refresh();
    desk.runTimers();
    await desk.answer('arm', preview(draft, { armed: true }));
    expect(desk.state()).toMatchObject({ busy: null, armedUntil: 30_000 });
  });

  it('ends when the engine says so', async () => {
    await armed();
    desk.session.refresh();
    desk.runTimers();
    await desk.answer('preview', preview(lastDraft()));
    expect(desk.state().armedUntil).not.toBeNull();
    await desk.answer('preview', preview(lastDraft()));
    expect(desk.state().armedUntil).toBeNull();
  });

  it('says why the engine refused', async () => {
    desk.session.open(request);
    desk.session.arm();
    await desk.fail('arm', new OperationFailure({ code: 'refused', message: 'Orders are halted.' }));
    expect(desk.state()).toMatchObject({ problem: 'Orders are halted.', armedUntil: null, busy: null });
  });
});

describe('a ticket whose event is over', () => {
  it('keeps its names, asks nothing more and cannot be armed', async () => {
    desk.session.open(request);
    await desk.answer('preview', preview(lastDraft()));
    desk.bar('ended');
    desk.session.refresh();
    desk.runTimers();
    desk.session.arm();
    expect(desk.asked).toEqual(['preview']);
    expect(desk.state()).toMatchObject({ names: NAMES, preview: null, problem: null, busy: null });
  });

  it('drops an answer that was under way', async () => {
    desk.session.open(request);
    desk.bar('ended');
    desk.session.refresh();
    desk.runTimers();
    await desk.fail('preview', new OperationFailure({ code: 'not-found', message: 'Not known here.' }));
    expect(desk.state().unjudged).toBeNull();
  });

  it('is not placed, though armed before', async () => {
    await armed();
    desk.bar('ended');
    desk.session.place();
    expect(desk.asked.filter((what) => what.startsWith('place'))).toEqual([]);
  });
});

it('is neither armed nor placed while trading is halted, and goes on being judged', async () => {
  desk.bar('halted');
  desk.session.open(request);
  await desk.answer('preview', preview(lastDraft(), { ev: 0.1 }));
  desk.session.arm();
  desk.session.place();
  expect(desk.asked).toEqual(['preview']);
  expect(desk.state()).toMatchObject({ preview: { ev: 0.1 }, problem: null });
});

describe('placing', () => {
  it('needs an armed ticket whose time has not run out', async () => {
    desk.session.open(request);
    desk.session.place();
    expect(desk.state().problem).toMatch(/Not armed/);
    desk.session.arm();
    await desk.answer('arm', preview(lastDraft(), { armed: true }));
    desk.pass(30_000);
    desk.session.place();
    expect(desk.asked.filter((what) => what.startsWith('place'))).toEqual([]);
    expect(desk.state().problem).toMatch(/Not armed/);
  });

  it('sends once however often the key is pressed', async () => {
    await armed();
    desk.session.place();
    desk.session.place();
    expect(desk.asked.filter((what) => what.startsWith('place'))).toHaveLength(1);
  });

  it('shows the outcome and is ready for the next under a new id', async () => {
    await armed();
    const { id } = desk.state();
    desk.session.place();
    await desk.answer('place', placed(id));
    expect(desk.state()).toMatchObject({ placed: { id, state: 'matched' }, armedUntil: null, busy: null });
    expect(desk.state().id).not.toBe(id);
    expect(desk.state().subject).not.toBeNull();
  });

  it('leaves no outcome of an earlier order beside the one being placed', async () => {
    await armed();
    desk.session.place();
    await desk.answer('place', placed(desk.state().id, 'lapsed'));
    desk.session.arm();
    await desk.answer('arm', preview(lastDraft(), { armed: true }));
    expect(desk.state().placed).toMatchObject({ state: 'lapsed' });
    desk.session.place();
    expect(desk.state()).toMatchObject({ busy: 'placing', placed: null });
  });

  it('is forgotten with its market, also while the answer is out', async () => {
    await armed();
    const { id } = desk.state();
    desk.session.place();
    desk.session.forget();
    expect(desk.state()).toMatchObject({ subject: null, placed: null, busy: null, armedUntil: null });
    await desk.answer('place', placed(id));
    expect(desk.state()).toMatchObject({ subject: null, placed: null });
  });

  it('offers no stake of its own on the next ticket', async () => {
    await armed();
    desk.session.place();
    await desk.answer('place', placed(desk.state().id));
    const { stake: _none, ...bare } = request;
    desk.session.open(bare);
    expect(desk.state().fields.stake).toBe('');
  });

  it('holds still while the answer is out: no change, no clearing, no other ticket', async () => {
    await armed();
    desk.session.place();
    const before = desk.state();
    desk.session.setStake('99');
    desk.session.clear();
    desk.session.open({ ...request, bookId: 'other' as TicketRequest['bookId'] });
    expect(desk.state()).toMatchObject({ id: before.id, subject: before.subject, fields: before.fields });
  });

  it('keeps its id when the answer was lost, and takes the order stream for an answer', async () => {
    await armed();
    const { id } = desk.state();
    desk.session.place();
    await desk.fail('place', new OperationFailure({ code: 'disconnected', message: 'gone' }));
    expect(desk.state()).toMatchObject({ id, busy: null, armedUntil: null });
    expect(desk.state().problem).toMatch(/may have been sent/);
    desk.session.heard(placed('another'));
    expect(desk.state().placed).toBeNull();
    desk.session.heard(placed(id, 'unresolved'));
    expect(desk.state()).toMatchObject({ placed: { id, state: 'unresolved' }, problem: null });
    expect(desk.state().id).not.toBe(id);
  });

  it('says why the engine refused and stays for another try', async () => {
    await armed();
    const { id } = desk.state();
    desk.session.place();
    await desk.fail('place', new OperationFailure({ code: 'refused', message: 'The price is 130 s old.' }));
    expect(desk.state()).toMatchObject({
      id,
      problem: 'The price is 130 s old.',
      busy: null,
      armedUntil: null,
    });
  });
});

it('clears to nothing and disarms', async () => {
  await armed();
  const { id } = desk.state();
  desk.session.clear();
  expect(desk.state()).toMatchObject({ subject: null, armedUntil: null, fields: { price: '', stake: '' } });
  expect(desk.asked).toContain(`disarm ${id}`);
});
