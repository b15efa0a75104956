import type { SourceHealth } from '../../../../shared/contract/sources.ts';
import { percentile } from '../../../../shared/domain/percentile.ts';
import type { SourceId } from '../../../../shared/domain/units.ts';
import type { FeedSink, Source } from '../source.ts';
import type { SourcePorts } from '../source-kind.ts';
import { CONNECTION_CHANNEL, connectionLoss, streamChannel } from './connection-payload.ts';
import { createRepeatedJob, type RepeatedJob } from './job.ts';
import { quietWords, unknownWords } from './listing.ts';
import { createStreamShard, type StreamShard } from './stream-shard.ts';
import type { Problem, Venue, VenueDecoder } from './venue.ts';
import { createVenueClient, type VenueClient } from './venue-request.ts';

/** Milliseconds and limits of the transport. */
export type Pace = {
  /** Between two readings of all that is on offer. */
  readonly catalogueMs: number;
  /** Between two readings of books that no stream brings. */
  readonly pollMs: number;
  /** Between two readings of books that a stream brings, to confirm them. */
  readonly confirmMs: number;
  /** From the first book that fell out of step to asking for it again. */
  readonly resyncMs: number;
  /** Between two requests. */
  readonly spacingMs: number;
  readonly timeoutMs: number;
  readonly backoff: { readonly firstMs: number; readonly longestMs: number };
};

export const USUAL_PACE: Pace = {
  catalogueMs: 300_000,
  pollMs: 10_000,
  confirmMs: 30_000,
  resyncMs: 250,
  spacingMs: 100,
  timeoutMs: 15_000,
  backoff: { firstMs: 1_000, longestMs: 60_000 },
};

const MAXIMUM_ANSWER_BYTES = 32_000_000;
const MAXIMUM_MESSAGE_BYTES = 8_000_000;
const DELAYS_KEPT = 100;

export type StreamingSourceOptions = {
  readonly id: SourceId;
  readonly name: string;
  readonly ports: SourcePorts;
  readonly pace: Pace;
  readonly decoder: (sink: FeedSink) => VenueDecoder;
  /** Made anew at each start, with the secrets as they are then. A sentence instead: why it can't start. */
  readonly venue: () => Venue | string;
  /** What else to tell people about it. */
  readonly facts: () => SourceHealth['facts'];
};

type Session = {
  readonly ready: Promise<void>;
  readonly stop: () => Promise<void>;
  readonly retry: () => void;
  /** Reads what is on offer and every book again, beside the streams that go on. */
  readonly restart: () => Promise<void>;
  readonly health: () => Omit<SourceHealth, 'id' | 'name' | 'kind' | 'capabilities' | 'credits'>;
};

