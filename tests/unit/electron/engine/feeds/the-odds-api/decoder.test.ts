import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawPayload } from '../../../../../../electron/engine/feeds/raw-payload.ts';
import type { FeedEvent } from '../../../../../../electron/engine/feeds/source.ts';
import { createOddsApiDecoder } from '../../../../../../electron/engine/feeds/the-odds-api/decoder.ts';
import { theOddsApiKind } from '../../../../../../electron/engine/feeds/the-odds-api/index.ts';
import { settingsOf } from '../../../../../../electron/engine/feeds/the-odds-api/settings.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { type FeedRig, NOON } from '../../../../../support/odds-api-feed.ts';
import { soccerPayload, soccerScores } from '../../../../../support/odds-api-payloads.ts';
import { feedRigs, ODDS, SCORES } from '../../../../../support/odds-api-rigs.ts';

let rig: FeedRig;
const { openAndStart } = feedRigs((opened) => {
  rig = opened;
});
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const payload = (channel: string, body: Uint8Array, after = 0): RawPayload => ({
  channel,
  body,
  at: (NOON + after) as EpochMs,
});
const replay = (payloads: readonly RawPayload[]): readonly FeedEvent[] => {
  const events: FeedEvent[] = [];
  const decoder = theOddsApiKind.decoder({ oddsFormat: 'decimal' }, (event) => void events.push(event));
  for (const item of payloads) decoder.take(item);
  return events;
};

describe('the decoder of The Odds API', () => {
  it('tells from a session its payloads what the session told', async () => {
    await openAndStart({ config: { scores: true } });
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    const moved = structuredClone(soccerPayload);
    moved[0]?.bookmakers.splice(0, 1);
    rig.server.setOdds('soccer_epl', moved);
    rig.server.inject({ kind: 'truncated-json' }, ODDS);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 3);
    rig.clock.advance(5_000);
    await rig.settled(ODDS, 4);
    await rig.source.retry();
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 5);
    rig.server.setScores('soccer_epl', soccerScores);
    rig.clock.advance(3 * 3_600_000);
    await rig.settled(ODDS, 6);
    rig.clock.advance(60_000);
    await rig.settled(SCORES, 1);
    expect(rig.payloads.filter(({ body }) => body.length === 0).map(({ channel }) => channel)).toEqual(
      expect.arrayContaining(['opened', 'odds soccer_epl']),
    );
    expect(new Set(rig.events.map(({ kind }) => kind))).toEqual(
      new Set(['books', 'event', 'quotes', 'quarantine', 'score', 'market-status']),
    );
    expect(replay(rig.payloads)).toEqual(rig.events);
  });

  it('takes an empty body as an unchanged answer', () => {
    const events = replay([
      payload('odds soccer_epl', bytes(soccerPayload)),
      payload('odds soccer_epl', new Uint8Array(), 60_000),
    ]);
    const [first, second] = events.filter((event) => event.kind === 'quotes');
    expect(second?.quotes).toEqual(first?.quotes.map((quote) => ({ ...quote, receivedAt: NOON + 60_000 })));
  });

  it('reads historical snapshots as they were', () => {
    const envelope = { timestamp: '2026-03-01T12:00:05Z', data: soccerPayload };
    expect(replay([payload('odds soccer_epl', bytes(envelope))])).toEqual(
      replay([payload('odds soccer_epl', bytes(soccerPayload))]),
    );
  });

  it('goes on where the polling begins again, and takes back what is gone since', () => {
    const fewer = structuredClone(soccerPayload);
    const gone = fewer[0]?.bookmakers.shift()?.key;
    const once = [payload('opened', new Uint8Array()), payload('odds soccer_epl', bytes(soccerPayload))];
    const again = replay([
      ...once,
      payload('opened', new Uint8Array(), 60_000),
      payload('odds soccer_epl', bytes(fewer), 60_000),
    ]).slice(replay(once).length);
    expect(again.map(({ kind }) => kind)).toEqual(['quotes']);
    const quotes = again.flatMap((event) => (event.kind === 'quotes' ? event.quotes : []));
    const ofGone = quotes.filter(({ bookId }) => bookId === gone);
    expect(ofGone.length).toBeGreaterThan(1);
    expect(quotes.length).toBeGreaterThan(ofGone.length);
    for (const { bookId, levels } of quotes) expect(levels.length === 0).toBe(bookId === gone);
  });

  it('sets aside what it cannot read, and never throws', () => {
    const good = new TextDecoder().decode(bytes(soccerPayload));
    const damage = fc
      .tuple(fc.nat(good.length - 1), fc.string({ maxLength: 4 }), fc.nat(8))
      .map(([at, put, cut]) => `${good.slice(0, at)}${put}${good.slice(at + cut)}`);
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      damage.map((text) => new TextEncoder().encode(text)),
      fc.jsonValue().map(bytes),
    );
    const channel = fc.constantFrom(
      'odds soccer_epl',
      'event-odds soccer_epl 0a1b',
      'scores soccer_epl',
      'sports',
      'odds',
      '',
      '__proto__ x',
    );
    const settings = settingsOf({});
    fc.assert(
      fc.property(fc.array(fc.tuple(channel, body), { maxLength: 6 }), (items) => {
        const counts = { received: 0, used: 0, duplicate: 0, quarantined: 0 };
        let asides = 0;
        const decoder = createOddsApiDecoder(
          settings,
          (event) => {
            if (event.kind === 'quarantine') asides += 1;
          },
          (more) => {
            counts.received += more.received;
            counts.used += more.used;
            counts.duplicate += more.duplicate;
            counts.quarantined += more.quarantined;
          },
        );
        items.forEach(([name, part], index) => {
          const before = asides;
          const { kind } = decoder.take(payload(name, part, index * 1_000));
          if (kind === 'refused') expect(asides).toBe(before + 1);
        });
        expect(counts.received).toBe(counts.used + counts.duplicate + counts.quarantined);
      }),
      { numRuns: 400 },
    );
  });
});
