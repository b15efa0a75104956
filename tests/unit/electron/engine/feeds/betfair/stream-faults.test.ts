import { describe, expect, it } from 'vitest';
import {
  type BookState,
  bookOf,
  openBetfairRig,
  replayed,
} from '../../../../../support/betfair-server-rig.ts';
import type { StreamFault } from '../../../../../support/betfair-server-stream.ts';
import {
  AWAY,
  type Change,
  DRAW,
  HOME,
  redefined,
  type World,
} from '../../../../../support/betfair-server-world.ts';

/** A few minutes of a market: prices come, go and move; a suspension; the start. */
const SCRIPT: readonly ((world: World) => readonly [marketId: string, change: Change])[] = [
  () => ['1.101', { rc: [{ id: HOME, atb: [[2.02, 30]] }] }],
  () => [
    '1.103',
    {
      rc: [
        {
          id: AWAY,
          hc: 0.5,
          atl: [
            [2.1, 0],
            [2.2, 9],
          ],
        },
      ],
      tv: 12.5,
    },
  ],
  (world) => ['1.101', redefined(world, '1.101', { status: 'SUSPENDED', version: 2 })],
  () => [
    '1.102',
    {
      rc: [
        { id: 47_972, atb: [[2, 0]], atl: [[1.9, 77.77]] },
        { id: 47_973, ltp: 2.1 },
      ],
    },
  ],
  (world) => [
    '1.101',
    {
      ...redefined(world, '1.101', { status: 'OPEN', inPlay: true, version: 3 }),
      rc: [{ id: DRAW, atb: [[3.5, 20]] }],
    },
  ],
  () => [
    '1.101',
    {
      rc: [
        {
          id: HOME,
          atb: [
            [2.02, 0],
            [1.99, 4.5],
          ],
        },
        { id: AWAY, atl: [[2.1, 51]] },
      ],
    },
  ],
  () => ['1.201', { rc: [{ id: 21, atb: [[1.5, 1000]], atl: [[1.51, 800]] }] }],
];
/** Messages of an undisturbed run: connection, three statuses, images in segments, orders, changes, heartbeats. */
const POINTS = Array.from({ length: 16 }, (_, index) => index);

const ERRORS = [
  'TIMEOUT',
  'INVALID_CLOCK',
  'MAX_CONNECTION_LIMIT_EXCEEDED',
  'INVALID_SESSION_INFORMATION',
  'NO_SESSION',
  'UNEXPECTED_ERROR',
  'TOO_MANY_REQUESTS',
  'CONNECTION_FAILED',
  'INVALID_INPUT',
  'INVALID_REQUEST',
] as const;
const FAULTS: readonly StreamFault[] = [
  ...(
    [
      'close-before',
      'close-after',
      'partial-line',
      'silence',
      'garbage',
      'malformed-part',
      'wrong-id',
      'merged',
      'split',
      'drip',
      'late',
      'conflated',
    ] as const
  ).map((kind) => ({ kind })),
  ...ERRORS.map((code) => ({ kind: 'error', code, closed: true }) as const),
  { kind: 'error', code: 'INVALID_CLOCK', closed: false },
];
const nameOf = (fault: StreamFault) =>
  fault.kind === 'error' ? `${fault.code}${fault.closed ? '' : ', left open'}` : fault.kind;

/** Plays the script with one fault, and answers the book once the source streams undisturbed again. */
async function play(fault: StreamFault | null, point: number, leftOut = 0) {
  const rig = await openBetfairRig({ settings: { streamLimit: 4 } });
  try {
    if (fault !== null) rig.server.stream.faultAt(point, fault);
    const started = rig.source.start((event) => void rig.events.push(event));
    for (const step of SCRIPT) {
      await rig.run(100);
      rig.server.stream.publish(...step(rig.server.world));
    }
    const sent = () => rig.server.stream.sent();
    await rig.until('past the fault', () => sent() > Math.max(point, POINTS.length));
    await rig.until('live', rig.isLive);
    const told = sent();
    await rig.until(
      'quiet',
      () => rig.isLive() && sent() >= told + 4 && Object.keys(rig.book().standings).length === leftOut,
    );
    await started;
    return {
      book: rig.book(),
      replay: bookOf(replayed(rig.payloads)),
      kinds: rig.server.stream.kinds,
      world: rig.server.world,
    };
  } finally {
    await rig.close();
  }
}

let undisturbed: Promise<BookState> | undefined;
const expected = () => {
  undisturbed ??= play(null, 0).then(({ book }) => book);
  return undisturbed;
};

describe('the Betfair source without faults', () => {
  it('ends with exactly the book of the exchange', async () => {
    const { book, world } = await play(null, 0);
    const side = (kind: 'atb' | 'atl', id: string, runner: number, hc = 0) =>
      world
        .ladder(id, runner, hc, kind)
        .map(([price, size]) => [Math.round(price * 10_000), Math.round(size * 100)]);
    expect(book.quotes['betfair:3001:match-odds:home/back']).toEqual(side('atb', '1.101', HOME));
    expect(book.quotes['betfair:3001:match-odds:away/lay']).toEqual(side('atl', '1.101', AWAY));
    expect(book.quotes['betfair:3001:asian-handicap:-0.5:away/lay']).toEqual(side('atl', '1.103', AWAY, 0.5));
    expect(book.quotes['betfair:3001:totals:2.5:under/back']).toBeUndefined();
    expect(book.events['betfair:3001']).toMatchObject({ status: 'live' });
    expect(book.events['betfair:3002']).toMatchObject({ status: 'scheduled' });
    expect(Object.keys(book.quotes)).toHaveLength(23);
  });
});

describe('the Betfair source comes back to the same book', () => {
  it.each(FAULTS.map((fault) => [nameOf(fault), fault] as const))(
    'after %s at any message',
    async (_name, fault) => {
      const before = await expected();
      // All at once: each spends its time waiting for sockets.
      const runs = await Promise.all(POINTS.map((point) => play(fault, point)));
      for (const [point, { book, replay }] of runs.entries()) {
        expect(book, `at message ${point}`).toEqual(before);
        expect(replay, `replayed, at message ${point}`).toEqual(book);
      }
    },
  );
});

describe('the Betfair source with a stream that takes fewer markets than it said', () => {
  it.each([true, false])(
    'leaves out the latest start and says so (connection closed: %s)',
    async (closed) => {
      const before = await expected();
      const fault = { kind: 'error', code: 'SUBSCRIPTION_LIMIT_EXCEEDED', closed } as const;
      const early = POINTS.slice(0, 5);
      const runs = await Promise.all(early.map((point) => play(fault, point, 1)));
      const ofFirstEvent = (quotes: BookState['quotes']) =>
        Object.fromEntries(Object.entries(quotes).filter(([key]) => key.startsWith('betfair:3001')));
      for (const { book, replay } of runs) {
        expect(Object.keys(book.standings)).toEqual(['betfair:3002:match-odds']);
        expect(ofFirstEvent(book.quotes)).toEqual(ofFirstEvent(before.quotes));
        expect(replay).toEqual(book);
      }
    },
  );
});