/** Everything between one start and its stop. */
function openSession(options: StreamingSourceOptions, venue: Venue, sink: FeedSink): Session {
  const { ports, pace } = options;
  const { clock, random, sockets, tap, http, log } = ports;
  const decoder = options.decoder(sink);
  const abort = new AbortController();
  const encoder = new TextEncoder();
  const shards: StreamShard[] = [];
  const delays: number[] = [];
  let errors = 0;
  let lastReceivedAt: SourceHealth['lastReceivedAt'] = null;
  let stopped = false;
  let resyncWaits = false;
  let cancelResync = () => {};
  let quietResyncs = 0;

  const deliver = (channel: string, body: Uint8Array) => {
    const payload = { channel, body, at: clock.now() };
    tap(payload);
    decoder.take(payload);
    if (channel !== CONNECTION_CHANNEL) lastReceivedAt = payload.at;
    if (decoder.fallen().length > 0) planResync();
  };
  const lose = (lost: readonly string[], reason: string, stream = '') => {
    if (lost.length > 0) deliver(CONNECTION_CHANNEL, connectionLoss({ lost, reason, stream }));
  };
  const client: VenueClient = createVenueClient({
    venue,
    http,
    clock,
    decoder,
    deliver,
    signal: abort.signal,
    spacingMs: pace.spacingMs,
    timeoutMs: pace.timeoutMs,
    maximumBytes: MAXIMUM_ANSWER_BYTES,
  });
  const onProblem = (job: string) => (problem: Problem) => {
    errors += 1;
    log.warn(`${options.name} request failed`, { job, reason: problem.message });
  };

  const shardOf = (id: string) => shards.find((shard) => shard.contracts.has(id));
  const newShard = (stream: NonNullable<Venue['stream']>): StreamShard => {
    const channel = streamChannel(shards.length + 1);
    return createStreamShard({
      stream,
      name: options.name,
      sockets,
      clock,
      random,
      timeoutMs: pace.timeoutMs,
      maximumBytes: MAXIMUM_MESSAGE_BYTES,
      backoff: pace.backoff,
      onText(text) {
        deliver(channel, encoder.encode(text));
        const delay = decoder.delayMs();
        if (delay === null) return;
        delays.push(delay);
        if (delays.length > DELAYS_KEPT) delays.shift();
      },
      onLost(contracts, reason) {
        errors += 1;
        log.warn(`${options.name} connection lost`, { reason });
        lose(contracts, `Connection lost: ${reason}`, channel);
        void polling.kick();
      },
    });
  };

  /** Spreads contracts over sockets, and takes those that are gone off them. */
  const assign = () => {
    const { stream } = venue;
    if (stream === null || stopped) return;
    const wanted = new Set(decoder.contracts());
    for (const shard of shards) {
      const gone = [...shard.contracts].filter((id) => !wanted.has(id));
      if (gone.length > 0) shard.remove(gone);
      for (const id of shard.contracts) wanted.delete(id);
    }
    let waiting = [...wanted];
    while (waiting.length > 0) {
      const roomy = shards.find(({ contracts }) => contracts.size < stream.contractsPerSocket);
      const shard = roomy ?? newShard(stream);
      if (roomy === undefined) shards.push(shard);
      const room = stream.contractsPerSocket - shard.contracts.size;
      shard.add(waiting.slice(0, room));
      waiting = waiting.slice(room);
    }
  };

  const readBooks = async (contracts: readonly string[]): Promise<Problem | null> => {
    if (contracts.length === 0) return null;
    const problem = await venue.books(client.ask, contracts);
    if (problem === null || stopped) return problem;
    // Without an answer nothing says that books no stream brings are still what they were.
    const asked = new Set(contracts);
    const alone = decoder.unstreamed().filter((id) => asked.has(id));
    lose(alone, problem.message);
    return problem;
  };

  const job = (name: string, everyMs: number, work: () => Promise<Problem | null>): RepeatedJob =>
    createRepeatedJob({ clock, random, everyMs, backoff: pace.backoff, work, onProblem: onProblem(name) });
  const polling = job('books', pace.pollMs, () => readBooks(decoder.unstreamed()));
  const confirming = job('confirm', pace.confirmMs, async () => {
    const byRest: string[] = [];
    for (const shard of shards)
      if (shard.session()?.refresh([...shard.contracts]) === false) byRest.push(...shard.contracts);
    return readBooks(byRest);
  });
  const catalogue = job('catalogue', pace.catalogueMs, async () => {
    const problem = await venue.catalogue(client.ask, clock.now());
    if (!stopped) assign();
    void polling.kick();
    return problem;
  });

  /** Books that fell out of step are asked for again: soon at first, later while that does not help. */
  function planResync(): void {
    if (resyncWaits || stopped) return;
    resyncWaits = true;
    cancelResync = clock.after(pace.resyncMs * 2 ** Math.min(quietResyncs, 6), () => void resync());
  }
  async function resync(): Promise<void> {
    const fallen = decoder.fallen();
    const byRest = new Set<string>();
    for (const shard of new Set(fallen.map(shardOf))) {
      const session = shard?.session();
      if (session === undefined || shard === undefined) continue;
      if (session.resync()) continue;
      for (const id of fallen) if (shard.contracts.has(id)) byRest.add(id);
    }
    await readBooks([...byRest]).catch(() => null);
    resyncWaits = false;
    quietResyncs = decoder.fallen().length === 0 ? 0 : quietResyncs + 1;
    // Where no socket is open it is the poller's.
    if (decoder.fallen().some((id) => shardOf(id)?.isLive())) planResync();
  }

  const status = (): Pick<SourceHealth, 'state' | 'message'> => {
    const problems = [catalogue, polling, confirming].map((each) => each.problem()).filter((p) => p !== null);
    const streams = shards.map((shard) => shard.problem()).filter((reason) => reason !== null);
    const listing = venue.listing();
    const unknown = unknownWords(listing, options.name);
    const fallen = decoder.fallen().length;
    const sentences = [...problems.map(({ message }) => message), ...streams];
    if (unknown !== null) sentences.push(unknown);
    if (fallen > 0)
      sentences.push(
        `${fallen === 1 ? 'A book is' : `${fallen} books are`} out of step and asked for again.`,
      );
    const degraded = sentences.length > 0;
    const quiet = quietWords(listing, pace.catalogueMs);
    const message = [...new Set(sentences)]
      .slice(0, 3)
      .concat(quiet ?? [])
      .join(' ');
    if (problems.some(({ state }) => state === 'failed')) return { state: 'failed', message };
    if (degraded) return { state: 'degraded', message };
    return { state: client.lastAnsweredAt() === null ? 'connecting' : 'live', message };
  };

  const connectionFact = (): SourceHealth['facts'][number] => {
    const live = shards.filter((shard) => shard.isLive()).length;
    if (shards.length > 0 && live === shards.length)
      return { label: 'Connection', value: 'streaming', tone: 'good' };
    if (shards.length === 0 && decoder.contracts().length === 0 && client.lastAnsweredAt() !== null)
      return { label: 'Connection', value: 'nothing to read now', tone: 'plain' };
    const polled = `polling every ${Math.round(pace.pollMs / 1000)} s`;
    return live > 0
      ? {
          label: 'Connection',
          value: `streaming, ${shards.length - live} of ${shards.length} sockets down`,
          tone: 'warn',
        }
      : { label: 'Connection', value: polled, tone: venue.stream === null ? 'plain' : 'warn' };
  };

  return {
    ready: catalogue.kick().then(() => {
      if (!stopped) void confirming.kick();
    }),
    async stop() {
      stopped = true;
      cancelResync();
      abort.abort();
      for (const shard of shards) shard.stop();
      await Promise.all([catalogue.stop(), polling.stop(), confirming.stop()]);
    },
    retry() {
      for (const shard of shards) if (!shard.isLive()) shard.restart('Started over.');
      void catalogue.kick();
    },
    async restart() {
      // Books mean nothing to a decoder that doesn't know what they are of.
      await catalogue.kick();
      if (!stopped) await confirming.kick();
    },
    health() {
      const streaming = shards.some((shard) => shard.isLive());
      const samples = [...(delays.length > 0 ? delays : client.latencies())].sort((a, b) => a - b);
      const fallen = decoder.fallen().length;
      return {
        ...status(),
        cadenceMs: streaming ? null : pace.pollMs,
        lastReceivedAt,
        latencyMs:
          samples.length === 0 ? null : { p50: percentile(samples, 50), p99: percentile(samples, 99) },
        facts: [
          connectionFact(),
          { label: 'Contracts', value: String(decoder.contracts().length), tone: 'plain' },
          { label: 'Polled', value: String(decoder.unstreamed().length), tone: 'plain' },
          { label: 'Out of step', value: String(fallen), tone: fallen > 0 ? 'warn' : 'plain' },
          ...options.facts(),
        ],
        counts: { ...decoder.counts(), errors },
      };
    },
  };
}

