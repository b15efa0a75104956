import type { Clock } from '../../ports/clock.ts';
import type { SourceHealth } from '../source.ts';
import { type CatalogueState, nothingListed, whyNone } from './catalogue-words.ts';
import type { BetfairDecoder } from './decoder.ts';
import { SOURCE_ID } from './directory.ts';
import { NOTHING_RECEIVED, type Received } from './ledger.ts';
import { POLL_MS } from './poller.ts';
import type { Problem } from './problem.ts';
import type { Session } from './session.ts';
import type { BetfairSettings } from './settings.ts';
import type { StreamFacts } from './stream-runner.ts';

type Fact = SourceHealth['facts'][number];

/** Everything health is told from; `null` where the source is off. */
export type HealthView = {
  readonly decoder: BetfairDecoder;
  /** Of this decoder and those before it. */
  readonly counts: Received;
  readonly session: Session;
  readonly stream: StreamFacts;
  readonly polling: boolean;
  /** By what was being done. */
  readonly problems: ReadonlyMap<string, Problem>;
  readonly notes: readonly string[];
  readonly leftOut: number;
  readonly watched: number;
  readonly catalogue: CatalogueState;
  readonly catalogueMs: number;
  readonly settings: BetfairSettings;
  readonly askedConflateMs: number;
  readonly errors: number;
};

