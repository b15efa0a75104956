import type { TestStep } from '../../../../shared/contract/sources.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { TestPorts } from '../source-kind.ts';
import { type Api, createApi } from './api.ts';
import { betfairProblem } from './api-errors.ts';
import { filterOf, findCompetitions, scopeOf, unknownCompetition } from './catalogue-reader.ts';
import { nothingListed } from './catalogue-words.ts';
import { createLineSplitter } from './line-splitter.ts';
import { createLoginDoor } from './login.ts';
import { createLoginBook, type LoginBook } from './login-book.ts';
import { isEventType, isMarketBook } from './protocol.ts';
import { createSession, type Session } from './session.ts';
import { type BetfairSettings, readCredentials } from './settings.ts';
import { readStreamMessage } from './wire/index.ts';

type Outcome = { readonly ok: boolean; readonly message: string };
const good = (message: string): Outcome => ({ ok: true, message });
const bad = (message: string): Outcome => ({ ok: false, message });

const TIMEOUT_MS = 10_000;
const MAXIMUM_LINE_BYTES = 100_000;

async function tryKey(api: Api, { eventTypeIds }: BetfairSettings, signal: AbortSignal): Promise<Outcome> {
  const answer = await api.call('listEventTypes', { filter: {} }, signal);
  if (!answer.ok) return bad(answer.problem.message);
  const rows: readonly unknown[] = Array.isArray(answer.result) ? answer.result : [];
  const known = new Set(rows.flatMap((row) => (isEventType(row) ? [row.eventType.id] : [])));
  const absent = eventTypeIds.filter((id) => !known.has(id)).length;
  return good(
    absent === 0 ? 'The key works.' : `The key works; ${absent} of the sports chosen have no markets now.`,
  );
}

const countWords = (markets: number): string => {
  if (markets === 1) return '1 market';
  return markets === 1_000 ? '1,000 or more markets' : `${markets} markets`;
};

type Catalogue = Outcome & { readonly marketId: string | null };

async function tryCatalogue(
  api: Api,
  settings: BetfairSettings,
  now: EpochMs,
  signal: AbortSignal,
): Promise<Catalogue> {
  const { competitions, eventTypeIds } = settings;
  const found = await findCompetitions(api, competitions, eventTypeIds, signal);
  if (!found.ok) return { ...bad(found.problem.message), marketId: null };
  const unknown = found.unknown.map(unknownCompetition).join(' ');
  if (competitions.length > 0 && found.ids.length === 0) return { ...good(unknown), marketId: null };
  const params = {
    filter: filterOf(scopeOf(settings, found.ids, now)),
    sort: 'FIRST_TO_START',
    maxResults: 1_000,
  };
  const answer = await api.call('listMarketCatalogue', params, signal);
  if (!answer.ok) return { ...bad(answer.problem.message), marketId: null };
  const markets: readonly unknown[] = Array.isArray(answer.result) ? answer.result : [];
  const [first] = markets;
  const id = typeof first === 'object' && first !== null && 'marketId' in first ? first.marketId : null;
  const words =
    markets.length === 0 ? nothingListed(settings) : `${countWords(markets.length)} in the time ahead.`;
  return { ...good(`${words} ${unknown}`.trim()), marketId: typeof id === 'string' ? id : null };
}

async function tryPrices(api: Api, marketId: string | null, signal: AbortSignal): Promise<Outcome> {
  if (marketId === null) return good('No market to ask for: nothing could be told of delays.');
  const params = { marketIds: [marketId], priceProjection: { priceData: ['EX_BEST_OFFERS'] } };
  const answer = await api.call('listMarketBook', params, signal);
  if (!answer.ok) return bad(answer.problem.message);
  const book = Array.isArray(answer.result) ? answer.result[0] : undefined;
  if (!isMarketBook(book)) return bad("Betfair's prices could not be read.");
  return book.isMarketDataDelayed === true
    ? good(
        'Delayed key: prices come 1 to 180 s late, are shown, and not traded on. Use the live key to trade.',
      )
    : good('Live prices.');
}