const NOTHING_COUNTED: SourceHealth['counts'] = {
  received: 0,
  used: 0,
  duplicate: 0,
  quarantined: 0,
  errors: 0,
};

/**
 * A prediction market as a source: reads what is on offer, streams the books, polls those that no stream brings, asks
 * again for what fell out of step, and confirms the rest now and then.
 */
export function createStreamingSource(options: StreamingSourceOptions): Source {
  const { id, name, pace } = options;
  let session: Session | undefined;
  let sinkInUse: FeedSink | undefined;
  let streams = true;
  let off = '';

  const open = async (sink: FeedSink) => {
    const venue = options.venue();
    if (typeof venue === 'string') {
      off = venue;
      return;
    }
    off = '';
    streams = venue.stream !== null;
    session = openSession(options, venue, sink);
    await session.ready;
  };
  const close = async () => {
    const ending = session;
    session = undefined;
    await ending?.stop();
  };

  return {
    id,
    async start(sink) {
      if (sinkInUse !== undefined) return;
      const own: FeedSink = (event) => {
        if (sinkInUse === own) sink(event);
      };
      sinkInUse = own;
      await open(own);
    },
    async stop() {
      sinkInUse = undefined;
      await close();
    },
    async retry() {
      if (session !== undefined) session.retry();
      else if (sinkInUse !== undefined) await open(sinkInUse);
    },
    restart: async () => session?.restart(),
    health() {
      const now = session?.health();
      return {
        id,
        name,
        kind: streams ? 'stream' : 'poll',
        capabilities: { depth: true, lay: true, scores: false, streaming: streams },
        credits: null,
        ...(now ?? {
          state: off === '' ? 'off' : 'failed',
          message: off,
          cadenceMs: streams ? null : pace.pollMs,
          lastReceivedAt: null,
          latencyMs: null,
          facts: options.facts(),
          counts: NOTHING_COUNTED,
        }),
      };
    },
  };
}
