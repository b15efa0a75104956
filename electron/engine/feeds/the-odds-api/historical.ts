import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { RawPayload } from '../raw-payload.ts';
import { pricesParameters, sportPath } from './api-request.ts';
import { createAskOnce, type OncePorts } from './ask-once.ts';
import { oddsCost, retryDelayMs } from './cadence.ts';
import { CHANNELS } from './decoder.ts';
import { localProblem, type Problem } from './error-table.ts';
import { readOddsPayload } from './payload.ts';
import type { OddsApiSettings } from './settings.ts';

/** Which snapshots: of a sport's odds or events, or of one event's odds, every so often between two times. */
export type HistoricalQuery = {
  readonly sport: string;
  /** Odds of one event instead of the sport's: its id at the API. */
  readonly nativeId?: string;
  readonly what: 'odds' | 'events';
  readonly from: EpochMs;
  /** Inclusive. */
  readonly to: EpochMs;
  readonly everyMs: number;
};

export type HistoricalItem =
  /** An answer as it came, envelope and all; `at` is when the snapshot was taken. */
  | { readonly kind: 'payload'; readonly payload: RawPayload; readonly cost: number | null }
  /** The snapshot nearest to this time was had already: nothing is between them. */
  | { readonly kind: 'repeated'; readonly at: EpochMs; readonly cost: number | null }
  /** Last: it could not go on. What came before is good. */
  | { readonly kind: 'failed'; readonly at: EpochMs; readonly problem: Problem };

/** Snapshots are five minutes apart, ten before September 2022: closer requests bring the same one. */
export const LEAST_APART_MS = 300_000;
/** Historical odds cost ten times what they cost now; a list of events costs one credit. */
const TIMES_DEARER = 10;
const ATTEMPTS = 4;

/** The times asked for. */
export function snapshotTimes({ from, to, everyMs }: HistoricalQuery): readonly EpochMs[] {
  const step = Math.max(LEAST_APART_MS, everyMs);
  const count = to < from ? 0 : Math.floor((to - from) / step) + 1;
  return Array.from({ length: count }, (_, index) => (from + index * step) as EpochMs);
}

/** Credits that all of a query cost at most. */
export function historicalCost(query: HistoricalQuery, settings: OddsApiSettings): number {
  const each = query.what === 'events' ? 1 : TIMES_DEARER * oddsCost(marketsOf(query, settings));
  return snapshotTimes(query).length * each;
}

const marketsOf = ({ nativeId }: HistoricalQuery, settings: OddsApiSettings): OddsApiSettings =>
  nativeId === undefined
    ? settings
    : { ...settings, markets: [...new Set([...settings.markets, ...settings.additional])] };

function requestOf(query: HistoricalQuery, settings: OddsApiSettings) {
  const { sport, nativeId, what } = query;
  const base = `/historical${sportPath(sport)}`;
  if (what === 'events')
    return { path: `${base}/events`, parameters: { dateFormat: 'iso' }, channel: CHANNELS.events(sport) };
  const parameters = pricesParameters(settings, marketsOf(query, settings).markets);
  return nativeId === undefined
    ? { path: `${base}/odds`, parameters, channel: CHANNELS.odds(sport) }
    : {
        path: `${base}/events/${encodeURIComponent(nativeId)}/odds`,
        parameters,
        channel: CHANNELS.eventOdds(sport, nativeId),
      };
}

const isoSeconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** When the snapshot of an envelope was taken; `null` where it does not say. */
function takenAt(value: unknown): EpochMs | null {
  const read = readOddsPayload(value);
  if (read.ok && read.recordedAt !== null) return read.recordedAt;
  // An envelope around events without prices is no odds payload, but its time is as good.
  const stamp = typeof value === 'object' && value !== null && 'timestamp' in value ? value.timestamp : null;
  const at = typeof stamp === 'string' ? Date.parse(stamp) : Number.NaN;
  return Number.isSafeInteger(at) ? (at as EpochMs) : null;
}

/**
 * Past snapshots in order of time, as raw payloads that the source's decoder replays. One request at a time; what fails
 * for the moment is tried again with backoff, and after that the last item says why it ended. Cancelled by `signal`.
 */
export async function* fetchHistorical(
  ports: OncePorts & { readonly random: () => number },
  settings: OddsApiSettings,
  query: HistoricalQuery,
  signal: AbortSignal,
): AsyncGenerator<HistoricalItem, void, void> {
  const ask = createAskOnce(ports, settings);
  const { path, parameters, channel } = requestOf(query, settings);
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const cancel = ports.clock.after(ms, resolve);
      const stop = () => {
        cancel();
        resolve();
      };
      signal.addEventListener('abort', stop, { once: true });
    });
  let before: EpochMs | null = null;
  for (const wanted of snapshotTimes(query)) {
    let answer = await ask(path, { ...parameters, date: isoSeconds(wanted) }, signal);
    for (let attempt = 1; !answer.ok && attempt < ATTEMPTS && !signal.aborted; attempt += 1) {
      const delay = retryDelayMs(answer.problem, attempt, ports.random);
      if (delay === null) break;
      await pause(delay);
      answer = await ask(path, { ...parameters, date: isoSeconds(wanted) }, signal);
    }
    if (!answer.ok) {
      yield { kind: 'failed', at: wanted, problem: answer.problem };
      return;
    }
    const cost = answer.meter.last ?? null;
    const at = takenAt(answer.value);
    if (at === null) {
      const problem = localProblem('wrong-format', 'a snapshot with its time was expected');
      yield { kind: 'failed', at: wanted, problem };
      return;
    }
    if (before !== null && at <= before) yield { kind: 'repeated', at, cost };
    else yield { kind: 'payload', payload: { channel, body: answer.body, at }, cost };
    before = before === null || at > before ? at : before;
  }
}
