import { afterEach, describe, expect, it } from 'vitest';
import { type BetfairRig, openBetfairRig } from '../../../../../support/betfair-server-rig.ts';
import { HOME, sampleCatalogue } from '../../../../../support/betfair-server-world.ts';

/** Of the rig's clock: a second until the first poll, and what its round trip takes. */
const SOON_MS = 2_000;

let rig: BetfairRig;
afterEach(() => rig.close());

const open = async () => {
  rig = await openBetfairRig({ heartbeatMs: 5_000 });
  await rig.start();
  await rig.until('settled', () => rig.server.api.count('listCurrentOrders') === 1);
};
const polls = () => rig.server.api.count('listMarketBook');
const homeBack = () => rig.book().quotes['betfair:3001:match-odds:home/back']?.[0];
const untilPolled = async () => {
  rig.server.world.publish('1.101', { rc: [{ id: HOME, atb: [[2.06, 1]] }] });
  const from = rig.clock.now();
  await rig.until('polled', () => homeBack()?.[0] === 20_600);
  return rig.clock.now() - from;
};
/** From here on connections are taken and everything said on them is lost, but for the next `after` messages. */
const hang = (after: number) => {
  const { stream } = rig.server;
  for (let message = after; message < after + 50; message += 1)
    stream.faultAt(stream.sent() + message, { kind: 'silence' });
};

describe('the Betfair source while its stream hangs', () => {
  it.each([
    ['before its greeting', 0],
    ['before it lets us in', 1],
    ['before its image', 2],
    ['within its image', 3],
  ] as const)('polls at once when a new connection hangs %s', async (_when, after) => {
    await open();
    hang(after);
    rig.server.stream.dropAll();
    expect(await untilPolled()).toBeLessThan(SOON_MS);
    expect(rig.isLive()).toBe(false);
    expect(rig.book().standings).toEqual({});
  });

  it('polls at once when the open connection does not answer to other markets', async () => {
    await open();
    const [first] = sampleCatalogue();
    if (first === undefined) throw new Error('The sample is empty.');
    rig.server.world.add({
      ...first,
      marketId: '1.301',
      event: { ...first.event, id: '3003', name: 'Bayern v Ulm' },
    });
    const asked = () => rig.server.stream.received.filter(({ op }) => op === 'marketSubscription').length;
    const before = asked();
    // To just before the catalogue is due, not so fast that heartbeats would be missed.
    for (const end = rig.clock.now() + 4.9 * 60_000; rig.clock.now() < end; ) {
      rig.clock.advance(1_000);
      await rig.run(20);
    }
    expect(rig.isLive()).toBe(true);
    hang(0);
    await rig.until('asked for more', () => asked() > before);
    expect(await untilPolled()).toBeLessThan(SOON_MS);
  });

  it('does not wait for an answer on a connection that died with the stream', async () => {
    await open();
    hang(0);
    rig.server.api.inject('listMarketBook', { kind: 'silent' });
    rig.server.stream.dropAll();
    const before = polls();
    await rig.until('asked', () => polls() > before);
    await rig.run(5_100);
    expect(rig.source.health().message).toContain('did not answer within 5 s');
    expect(await untilPolled()).toBeLessThan(2 * SOON_MS);
  });
});