const duration = (ms: number): string => {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1000)} s`;
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

const STAGES: Readonly<
  Record<StreamFacts['state']['at'], Fact['tone'] extends infer Tone ? readonly [string, Tone] : never>
> = {
  off: ['nothing to stream', 'plain'],
  connecting: ['connecting', 'warn'],
  greeting: ['connecting', 'warn'],
  authenticating: ['authenticating', 'warn'],
  subscribing: ['subscribing', 'warn'],
  live: ['streaming', 'good'],
  waiting: ['lost', 'bad'],
  stuck: ['refused', 'bad'],
};

function connectionFact({ stream, polling }: HealthView): Fact {
  const [words, tone] = STAGES[stream.state.at];
  const again = stream.retryInMs === null ? '' : `, tried again in ${duration(stream.retryInMs)}`;
  const polls = polling ? `; prices polled every ${POLL_MS / 1000} s` : '';
  return { label: 'Connection', value: `${words}${again}${polls}`, tone };
}

function conflationFact({ stream, decoder, askedConflateMs }: HealthView): Fact {
  const granted = stream.conflateMs ?? askedConflateMs;
  if (granted > askedConflateMs)
    return { label: 'Conflation', value: `delayed key: ${granted / 1000} s`, tone: 'bad' };
  const { conflated } = decoder.tallies();
  const combined = askedConflateMs === 0 && conflated > 0 ? `; ${conflated} combined changes` : '';
  return { label: 'Conflation', value: `${granted} ms${combined}`, tone: combined === '' ? 'plain' : 'warn' };
}

function sessionFact(session: Session, now: number): Fact {
  const { openedAt, waitsUntil } = session.facts();
  if (openedAt !== null)
    return { label: 'Session', value: `open for ${duration(now - openedAt)}`, tone: 'plain' };
  return waitsUntil === null
    ? { label: 'Session', value: 'none', tone: 'warn' }
    : { label: 'Session', value: `none; login in ${duration(Math.max(0, waitsUntil - now))}`, tone: 'bad' };
}

function ordersFact(decoder: BetfairDecoder): Fact {
  const { open, matched } = decoder.orders();
  const listed = decoder.currentOrders();
  const complete = listed === null || listed.complete === 0 ? '' : `; ${listed.complete} wholly matched`;
  return {
    label: 'Orders at the exchange',
    value: `${Math.max(open, open === 0 ? (listed?.executable ?? 0) : 0)} open, ${matched} selections matched${complete}`,
    tone: 'plain',
  };
}

function marketsFact({ watched, leftOut, catalogue, catalogueMs, decoder }: HealthView): Fact {
  if (watched === 0)
    return {
      label: 'Markets',
      value: whyNone(catalogue, decoder.unsupported().size, catalogueMs),
      tone: catalogue.at === 'unread' ? 'plain' : 'warn',
    };
  return {
    label: 'Markets',
    value: `${watched}${leftOut > 0 ? `; ${leftOut} later ones left out` : ''}`,
    tone: leftOut > 0 ? 'warn' : 'plain',
  };
}

function factsOf(view: HealthView, now: number): Fact[] {
  const { decoder, session, stream } = view;
  const facts: Fact[] = [connectionFact(view), sessionFact(session, now)];
  facts.push(marketsFact(view));
  facts.push(conflationFact(view));
  if (decoder.isLate()) facts.push({ label: 'Betfair', value: 'its systems are late (503)', tone: 'bad' });
  const latency = decoder.ledger.latencies();
  if (latency !== null)
    facts.push({ label: 'Latency', value: `${latency.p50} ms, 99 %: ${latency.p99} ms`, tone: 'plain' });
  facts.push({
    label: 'Clock',
    value: stream.canResume ? 'known: a lost stream is resumed' : 'none: a lost stream starts afresh',
    tone: 'plain',
  });
  facts.push({ label: 'Reconnects', value: String(stream.reconnects), tone: 'plain' });
  if (stream.connectionsAvailable !== null)
    facts.push({ label: 'Connections left', value: String(stream.connectionsAvailable), tone: 'plain' });
  facts.push(ordersFact(decoder));
  const unsupported = [...decoder.unsupported()].map(([type, count]) => `${count} ${type}`);
  if (unsupported.length > 0)
    facts.push({ label: 'Not supported', value: unsupported.slice(0, 6).join(', '), tone: 'plain' });
  return facts;
}

function statusOf(view: HealthView): Pick<SourceHealth, 'state' | 'message'> {
  const { problems, notes, stream, decoder, session } = view;
  const { problem: login, openedAt } = session.facts();
  const said = [...problems.values()];
  if (login !== null && openedAt === null) said.unshift(login);
  if (stream.state.at === 'waiting' || stream.state.at === 'stuck') said.push(stream.state.problem);
  const delayed = decoder.isDelayed()
    ? [
        'The application key is a delayed one: prices come up to 180 s late and are not traded on. Use the live key.',
      ]
    : [];
  const { catalogue } = view;
  const none = catalogue.at === 'read' && catalogue.listed === 0 ? [nothingListed(view.settings)] : [];
  const message = [...new Set([...said.map((problem) => problem.message), ...delayed, ...notes, ...none])]
    .slice(0, 4)
    .join(' ');
  const needsUser = said.some(({ remedy }) => remedy === 'user');
  if (needsUser && !view.polling && stream.state.at !== 'live') return { state: 'failed', message };
  if (said.length > 0 || delayed.length > 0 || decoder.isLate()) return { state: 'degraded', message };
  // Without a competition there is nothing to ask Betfair for.
  if (decoder.lastReceivedAt() === null && catalogue.at !== 'no-competition')
    return { state: 'connecting', message };
  if (stream.state.at === 'live' || stream.state.at === 'off') return { state: 'live', message };
  return { state: 'connecting', message };
}

export function healthOf(view: HealthView | null, offMessage: string, clock: Clock): SourceHealth {
  return {
    id: SOURCE_ID,
    name: 'Betfair Exchange',
    kind: 'stream',
    ...(view === null ? { state: 'off' as const, message: offMessage } : statusOf(view)),
    capabilities: { depth: true, lay: true, scores: false, streaming: true },
    cadenceMs: view?.polling === true ? POLL_MS : null,
    lastReceivedAt: view?.decoder.lastReceivedAt() ?? null,
    latencyMs: view?.decoder.ledger.latencies() ?? null,
    credits: null,
    facts: view === null ? [] : factsOf(view, clock.now()),
    counts: { ...(view?.counts ?? NOTHING_RECEIVED), errors: view?.errors ?? 0 },
  };
}
