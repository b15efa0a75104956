import { expect, it } from 'vitest';
import { createBetfairDecoder } from '../../../../../../electron/engine/feeds/betfair/index.ts';
import type { FeedEvent } from '../../../../../../electron/engine/feeds/source.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';

const AT = Date.parse('2026-03-01T12:00:00Z') as EpochMs;
const DEFINITION = {
  bettingType: 'ODDS',
  eventId: '1',
  eventName: 'Elks v Owls',
  eventTypeId: '1',
  inPlay: false,
  marketTime: '2026-03-01T15:00:00.000Z',
  marketType: 'MATCH_ODDS',
  numberOfWinners: 1,
  runners: [
    { id: 11, name: 'Elks', sortPriority: 1, status: 'ACTIVE' },
    { id: 22, name: 'Owls', sortPriority: 2, status: 'ACTIVE' },
    { id: 58_805, name: 'The Draw', sortPriority: 3, status: 'ACTIVE' },
  ],
  status: 'OPEN',
};

/** A decoder that has an image of one market, and what it tells from then on. */
function open() {
  const events: FeedEvent[] = [];
  const decoder = createBetfairDecoder({ commission: null }, (event) => events.push(event));
  const take = (line: object) =>
    decoder.take({
      channel: 'stream',
      at: AT,
      body: Buffer.from(JSON.stringify({ op: 'mcm', pt: AT, ...line })),
    });
  const image = {
    mc: [{ id: '1.1', img: true, marketDefinition: DEFINITION, rc: [{ id: 11, atb: [[2, 30]] }] }],
  };
  take(image);
  events.length = 0;
  const told = (kind: FeedEvent['kind']) => events.filter((event) => event.kind === kind);
  return { take, image, told };
}

it('does not rely on a market of which a ladder holds more prices than an exchange has', () => {
  const { take, image, told } = open();
  const atb = Array.from({ length: 2_001 }, (_, i) => [1.01 + i / 100, 10]);
  take({ mc: [{ id: '1.1', rc: [{ id: 11, atb }] }] });
  expect(told('quarantine')).toMatchObject([{ reason: 'ladder-too-long' }]);
  expect(told('book-standing')).toMatchObject([{ standing: { state: 'unreliable' } }]);
  take(image);
  expect(told('book-standing').at(-1)).toMatchObject({ standing: { state: 'open' } });
});

it('takes no publish time that nothing is published at', () => {
  for (const pt of [-1, AT + 1e13]) {
    const { take, told } = open();
    take({ pt, mc: [{ id: '1.1', rc: [{ id: 11, atb: [[2, 40]] }] }] });
    expect(told('quarantine')).toMatchObject([{ reason: 'malformed-publish-time', sample: String(pt) }]);
    expect(told('quotes')).toMatchObject([{ quotes: [{ sourceTime: AT }] }]);
  }
});
