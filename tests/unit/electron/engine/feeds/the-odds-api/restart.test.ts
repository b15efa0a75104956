import { mkdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { RawPayload } from '../../../../../../electron/engine/feeds/raw-payload.ts';
import type { FeedEvent } from '../../../../../../electron/engine/feeds/source.ts';
import { createOddsApiDecoder } from '../../../../../../electron/engine/feeds/the-odds-api/decoder.ts';
import { settingsOf } from '../../../../../../electron/engine/feeds/the-odds-api/settings.ts';
import { quoteKey } from '../../../../../../shared/domain/quote.ts';
import { type FeedRig, NOON } from '../../../../../support/odds-api-feed.ts';
import { soccerPayload } from '../../../../../support/odds-api-payloads.ts';
import { feedRigs, ODDS } from '../../../../../support/odds-api-rigs.ts';
import { createReplayKernel } from '../../../../../support/replay-kernel.ts';
import { temporaryFolder } from '../../../../../support/serve.ts';

let rig: FeedRig;
const { openAndStart } = feedRigs((opened) => {
  rig = opened;
});
const folder = temporaryFolder();
afterAll(folder.remove);
let kernels = 0;

/** The books, events and prices that these events come to, with the time each price was received. */
async function bookOf(events: readonly FeedEvent[]) {
  kernels += 1;
  const data = `${folder.path}/${kernels}`;
  mkdirSync(data);
  const kernel = await createReplayKernel(rig.clock, data);
  const sink = kernel.pipeline.sinkFor(rig.source.id);
  for (const event of events) sink(event);
  const {
    books,
    events: known,
    markets,
  } = JSON.parse(kernel.dump(), (key, value: unknown) =>
    // How often it changed is of its past.
    key === 'version' ? undefined : value,
  );
  kernel.close();
  return { books, events: known, markets };
}

/** What a decoder that knows nothing makes of them. */
function replayed(payloads: readonly RawPayload[]): readonly FeedEvent[] {
  const events: FeedEvent[] = [];
  const decoder = createOddsApiDecoder(settingsOf({ sports: ['soccer_epl'] }), (event) => events.push(event));
  for (const payload of payloads) decoder.take(payload);
  return events;
}

/** The home side's price at every book. */
const priced = (price: number) => {
  const payload = structuredClone(soccerPayload);
  for (const { bookmakers } of payload)
    for (const { markets } of bookmakers)
      for (const { outcomes } of markets) for (const outcome of outcomes.slice(0, 1)) outcome.price = price;
  return payload;
};

describe('The Odds API, when a recording begins in the middle of a session', () => {
  it('has the recording come to the book of that day, whose prices are as old as they are', async () => {
    await openAndStart({ server: { etag: true } });
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    rig.server.setOdds('soccer_epl', priced(2.5));
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 3);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 4);
    // Half a minute old when the recording begins.
    rig.clock.advance(30_000);
    const [told, shown, spent] = [rig.events.length, rig.payloads.length, rig.server.spent()];

    await rig.source.restart();
    expect(rig.payloads.slice(shown).map(({ channel, at }) => [channel, at])).toEqual([
      ['opened', NOON + 210_000],
      [`kept ${NOON + 180_000} odds soccer_epl`, NOON + 210_000],
    ]);
    expect(rig.events).toHaveLength(told);
    expect(await bookOf(replayed(rig.payloads.slice(shown)))).toEqual(await bookOf(rig.events));

    // A first change, then the same again: unchanged news of what the recording holds.
    rig.clock.advance(30_000);
    await rig.settled(ODDS, 5);
    expect(rig.payloads.at(-1)?.body).toHaveLength(0);
    expect(await bookOf(replayed(rig.payloads.slice(shown)))).toEqual(await bookOf(rig.events));
    rig.server.setOdds('soccer_epl', priced(2.6));
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 6);
    const whole = await bookOf(replayed(rig.payloads.slice(shown)));
    expect(whole).toEqual(await bookOf(rig.events));
    expect(whole.markets.length).toBeGreaterThan(0);
    expect(rig.server.spent()).toBe(spent + 8);
  });

  it('does not ask for what it has, nor take back that the credits are spent', async () => {
    await openAndStart({ server: { credits: 4 } });
    rig.clock.advance(60_000);
    const before = { health: rig.source.health(), requests: rig.server.requests.length };
    expect(before.health.message).toMatch(/credits/);
    await rig.source.restart();
    expect(rig.source.health()).toEqual(before.health);
    expect(rig.server.requests).toHaveLength(before.requests);
    expect(rig.payloads.slice(-2).map(({ channel }) => channel)).toEqual([
      'opened',
      `kept ${NOON} odds soccer_epl`,
    ]);
  });

  it('shows nothing where it is off, and refuses what can not have been kept', async () => {
    await openAndStart();
    await rig.source.stop();
    const shown = rig.payloads.length;
    await rig.source.restart();
    expect(rig.payloads).toHaveLength(shown);
    const [payload] = rig.payloads.filter(({ channel }) => channel === 'odds soccer_epl');
    for (const channel of [
      `kept ${NOON + 1} odds soccer_epl`,
      `kept ${NOON} kept 1 odds soccer_epl`,
      'kept x y',
    ])
      expect(
        replayed([{ body: payload?.body ?? new Uint8Array(), at: NOON as RawPayload['at'], channel }]),
      ).toMatchObject([{ kind: 'quarantine' }]);
  });
});

describe('a retry of The Odds API', () => {
  const offered = () => {
    const levels = new Map<string, number>();
    for (const { quotes } of rig.told('quotes'))
      for (const quote of quotes) levels.set(`${quote.bookId} ${quoteKey(quote)}`, quote.levels.length);
    return [...levels].flatMap(([key, count]) => (count > 0 ? [key] : []));
  };
  const GONE = soccerPayload[0]?.bookmakers[0]?.key ?? '';
  const fewer = () => {
    const payload = structuredClone(soccerPayload);
    for (const event of payload) event.bookmakers = event.bookmakers.filter(({ key }) => key !== GONE);
    return payload;
  };

  it('takes back what went away meanwhile, and nothing before it knows', async () => {
    await openAndStart();
    const before = offered();
    const isGone = (key: string) => key.startsWith(`${GONE} `);
    expect(before.filter(isGone).length).toBeGreaterThan(0);
    rig.server.setOdds('soccer_epl', fewer());
    await rig.source.retry();
    expect(offered()).toEqual(before);
    rig.clock.advance(61_000);
    await rig.settled(ODDS, 2);
    expect(offered().length).toBeGreaterThan(0);
    expect(offered()).toEqual(before.filter((key) => !isGone(key)));
    // A recording that ran all along comes to the same, to the last word.
    expect(replayed(rig.payloads)).toEqual(rig.events);
  });

  it('leaves a recording that begins before its first answer with the book as it is', async () => {
    await openAndStart({ server: { credits: 4 } });
    await rig.source.retry();
    const shown = rig.payloads.length;
    await rig.source.restart();
    const again = await bookOf(replayed(rig.payloads.slice(shown)));
    expect(again.markets.length).toBeGreaterThan(0);
    expect(again).toEqual(await bookOf(rig.events));
  });
});
