import { afterEach, describe, expect, it } from 'vitest';
import {
  type BetfairRig,
  bookOf,
  openBetfairRig,
  type RigOptions,
  replayed,
} from '../../../../../support/betfair-server-rig.ts';
import { AWAY, DRAW, HOME, redefined } from '../../../../../support/betfair-server-world.ts';

let rig: BetfairRig;
let opened: BetfairRig | undefined;
const open = async (options?: RigOptions) => {
  rig = await openBetfairRig(options);
  opened = rig;
  return rig;
};
afterEach(async () => {
  const closing = opened;
  opened = undefined;
  await closing?.close();
});

describe('the Betfair source', () => {
  it('logs in, reads the catalogue and streams', async () => {
    await open();
    await rig.start();
    const book = rig.book();
    expect(Object.keys(book.events)).toEqual(['betfair:3001', 'betfair:3002']);
    expect(book.events['betfair:3001']).toMatchObject({
      home: '1. FC Köln',
      away: 'Mainz',
      sport: 'soccer_germany_bundesliga',
      status: 'scheduled',
    });
    expect(Object.keys(book.markets).sort()).toEqual([
      'betfair:3001:asian-handicap:-0.5',
      'betfair:3001:asian-handicap:-0.75',
      'betfair:3001:match-odds',
      'betfair:3001:totals:2.5',
      'betfair:3002:match-odds',
    ]);
    expect(book.quotes['betfair:3001:match-odds:home/back']).toEqual([[20_000, 10_000]]);
    expect(book.quotes['betfair:3001:match-odds:home/lay']).toEqual([[21_000, 5_000]]);
    expect(book.standings).toEqual({});
    expect(rig.source.health()).toMatchObject({ state: 'live', message: '', cadenceMs: null });
  });
});
