import { beforeEach, describe, expect, it } from 'vitest';
import type { ArbitrageRow, EdgeRow } from '../../../../../renderer/features/edges/edge-rows.ts';
import { takeEdge, takeLeg } from '../../../../../renderer/features/edges/edges-state.ts';
import { arbitrageKey } from '../../../../../renderer/features/edges/leg-stakes.ts';
import { forgetLegOrders, noteLegOrder } from '../../../../../renderer/stores/leg-orders.ts';
import { useSettings } from '../../../../../renderer/stores/settings.ts';
import { useStatus } from '../../../../../renderer/stores/status.ts';
import { useTicketRequest } from '../../../../../renderer/stores/ticket.ts';
import type { Status } from '../../../../../shared/contract/status.ts';
import type { Arbitrage, Edge } from '../../../../../shared/domain/edge.ts';
import type { Order } from '../../../../../shared/domain/order.ts';
import type { Settings } from '../../../../../shared/domain/settings.ts';

const asked = () => useTicketRequest.getState().request;
const edge = {
  eventId: 'e',
  marketId: 'm',
  selectionId: 'home',
  bookId: 'ash',
  side: 'back',
  price: 25_000,
  stake: 1_500,
} as unknown as Edge;
const edgeRow = (gone: boolean) => ({ id: '1', value: { edge }, gone }) as unknown as EdgeRow;

const leg = (selectionId: string, price: number) => ({
  selectionId,
  bookId: 'ash',
  side: 'back',
  price,
  share: 0.5,
  receivedAt: 0,
});
const arbitrage = {
  eventId: 'e',
  marketId: 'm',
  legs: [leg('home', 21_000), leg('away', 21_000)],
} as unknown as Arbitrage;
const arbitrageRow = (gone = false) => ({ id: 'm', value: arbitrage, gone }) as unknown as ArbitrageRow;
const matched = (key: string, stake: number) =>
  noteLegOrder({ arbitrage: arbitrageKey(arbitrage), key }, {
    id: `order ${key}`,
    side: 'back',
    bookId: 'ash',
    price: 21_000,
    averagePrice: 21_000,
    matched: stake,
  } as unknown as Order);
const home = 'home/back';
const away = 'away/back';

beforeEach(() => {
  forgetLegOrders(arbitrageKey(arbitrage));
  useStatus.setState({ status: { currency: 'GBP', cash: 10_000, atRisk: 0 } as Status });
  useSettings.setState({
    settings: {
      maximumStake: 50_000,
      maximumEventExposure: 50_000,
      maximumTotalExposure: 50_000,
    } as Settings,
  });
});

describe('Enter on an edge', () => {
  it('prepares it with its Kelly stake', () => {
    takeEdge(edgeRow(false));
    expect(asked()).toMatchObject({ price: 25_000, stake: 1_500 });
    expect(asked()).not.toHaveProperty('held');
  });

  it('that has gone takes the keyboard to a ticket that is held, without a stake', () => {
    takeEdge(edgeRow(true));
    expect(asked()).toMatchObject({ selectionId: 'home', held: expect.stringMatching(/gone/) });
    expect(asked()).not.toHaveProperty('stake');
  });
});

describe('Enter on an arbitrage', () => {
  it('prepares the leg of the column with its share, elsewhere the first', () => {
    takeLeg(arbitrageRow(), 'leg/1');
    expect(asked()).toMatchObject({
      selectionId: 'away',
      stake: 5_000,
      leg: { key: away, note: 'Leg 2 of 2: 50.0% of £100.00' },
    });
    takeLeg(arbitrageRow(), 'event');
    expect(asked()).toMatchObject({ selectionId: 'home', stake: 5_000, leg: { key: home } });
    takeLeg(arbitrageRow(), 'leg/2');
    expect(asked()).toMatchObject({ selectionId: 'home' });
  });

  it('goes on with the leg that is left, staked by what was matched', () => {
    matched(home, 3_579);
    takeLeg(arbitrageRow(), 'event');
    expect(asked()).toMatchObject({ selectionId: 'away', stake: 3_579, leg: { key: away } });
  });

  it('that has gone holds the ticket; only a leg that is needed keeps its stake', () => {
    takeLeg(arbitrageRow(true), 'leg/0');
    expect(asked()).toMatchObject({ held: expect.stringMatching(/gone/) });
    expect(asked()).not.toHaveProperty('stake');
    matched(home, 2_000);
    takeLeg(arbitrageRow(true), 'leg/1');
    expect(asked()).toMatchObject({ held: expect.stringMatching(/gone/), stake: 2_000 });
  });

  it('begins anew once every leg is matched', () => {
    matched(home, 2_000);
    matched(away, 2_000);
    takeLeg(arbitrageRow(), 'leg/0');
    expect(asked()).toMatchObject({ stake: 5_000, leg: { note: 'Leg 1 of 2: 50.0% of £100.00' } });
  });

  it('says the share alone until the account is known', () => {
    useSettings.setState({ settings: null });
    takeLeg(arbitrageRow(), 'leg/0');
    expect(asked()).toMatchObject({ leg: { note: 'Leg 1 of 2: 50.0%' } });
    expect(asked()).not.toHaveProperty('stake');
  });
});
