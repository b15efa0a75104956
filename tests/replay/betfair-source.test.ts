import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBetfairDecoder } from '../../electron/engine/feeds/betfair/index.ts';
import type { FeedEvent } from '../../electron/engine/feeds/source.ts';
import type { EpochMs } from '../../shared/domain/units.ts';
import { betfairLines } from '../support/betfair-files.ts';
import { bookOf } from '../support/betfair-server-rig.ts';
import { createPlainBetfairCache } from '../support/plain-betfair-cache.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';

const folder = `${sharedData}/data/betfair`;
const encoder = new TextEncoder();

function open() {
  const events: FeedEvent[] = [];
  const decoder = createBetfairDecoder({ commission: null }, (event) => void events.push(event));
  const take = (channel: string, text: string, at = 1_700_000_000_000) =>
    decoder.take({ channel, body: encoder.encode(text), at: at as EpochMs });
  const conserved = () => {
    const { received, used, duplicate, quarantined } = decoder.ledger.counts();
    expect(received).toBe(used + duplicate + quarantined);
    return { received, used, duplicate, quarantined };
  };
  return { events, decoder, take, conserved };
}
const linesOf = (name: string) => betfairLines(`${folder}/stream/${name}`);
const publishTimeOf = (line: string) => Number(/"pt":(\d+)/.exec(line)?.[1] ?? 0);

