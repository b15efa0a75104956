import { afterEach, describe, expect, it } from 'vitest';
import {
  ALL_SECRETS,
  type BetfairRig,
  bookOf,
  openBetfairRig,
  replayed,
} from '../../../../../support/betfair-server-rig.ts';
import { AWAY, DRAW, HOME, redefined } from '../../../../../support/betfair-server-world.ts';

let rig: BetfairRig | undefined;
afterEach(async () => {
  const closing = rig;
  rig = undefined;
  await closing?.close();
});
const secrets = { ...ALL_SECRETS };
async function openAndStart(): Promise<BetfairRig> {
  Object.assign(secrets, ALL_SECRETS);
  rig = await openBetfairRig({ secrets });
  await rig.start();
  await rig.until('orders read', () => rig?.server.api.count('listCurrentOrders') === 1);
  await rig.run(200);
  return rig;
}

const MARKET = '1.101';
const side = (name: string, of: 'back' | 'lay') => `betfair:3001:match-odds:${name}/${of}`;
/** Every offer of the draw goes, and those who back the home side. */
function takeAway({ server }: BetfairRig): void {
  const none = (id: number, kind: 'atb' | 'atl') =>
    server.world.ladder(MARKET, id, 0, kind).map(([price]) => [price, 0] as const);
  server.stream.publish(MARKET, {
    rc: [
      { id: HOME, atb: none(HOME, 'atb') },
      { id: DRAW, atb: none(DRAW, 'atb'), atl: none(DRAW, 'atl') },
    ],
  });
}
const GONE = [side('home', 'back'), side('draw', 'back'), side('draw', 'lay')];
const STAYS = [side('home', 'lay'), side('away', 'back'), side('away', 'lay')];
const left = (quotes: object) => Object.keys(quotes).filter((key) => key.includes(':3001:match-odds:'));

describe('an offer of Betfair that goes away', () => {
  it.each(['restart', 'retry'] as const)(
    'across a %s is taken back, and nothing blinks off before',
    async (how) => {
      const { source, until, run, isLive, book, payloads } = await openAndStart();
      const before = book();
      expect(left(before.quotes).sort()).toEqual([...GONE, ...STAYS].sort());
      const mark = payloads.length;

      const changed = source[how]?.();
      expect(book().quotes).toEqual(before.quotes);
      expect(book().standings['betfair:3001:match-odds']).toMatch(/^unreliable/);
      takeAway(rig as BetfairRig);
      await changed;
      await until('live again', isLive);
      expect(left(book().quotes).sort()).toEqual([...STAYS].sort());
      await run(6_000);
      expect(book().standings).toEqual({});
      // A recording that begins there comes to the same; so does one that ran all along.
      expect(bookOf(replayed(payloads.slice(mark))).quotes).toEqual(book().quotes);
      expect(bookOf(replayed(payloads)).quotes).toEqual(book().quotes);
    },
  );

  it('across two restarts in a row is taken back', async () => {
    const { source, until, isLive, book } = await openAndStart();
    const first = source.restart?.();
    takeAway(rig as BetfairRig);
    await source.restart?.();
    await first;
    await until('live again', isLive);
    expect(left(book().quotes).sort()).toEqual([...STAYS].sort());
  });

  it('is taken back by the poll where the stream is lost', async () => {
    const { server, source, until, book } = await openAndStart();
    server.stream.setConnectionsAvailable(0);
    server.stream.dropAll();
    await until('polled', () => server.api.count('listMarketBook') > 0);
    takeAway(rig as BetfairRig);
    await source.restart?.();
    await until('reliable', () => Object.keys(book().standings).length === 0);
    expect(left(book().quotes).sort()).toEqual([...STAYS].sort());
  });

  it('is taken back with a whole runner that is in no answer any more', async () => {
    const { server, source, until, book } = await openAndStart();
    server.stream.setConnectionsAvailable(0);
    server.stream.dropAll();
    await until('polled', () => server.api.count('listMarketBook') > 0);
    const runner = (selectionId: number) => ({
      selectionId,
      handicap: 0,
      status: 'ACTIVE',
      ex: { availableToBack: [{ price: 2, size: 5 }], availableToLay: [] },
    });
    const body = JSON.stringify({
      jsonrpc: '2.0',
      result: [{ marketId: MARKET, status: 'OPEN', inplay: false, runners: [runner(HOME), runner(AWAY)] }],
      id: 1,
    });
    server.api.inject('listMarketBook', { kind: 'body', status: 200, body });
    const recordedFrom = (rig as BetfairRig).payloads.length;
    await source.restart?.();
    await until('told', () => book().standings['betfair:3001:match-odds'] === undefined);
    expect(left(book().quotes).sort()).toEqual([side('away', 'back'), side('home', 'back')]);
    const { quotes } = bookOf(replayed((rig as BetfairRig).payloads.slice(recordedFrom)));
    expect(left(quotes).sort()).toEqual(left(book().quotes).sort());
  });

  it.each(['restart', 'retry'] as const)('is like a result that is taken back across a %s', async (how) => {
    const { server, source, until, isLive, events } = await openAndStart();
    const runners = (...statuses: readonly string[]) =>
      [HOME, AWAY, DRAW].map((id, at) => ({ id, status: statuses[at], sortPriority: at + 1 }));
    const results = () =>
      events.flatMap((event) =>
        event.kind === 'market-result' && event.marketId === 'betfair:3001:match-odds'
          ? [event.outcomes.length]
          : [],
      );
    expect(results()).toEqual([0]);
    const settled = { status: 'CLOSED', runners: runners('WINNER', 'LOSER', 'LOSER') };
    server.stream.publish(MARKET, redefined(server.world, MARKET, settled));
    await until('settled', () => results().length === 2);
    const changed = source[how]?.();
    const open = { status: 'SUSPENDED', runners: runners('ACTIVE', 'ACTIVE', 'ACTIVE') };
    server.stream.publish(MARKET, redefined(server.world, MARKET, open));
    await changed;
    await until('live again', isLive);
    expect(results()).toEqual([0, 3, 0]);
  });

  it('stays doubtful where a retry can not log in', async () => {
    const { source, run, book } = await openAndStart();
    const before = book().quotes;
    secrets['betfair-password'] = 'wrong';
    await source.retry?.();
    await run(6_000);
    expect(book().quotes).toEqual(before);
    const standings = Object.values(book().standings);
    expect(standings.length).toBeGreaterThan(2);
    for (const standing of standings) expect(standing).toBe('unreliable: Betfair is asked anew');
  });

  it('is told to a recording across a retry as it was, to the last word', async () => {
    const { source, until, run, isLive, events, payloads } = await openAndStart();
    const changed = source.retry?.();
    takeAway(rig as BetfairRig);
    await changed;
    await until('live again', isLive);
    await run(6_000);
    expect(replayed(payloads)).toEqual(events);
  });

  it('is left out of a recording that begins before a retry has read the catalogue', async () => {
    const { server, source, until, run, isLive, book, payloads } = await openAndStart();
    server.api.inject('listMarketCatalogue', ...Array(3).fill({ kind: 'html', status: 503 }));
    await source.retry?.();
    takeAway(rig as BetfairRig);
    const mark = payloads.length;
    await source.restart?.();
    await until('live again', isLive);
    await run(6_000);
    expect(left(book().quotes).sort()).toEqual([...STAYS].sort());
    expect(bookOf(replayed(payloads.slice(mark)))).toEqual(book());
  });
});