/** Connects and authenticates, and asks for nothing. */
async function tryStream(
  ports: TestPorts,
  settings: BetfairSettings,
  session: Session,
  appKey: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const opened = await session.token();
  if (!opened.ok) return bad(opened.problem.message);
  const { stream, authority } = settings.addresses;
  return new Promise((resolve) => {
    const splitter = createLineSplitter(MAXIMUM_LINE_BYTES);
    const finish = (outcome: Outcome) => {
      cancel();
      signal.removeEventListener('abort', abort);
      socket.close();
      resolve(outcome);
    };
    const abort = () => finish(bad('Stopped.'));
    const cancel = ports.clock.after(TIMEOUT_MS, () => finish(bad('The stream did not answer in time.')));
    const takeLine = (line: Uint8Array) => {
      const read = readStreamMessage(line);
      if (!read.ok) {
        finish(bad('The stream sent something unreadable.'));
        return;
      }
      const { message } = read;
      if (message.op === 'connection')
        socket.send(`${JSON.stringify({ op: 'authentication', id: 1, appKey, session: opened.token })}\r\n`);
      else if (message.op === 'status')
        finish(
          message.statusCode === 'SUCCESS'
            ? good(
                message.connectionsAvailable === undefined
                  ? 'The stream lets us in.'
                  : `The stream lets us in; ${message.connectionsAvailable} more connections are free.`,
              )
            : bad(betfairProblem(message.errorCode ?? 'UNEXPECTED_ERROR').message),
        );
    };
    const socket = ports.sockets.connect(
      { ...stream, timeoutMs: TIMEOUT_MS, ...(authority === undefined ? {} : { authority }) },
      {
        onOpen: () => undefined,
        onData: (bytes) => {
          if (!splitter.take(bytes, takeLine)) finish(bad('The stream sent something unreadable.'));
        },
        onEnd: (end) => finish(bad(end.message)),
      },
    );
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  });
}

/** Login, key, catalogue, prices, stream: in this order, up to the first that fails. Places and changes nothing. */
export async function testBetfair(
  ports: TestPorts,
  settings: BetfairSettings,
  signal: AbortSignal,
  logins: LoginBook = createLoginBook(),
): Promise<readonly TestStep[]> {
  const steps: TestStep[] = [];
  const step = async <Result extends Outcome>(name: string, task: () => Promise<Result>): Promise<Result> => {
    const started = ports.clock.monotonic();
    const result = await task();
    const { ok, message } = result;
    steps.push({ name, ok, message, elapsedMs: Math.round(ports.clock.monotonic() - started) });
    return result;
  };
  const read = readCredentials(ports.secrets, settings.certificate);
  if (!read.ok) return [{ name: 'Log in', ok: false, message: read.message, elapsedMs: 0 }];
  const { credentials } = read;
  const { appKey } = credentials;
  const session = createSession({
    door: createLoginDoor(ports.http, settings.addresses, credentials),
    clock: ports.clock,
    log: ports.log,
    random: ports.random,
    lifeMs: settings.sessionMs,
    account: logins.of(settings.addresses, credentials),
    credentials,
    fresh: true,
  });
  const api = createApi({ http: ports.http, addresses: settings.addresses, appKey, session });
  try {
    const login = await step('Log in', async () => {
      const opened = await session.token();
      return opened.ok ? good('Logged in.') : bad(opened.problem.message);
    });
    if (!login.ok) return steps;
    if (!(await step('Application key', () => tryKey(api, settings, signal))).ok) return steps;
    const catalogue = await step('Catalogue', () => tryCatalogue(api, settings, ports.clock.now(), signal));
    if (!catalogue.ok) return steps;
    if (!(await step('Prices', () => tryPrices(api, catalogue.marketId, signal))).ok) return steps;
    await step('Stream', () => tryStream(ports, settings, session, appKey, signal));
    return steps;
  } finally {
    session.stop();
  }
}