describe.skipIf(noSharedData)(
  `Betfair's recorded stream through the source's decoder (${needsSharedData})`,
  () => {
    /** The book's ladders of these selections and the plain cache's, as prices and pence. */
    const compare = (
      events: readonly FeedEvent[],
      plain: ReturnType<typeof createPlainBetfairCache>,
      runners: Iterable<readonly [selectionId: string, market: string, id: number, handicap: number]>,
    ) => {
      const { quotes } = bookOf(events);
      let compared = 0;
      for (const [selectionId, market, id, handicap] of runners)
        for (const [side, kind, sign] of [
          ['back', 'atb', -1],
          ['lay', 'atl', 1],
        ] as const) {
          const ladder = [...(plain.runner(market, id, handicap)?.ladders.get(kind)?.values() ?? [])];
          ladder.sort(([a = 0], [b = 0]) => sign * (a - b));
          const expected = ladder.map(([price = 0, size = 0]) => [
            Math.round(price * 1e4),
            Math.round(size * 100),
          ]);
          expect(quotes[`${selectionId}/${side}`] ?? [], `${selectionId}/${side}`).toEqual(expected);
          compared += expected.length;
        }
      return compared;
    };
    const isClosing = (line: string) => line.includes('"status":"CLOSED"');

    it('a cricket match: introduced by its definition, priced to the last message, closed with its result', () => {
      const { events, take, conserved } = open();
      const plain = createPlainBetfairCache();
      const lines = linesOf('1.200806927.gz');
      const before = lines.filter((line) => !isClosing(line));
      const home = 'betfair:31573045:moneyline:home';
      const runners = [
        [home, '1.200806927', 228_749, 0],
        ['betfair:31573045:moneyline:away', '1.200806927', 2_857_977, 0],
      ] as const;
      for (const [index, line] of before.entries()) {
        take('stream', line, publishTimeOf(line));
        plain.take(line);
        if (index % 3_000 === 2_999) expect(compare(events, plain, runners)).toBeGreaterThan(0);
      }
      for (const line of lines.filter(isClosing)) take('stream', line, publishTimeOf(line));
      const book = bookOf(events);
      expect(book.events['betfair:31573045']).toMatchObject({
        home: 'Selection 228749',
        away: 'Selection 2857977',
        sport: 'cricket',
        status: 'live',
      });
      expect(book.closed).toEqual(['betfair:31573045:moneyline']);
      expect(book.quotes).toEqual({});
      expect(conserved().used).toBeGreaterThan(10_000);
    });

    it('two hundred football markets: every ladder of every line is that of an independent cache', () => {
      const { events, take, conserved, decoder } = open();
      const plain = createPlainBetfairCache();
      for (const line of linesOf('1.242971311.bz2')) {
        take('stream', line, publishTimeOf(line));
        plain.take(line);
      }
      const runners = [...decoder.directory.listings()].flatMap(({ nativeId, slots }) =>
        [...slots].map(([key, { selectionId }]) => {
          const [id = '', handicap = ''] = key.split('/');
          return [selectionId, nativeId, Number(id), Number(handicap)] as const;
        }),
      );
      expect(runners.length).toBeGreaterThan(200);
      expect(compare(events, plain, runners)).toBeGreaterThan(1_000);
      expect(conserved().used).toBeGreaterThan(1_000);
    });

    it('races are counted as unsupported and bring nothing', () => {
      const { events, take, conserved, decoder } = open();
      for (const line of linesOf('1.197931750')) take('stream', line, publishTimeOf(line));
      expect(events.filter(({ kind }) => kind === 'quotes' || kind === 'event')).toEqual([]);
      const { used, quarantined } = conserved();
      expect(used).toBe(0);
      expect(quarantined).toBeGreaterThan(0);
      expect([...decoder.unsupported().values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(
        1,
      );
    });

    it('recorded catalogues: outrights and races are counted by type', () => {
      const { events, take, conserved, decoder } = open();
      for (const name of [
        'betfair_parser/responses/betting/list_market_catalog.json',
        'betfairlightweight/list_market_catalogue.json',
        'betfairlightweight/list_market_catalogue_no_ero.json',
      ]) {
        const path = `${folder}/api-ng/${name}`;
        if (existsSync(path)) take('catalogue', readFileSync(path, 'utf8'));
      }
      expect(events.filter(({ kind }) => kind === 'event')).toEqual([]);
      expect([...decoder.unsupported().values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
      conserved();
    });

    it('recorded answers and messages of every kind pass through any channel unharmed', () => {
      const { take, conserved } = open();
      const root = `${folder}/api-ng/betfairlightweight`;
      for (const name of [
        'list_market_book.json',
        'list_current_orders.json',
        'streaming_503.json',
        'streaming_mcm_SUB_IMAGE.json',
        'streaming_mcm_RESUB_DELTA.json',
        'streaming_ocm_FULL_IMAGE.json',
        'streaming_status.json',
        'streaming_connection.json',
      ])
        for (const channel of ['stream', 'catalogue', 'book', 'orders', 'connection', 'other'])
          take(channel, readFileSync(`${root}/${name}`, 'utf8'));
      conserved();
    });
  },
);

describe("the source's decoder", () => {
  const channels = fc.constantFrom('stream', 'catalogue', 'book', 'orders', 'connection', 'nothing');
  const entry = {
    marketId: '1.1',
    marketStartTime: '2026-03-01T12:30:00.000Z',
    description: { marketType: 'MATCH_ODDS', bettingType: 'ODDS', marketBaseRate: 5 },
    eventType: { id: '1' },
    event: { id: '9', name: 'A v B' },
    runners: [
      { selectionId: 1, runnerName: 'A', handicap: 0, sortPriority: 1 },
      { selectionId: 2, runnerName: 'B', handicap: 0, sortPriority: 2 },
    ],
  };
  const samples = [
    JSON.stringify({ jsonrpc: '2.0', result: [entry], id: 1 }),
    '{"op":"mcm","id":2,"initialClk":"a","clk":"b","pt":1,"ct":"SUB_IMAGE","mc":[{"id":"1.1","img":true,"marketDefinition":{"status":"OPEN","inPlay":false,"betDelay":0,"runners":[{"id":1,"status":"ACTIVE","sortPriority":1}]},"rc":[{"id":1,"atb":[[2,10]],"atl":[[2.1,10]]}]}]}',
    '{"op":"ocm","id":3,"pt":1,"oc":[{"id":"1.1","orc":[{"id":1,"uo":[{"id":"7","p":2,"s":2,"side":"B","status":"E"}]}]}]}',
    '{"jsonrpc":"2.0","result":[{"marketId":"1.1","status":"OPEN","runners":[{"selectionId":1,"handicap":0,"status":"ACTIVE","ex":{"availableToBack":[{"price":2,"size":1}]}}]}],"id":1}',
    '{"state":"subscribed","id":2,"resumed":false,"conflateMs":0,"markets":["1.1"]}',
    '{"state":"lost","origin":"stream","reason":"x"}',
  ];

  it('takes whatever the bytes are: nothing is thrown, everything is counted', () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(400), fc.string({ maxLength: 4 })), { maxLength: 3 }),
      )
      .map(([text, edits]) =>
        edits.reduce((now, [at, insert]) => now.slice(0, at) + insert + now.slice(at + 1), text),
      );
    fc.assert(
      fc.property(fc.array(fc.tuple(channels, mutated), { maxLength: 12 }), (payloads) => {
        const { take, conserved } = open();
        for (const [channel, text] of payloads) take(channel, text);
        conserved();
      }),
      { numRuns: 500 },
    );
  });
});
