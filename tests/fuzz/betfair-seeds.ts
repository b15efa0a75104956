import { existsSync } from 'node:fs';
import { betfairLines } from '../support/betfair-files.ts';
import { AWAY, createWorld, DRAW, HOME, redefined } from '../support/betfair-server-world.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { recordedFiles, type Seed, seedOf } from './seed.ts';

const world = createWorld();
const rpc = (result: unknown) => ({ jsonrpc: '2.0', id: 1, result });
const stream = (fields: object, steady = false) =>
  seedOf('stream', { op: 'mcm', id: 1, clk: 'AAAB', pt: 1_772_359_200_000, ...fields }, steady);
const change = (id: string, fields: object) => stream({ mc: [{ id, ...fields }] });

const marketBook = (marketId: string, ids: readonly (readonly [number, number])[]) => ({
  marketId,
  isMarketDataDelayed: false,
  status: 'OPEN',
  inplay: false,
  runners: ids.map(([selectionId, handicap]) => ({
    selectionId,
    handicap,
    status: 'ACTIVE',
    ex: {
      availableToBack: [{ price: 2, size: 100 }],
      availableToLay: [{ price: 2.1, size: 50.5 }],
      tradedVolume: [],
    },
  })),
});
const BOOKS = [
  marketBook('1.101', [
    [HOME, 0],
    [AWAY, 0],
    [DRAW, 0],
  ]),
  marketBook('1.103', [
    [HOME, -0.5],
    [AWAY, 0.5],
  ]),
];
const orderChange = {
  op: 'ocm',
  id: 2,
  clk: 'AAA',
  pt: 1_772_359_200_500,
  oc: [
    {
      id: '1.101',
      fullImage: true,
      orc: [
        {
          id: HOME,
          mb: [[2, 10]],
          ml: [[2.1, 5]],
          uo: [
            { id: '1', p: 2, s: 10, bsp: 0, side: 'B', status: 'E', pt: 'L', ot: 'L', pd: 1, sm: 2, sr: 8 },
          ],
        },
      ],
    },
  ],
};

const MADE: readonly Seed[] = [
  seedOf('catalogue', rpc(world.catalogue), true),
  seedOf('connection', { state: 'subscribed', id: 1, resumed: false, conflateMs: 0, markets: ['1.101', '1.102'] }, true),
  stream({ ct: 'SUB_IMAGE', mc: world.catalogue.map(({ marketId }) => world.image(marketId)) }, true),
  change('1.101', { rc: [{ id: HOME, atb: [[2.02, 30], [2, 0]], ltp: 2.02, tv: 1200.5 }] }),
  change('1.101', { con: true, rc: [{ id: AWAY, atl: [[3.5, 12.34]], trd: [[3.5, 4]] }] }),
  change('1.102', { rc: [{ id: 47_972, batb: [[0, 1.9, 5], [1, 1.89, 7]], batl: [[0, 1.92, 4]] }] }),
  change('1.102', { rc: [{ id: 47_973, bdatb: [[0, 2.02, 5]], spb: [[1.5, 2]], spn: 'NaN', spf: 'Infinity' }] }),
  change('1.103', { rc: [{ id: HOME, hc: -0.75, atb: [[1.93, 40]] }, { id: AWAY, hc: 0.75, atl: [[1.99, 6]] }] }),
  change('1.101', redefined(world, '1.101', { status: 'SUSPENDED', inPlay: true, version: 2 })),
  change('1.201', redefined(world, '1.201', { marketTime: '2026-03-01T15:15:00.000Z', version: 3 })),
  change('1.201', redefined(world, '1.201', { status: 'CLOSED', runners: [{ id: 21, status: 'WINNER', sortPriority: 1 }, { id: 22, status: 'LOSER', sortPriority: 2 }] })),
  change('1.999', { img: true, marketDefinition: world.market('1.101')?.definition, rc: [] }),
  stream({ ct: 'HEARTBEAT' }),
  stream({ status: 503, mc: [] }),
  stream({ ct: 'RESUB_DELTA', mc: [{ id: '1.101', rc: [{ id: HOME, atb: [[2.04, 10]] }] }] }),
  stream({ ct: 'SUB_IMAGE', segmentType: 'SEG_START', mc: [world.image('1.101')] }),
  stream({ segmentType: 'SEG', mc: [world.image('1.102')] }),
  stream({ segmentType: 'SEG_END', mc: [world.image('1.103')] }),
  seedOf('stream', orderChange),
  seedOf('stream', { op: 'connection', connectionId: '002-051134157842-432409' }),
  seedOf('stream', { op: 'status', id: 1, statusCode: 'FAILURE', errorCode: 'TIMEOUT', errorMessage: 'x', connectionClosed: true }),
  seedOf('book', rpc(BOOKS)),
  seedOf('orders', rpc({ currentOrders: [{ betId: '1', status: 'EXECUTABLE' }], moreAvailable: false })),
  seedOf('connection', { state: 'lost', origin: 'stream', reason: 'socket closed' }),
  seedOf('connection', { state: 'lost', origin: 'poll', reason: 'HTTP 503' }),
]; // biome-ignore format: one payload a line

function recorded(): readonly Seed[] {
  const folder = 'betfair/api-ng';
  const streamed = [`${folder}/betfair_parser/responses/streaming`, `${folder}/betfairlightweight`].flatMap(
    (from) =>
      [...recordedFiles(from)].filter(([name]) => /^(mcm|ocm|status|connection|streaming)/.test(name)),
  );
  const answers = [
    ...recordedFiles(`${folder}/betfair_parser/responses/betting`),
    ...recordedFiles(`${folder}/betfairlightweight`),
  ];
  const ofChannel = (channel: string, pattern: RegExp) =>
    answers.filter(([name]) => pattern.test(name)).map(([, text]) => seedOf(channel, text));
  const file = `${sharedData}/data/betfair/stream/1.197931750`;
  const lines =
    noSharedData || !existsSync(file) ? [] : betfairLines(file).filter((line) => line.length < 6_000);
  return [
    ...streamed
      .flatMap(([, text]) =>
        text
          .split('\n')
          .filter((line) => line !== '')
          .slice(0, 20),
      )
      .map((line) => seedOf('stream', line)),
    ...ofChannel('catalogue', /catalog/),
    ...ofChannel('book', /market_book/),
    ...ofChannel('orders', /current_orders/),
    ...lines.slice(0, 60).map((line) => seedOf('stream', line)),
  ];
}

/** At most `most` of a list, spread over it. */
const evenly = <Value>(list: readonly Value[], most: number): readonly Value[] =>
  list.filter((_, index) => index % Math.ceil(list.length / most) === 0);

/** Recorded markets are in no catalogue here: what is made takes most of the turns. */
const OFTEN = 5;
export const betfairSeeds = (): readonly Seed[] => [
  ...MADE,
  ...new Array<readonly Seed[]>(OFTEN).fill(MADE.map((seed) => ({ ...seed, steady: false }))).flat(),
  ...evenly(recorded(), 80),
];
