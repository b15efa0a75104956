import { forEachLine, openStreamFile } from '../../engine/feeds/betfair/stream-file.ts';
import {
  createMarketCache,
  createMessageReader,
  type MarketCache,
  offersOf,
  type RunnerBook,
  type StreamMarket,
  type WireProblem,
} from '../../engine/feeds/betfair/wire/index.ts';

/** `[price, size]` as in the file. */
type Rung = readonly [price: number, size: number];

export type ReplayedRunner = {
  readonly selectionId: number;
  readonly handicap: number;
  /** The best three, best first. */
  readonly back: readonly Rung[];
  readonly lay: readonly Rung[];
  /** `null` where the file never told. */
  readonly ltp: number | null;
  readonly tv: number | null;
};
export type ReplayedMarket = {
  /** As in the last definition; `null` where the file has none. */
  readonly status: string | null;
  readonly runners: readonly ReplayedRunner[];
};
export type ReplayReport = {
  readonly messages: number;
  readonly markets: Readonly<Record<string, ReplayedMarket>>;
};

/** What could not be used; everything is counted, the first few are kept for people. */
export type ReplayLosses = {
  /** Lines that are no stream message. */
  readonly lines: number;
  /** Parts refused in messages that were otherwise used. */
  readonly parts: number;
  readonly problems: readonly {
    readonly line: number;
    readonly name: string;
    readonly problem: WireProblem;
  }[];
  /** Damaged archives and files; what came before the damage is in the report. */
  readonly damage: readonly { readonly name: string; readonly message: string }[];
};
export type ReplayResult =
  | { readonly ok: true; readonly report: ReplayReport; readonly losses: ReplayLosses }
  | {
      readonly ok: false;
      readonly code: 'unreadable-file' | 'empty-file' | 'damaged-file' | 'not-a-stream-file';
      readonly message: string;
    };

const RUNGS = 3;
const PROBLEMS_KEPT = 5;

function bestThree(runner: RunnerBook, side: 'back' | 'lay'): readonly Rung[] {
  const { prices, sizes } = offersOf(runner, side);
  return prices.slice(0, RUNGS).map((price, i): Rung => [price, sizes[i] as number]);
}

/** By the definition's order of display; runners without a place in it follow, as they appeared. */
const placeOf = (runner: RunnerBook): number => runner.definition?.sortPriority ?? Number.POSITIVE_INFINITY;
const byPlace = (a: RunnerBook, b: RunnerBook): number =>
  placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b);

const replayedMarket = ({ definition, runners }: StreamMarket): ReplayedMarket => ({
  status: definition?.status ?? null,
  runners: [...runners].sort(byPlace).map((runner) => ({
    selectionId: runner.id,
    handicap: runner.handicap,
    back: bestThree(runner, 'back'),
    lay: bestThree(runner, 'lay'),
    ltp: runner.ltp,
    tv: runner.tv,
  })),
});

/** Every market of a cache as it stands. */
export const replayedMarkets = (cache: MarketCache): ReplayReport['markets'] =>
  Object.fromEntries([...cache.markets()].map((market) => [market.id, replayedMarket(market)]));

/**
 * Replays a recorded stream (raw, gzip, bzip2, or a tar archive of such) and reports how its markets stood at the end,
 * or after every message published at `until` (epoch milliseconds) or before. As JSON:
 *
 *     {"messages","markets":{ID:{"status","runners":[{"selectionId","handicap",
 *       "back":[[price,size]],"lay":[[price,size]],"ltp","tv"}]}}}
 *
 * `messages` counts every line that is a message of the stream, heartbeats and connection lines among them, up to
 * `until`; one without a publish time belongs to the one before it. Markets are in order of appearance, runners by the
 * sort priority of the definition, then of appearance; a runner of the definition is listed with or without prices,
 * removed ones too. Prices are the real offers where the market is recorded in full depth (`atb`, `atl`), else the
 * best offers (`batb`, `batl`), else those with virtual bets (`bdatb`, `bdatl`). Numbers are as in the file.
 */
export async function replayBetfair(
  path: string,
  options: { readonly until?: number } = {},
): Promise<ReplayResult> {
  const opened = await openStreamFile(path);
  if (!opened.ok) return opened;
  const until = options.until ?? Number.POSITIVE_INFINITY;
  const reader = createMessageReader();
  const cache = createMarketCache({ keepDropped: true });
  const problems: ReplayLosses['problems'][number][] = [];
  const damage: ReplayLosses['damage'][number][] = [];
  let messages = 0;
  let beyond = 0;
  let lines = 0;
  let parts = 0;
  let line = 0;
  let time = Number.NEGATIVE_INFINITY;
  const keep = (name: string, problem: WireProblem) => {
    if (problems.length < PROBLEMS_KEPT) problems.push({ line, name, problem });
  };
  let name = '';
  for await (const part of opened.file.parts()) {
    if (part.name !== name) {
      name = part.name;
      line = 0;
      time = Number.NEGATIVE_INFINITY;
    }
    if (part.kind === 'damage') {
      damage.push({ name, message: part.message });
      continue;
    }
    const readLine = reader.block(part.bytes);
    forEachLine(part.bytes, (from, to) => {
      line += 1;
      const read = readLine(from, to);
      if (!read.ok) {
        lines += 1;
        keep(name, read.problem);
        return;
      }
      const { message } = read;
      if ('publishTime' in message && message.publishTime !== undefined) time = message.publishTime;
      if (time > until) {
        beyond += 1;
        return;
      }
      messages += 1;
      const overfull = message.op === 'mcm' ? cache.apply(message).problems : [];
      parts += read.problems.length + overfull.length;
      for (const problem of [...read.problems, ...overfull]) keep(name, problem);
    });
  }
  const losses: ReplayLosses = { lines, parts, problems, damage };
  if (messages + beyond === 0) return nothingRead(path, losses);
  return { ok: true, report: { messages, markets: replayedMarkets(cache) }, losses };
}

function nothingRead(path: string, { damage }: ReplayLosses): ReplayResult {
  const [first] = damage;
  return first === undefined
    ? {
        ok: false,
        code: 'not-a-stream-file',
        message: `${path} is not a recording of Betfair's stream: no line of it is a stream message. Expected lines like {"op":"mcm","pt":...,"mc":[...]}, raw, gzip or bzip2.`,
      }
    : {
        ok: false,
        code: 'damaged-file',
        message: `Nothing could be read from ${path}: ${first.message}. Copy or download it again.`,
      };
}
