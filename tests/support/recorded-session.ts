import { createHash } from 'node:crypto';
import type { ReplayedKind } from '../../electron/engine/feeds/replay/index.ts';
import { ODDS_SNAPSHOTS, ODDS_SOURCE, WHOLE } from '../../electron/engine/feeds/replay/odds-snapshots.ts';
import type { Clock } from '../../electron/engine/ports/clock.ts';
import { createHeldClock, createRecorder } from '../../electron/engine/services/recordings/index.ts';
import { openRecordingsFolder } from '../../electron/engine/storage/recordings/index.ts';
import type { Quote } from '../../shared/domain/quote.ts';
import type {
  BookId,
  Currency,
  EpochMs,
  EventId,
  MarketId,
  OddsE4,
  SelectionId,
  SourceId,
} from '../../shared/domain/units.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createReplayKernel, type ReplayKernel } from './replay-kernel.ts';
import { createSeededRandom } from './seeded-random.ts';
import { createSilentLog } from './silent-log.ts';

/** A stream of deltas: `[selection, price, size]` on one exchange, and its connection as a channel of its own. */
export const STREAM = 'test-stream' as SourceId;
export const POLLED = ODDS_SOURCE;

const EVENT = `${STREAM}:derby` as EventId;
const MARKET = `${EVENT}:match-odds` as MarketId;
const EXCHANGE = 'test-exchange' as BookId;
const SIDES = ['home', 'draw', 'away'] as const;

const streamKind: ReplayedKind = {
  name: 'Test stream',
  decoder: (_values, sink) => {
    /** Deltas without the image they belong to mean nothing: order matters here as it does on a real stream. */
    let prices: number[] | null = null;
    const quotes = (at: EpochMs): readonly Quote[] =>
      (prices ?? []).flatMap((price, index) =>
        (['back', 'lay'] as const).map((side) => ({
          selectionId: `${MARKET}:${SIDES[index] ?? ''}` as SelectionId,
          marketId: MARKET,
          bookId: EXCHANGE,
          side,
          levels: [{ price: (price + (side === 'lay' ? 200 : 0)) as OddsE4, size: null }],
          sourceId: STREAM,
          sourceTime: at,
          receivedAt: at,
        })),
      );
    return {
      take({ channel, body, at }) {
        if (channel === 'connection') {
          prices = null;
          sink({
            kind: 'book-standing',
            marketId: MARKET,
            bookId: EXCHANGE,
            standing: { state: 'unreliable', reason: 'connection lost' },
            at,
          });
          return;
        }
        const told: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
        if (!Array.isArray(told)) return;
        if (channel === 'image') {
          prices = told.map(Number);
          introduce(sink);
          sink({
            kind: 'book-standing',
            marketId: MARKET,
            bookId: EXCHANGE,
            standing: { state: 'open', reason: '' },
            at,
          });
        } else if (prices !== null) prices[Number(told[0])] = Number(told[1]);
        sink({ kind: 'quotes', quotes: quotes(at) });
      },
    };
  },
};

function introduce(sink: Parameters<ReplayedKind['decoder']>[1]): void {
  sink({
    kind: 'books',
    books: [
      {
        id: EXCHANGE,
        name: 'Test exchange',
        kind: 'exchange',
        commission: 0.05,
        currency: 'GBP' as Currency,
      },
    ],
  });
  sink({
    kind: 'event',
    event: {
      id: EVENT,
      sourceId: STREAM,
      sport: 'soccer_epl',
      competition: 'EPL',
      home: 'Alder Rovers',
      away: 'Birch United',
      startsAt: (START + 3_600_000) as EpochMs,
      status: 'scheduled',
      score: null,
    },
    markets: [
      {
        id: MARKET,
        eventId: EVENT,
        type: 'match-odds',
        period: 'match',
        line: null,
        status: 'open',
        selections: SIDES.map((side) => ({
          id: `${MARKET}:${side}` as SelectionId,
          marketId: MARKET,
          name: side,
          side,
        })),
      },
    ],
  });
}

const KINDS: ReadonlyMap<SourceId, ReplayedKind> = new Map<SourceId, ReplayedKind>([
  [STREAM, streamKind],
  [POLLED, ODDS_SNAPSHOTS],
]);

/** The kinds with `after` called when a payload has gone all the way through. */
export const kindsDumping =
  (after: () => void) =>
  (id: SourceId): ReplayedKind | undefined => {
    const kind = KINDS.get(id);
    return (
      kind && {
        name: kind.name,
        decoder: (values, sink) => {
          const decoder = kind.decoder(values, sink);
          return {
            take(payload) {
              decoder.take(payload);
              after();
            },
          };
        },
      }
    );
  };

const START = 1_772_366_400_000;

/** A fingerprint of every moment, and the last moment whole. */
export type Moments = { readonly hashes: string[]; last: string };
export const noteMoment = (moments: Moments, kernel: ReplayKernel): void => {
  moments.last = kernel.dump();
  moments.hashes.push(createHash('sha256').update(moments.last).digest('hex'));
};

/** A clock that runs on while it is looked at, as a real one does during work. */
const restless = (clock: ManualClock): Clock => ({
  ...clock,
  now: () => {
    clock.advance(0.7);
    return clock.now();
  },
});

const pollBody = (random: () => number): Buffer => {
  const price = (base: number) => Math.round((base + random() * 0.4) * 100) / 100;
  const bookmakers = ['cedarbet', 'dogwood', 'elmsport', 'firbet'].map((key) => ({
    key,
    title: key,
    markets: [
      {
        key: 'h2h',
        outcomes: [
          { name: 'Maple City', price: price(2.2) },
          { name: 'Oak Town', price: price(3.1) },
          { name: 'Draw', price: price(3.2) },
        ],
      },
      {
        key: 'totals',
        outcomes: [
          { name: 'Over', price: price(1.8), point: random() < 0.5 ? 2.5 : 2.75 },
          { name: 'Under', price: price(1.9), point: 2.5 },
        ],
      },
    ].slice(0, random() < 0.8 ? 2 : 1),
  }));
  return Buffer.from(
    JSON.stringify([
      {
        id: 'a1',
        sport_key: 'soccer_epl',
        sport_title: 'EPL',
        commence_time: new Date(START + 40_000).toISOString(),
        home_team: 'Maple City',
        away_team: 'Oak Town',
        bookmakers,
      },
    ]),
  );
};

/** What the network brings next, at random: mostly deltas, now and then a poll, a lost connection and a new image. */
function nextPayload(random: () => number): { source: SourceId; channel: string; body: Buffer } {
  const chance = random();
  if (chance < 0.12) return { source: POLLED, channel: WHOLE, body: pollBody(random) };
  if (chance < 0.15) return { source: STREAM, channel: 'connection', body: Buffer.alloc(0) };
  if (chance < 0.22) return { source: STREAM, channel: 'image', body: Buffer.from('[21000,34000,36000]') };
  const selection = Math.floor(random() * 3);
  const price = 20_000 + 1000 * selection + 100 * Math.floor(random() * 200);
  return { source: STREAM, channel: 'delta', body: Buffer.from(JSON.stringify([selection, price])) };
}

export type RecordedSession = {
  readonly file: string;
  readonly moments: Moments;
  readonly payloads: number;
  /** Parts of them that were set aside. */
  readonly refused: number;
};

/**
 * A market of two sources goes live for about a minute of market time, recorded from its first payload on: the real
 * kernel, a clock that never stands still by itself, sweeps over ages in between. Every moment is noted.
 */
export async function recordSession(folder: string, payloads: number): Promise<RecordedSession> {
  const random = createSeededRandom(20_260_301);
  const wall = createManualClock(START);
  const clock = createHeldClock(restless(wall));
  const recorder = createRecorder({
    folder: openRecordingsFolder(folder),
    clock,
    wall,
    log: createSilentLog(),
    version: 'test',
    describe: () => ({
      sources: [
        { id: STREAM, values: {} },
        { id: POLLED, values: { oddsFormat: 'decimal' } },
      ],
      settings: {},
      openingBalance: { amount: 1_000_000, currency: 'GBP' },
      context: { decided: ['a', 'b'] },
    }),
    unavailable: () => null,
  });
  const kernel = await createReplayKernel(clock, `${folder}/live`);
  const moments: Moments = { hashes: [], last: '' };
  const note = () => noteMoment(moments, kernel);
  let refused = 0;
  const kinds = kindsDumping(note);
  const recording = await recorder.start();
  const ends = new Map(
    [STREAM, POLLED].map((id) => {
      const sink = kernel.pipeline.sinkFor(id);
      const decoder = kinds(id)?.decoder({ oddsFormat: 'decimal' }, (event) => {
        if (event.kind === 'quarantine') refused += 1;
        sink(event);
      });
      return [id, { decoder, tap: recorder.tapFor(id) }] as const;
    }),
  );
  for (let count = 0; count < payloads; count += 1) {
    for (let waited = 0; waited < random() * 900; waited += 250) {
      wall.advance(Math.floor(random() * 250));
      recorder.beat();
      kernel.pipeline.sweep();
      note();
      await Promise.resolve();
    }
    const { source, channel, body } = nextPayload(random);
    const end = ends.get(source);
    const payload = { channel, body, at: clock.now() };
    end?.tap(payload);
    end?.decoder?.take(payload);
    // What held the time lets go when the work is done.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await recorder.stop();
  kernel.close();
  return { file: `${folder}/${recording.id}`, moments, payloads, refused };
}
