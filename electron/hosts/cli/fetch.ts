import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Command, InvalidArgumentError } from 'commander';
import { fileProblem, notRegular } from '../../../shared/domain/file-problem.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import {
  fetchHistorical,
  type HistoricalItem,
  type HistoricalQuery,
  historicalCost,
  LEAST_APART_MS,
  type OddsApiSettings,
  settingsOf,
  snapshotTimes,
  valuesOf,
} from '../../engine/feeds/the-odds-api/index.ts';
import { createNodeClock } from '../node-ports/clock.ts';
import { createHttp } from '../node-ports/http.ts';
import { createNodePaths } from '../node-ports/paths.ts';
import { createNodeSecrets } from '../node-ports/secrets.ts';
import { fail, writeJson, writeLine } from './output.ts';
import { createProgressLine } from './progress-line.ts';

type FetchFlags = {
  readonly sport: string;
  readonly event?: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly every: number;
  readonly out: string;
  readonly regions: readonly string[];
  readonly bookmakers?: readonly string[];
  readonly markets: readonly string[];
  readonly oddsFormat?: 'decimal' | 'american';
  readonly oddsApiUrl?: string;
  readonly data?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
};

const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A day is its midnight UTC. */
function moment(text: string): EpochMs {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const exact = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z$/.test(text);
  const at = day || exact ? Date.parse(text) : Number.NaN;
  if (!Number.isSafeInteger(at))
    throw new InvalidArgumentError(
      'Give a day or a time in UTC, such as 2026-03-14 or 2026-03-14T12:00:00Z.',
    );
  return at as EpochMs;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function interval(text: string): number {
  const [, count = '', unit = ''] = /^(\d+)([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (!(ms >= LEAST_APART_MS))
    throw new InvalidArgumentError(
      'Give 5m or more, such as 10m, 6h or 1d: snapshots are five minutes apart.',
    );
  return ms;
}

/** One envelope on one line. The API indents some of its answers. */
const lineOf = (body: Uint8Array): string =>
  `${JSON.stringify(JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()))}\n`;

/** Why nothing can be written under this name; `null` where something can. */
const placeProblem = async (path: string): Promise<string | null> => {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    if (!found.isFile()) throw notRegular();
  } catch (error) {
    const free = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return free ? null : fileProblem(error, 'writing');
  }
  return null;
};

type Output = {
  problem(): string | undefined;
  write(line: string): Promise<void>;
  /** `at`: where what was written is now; `problem`: why it is not whole under its name. */
  finish(keep: boolean): Promise<{ readonly at: string | null; readonly problem?: string }>;
};

/**
 * A file that appears under its name only when it is whole; compressed where the name ends in .gz. Open when it is
 * answered: what can't be written anywhere is known before anything is paid for.
 */
async function openOutput(path: string): Promise<Output | { readonly why: string }> {
  const part = `${path}.part`;
  const problem = (await placeProblem(path)) ?? (await placeProblem(part));
  if (problem !== null) return { why: problem };
  const file = createWriteStream(part, { flags: 'w', mode: 0o600 });
  try {
    await once(file, 'open');
  } catch (error) {
    return { why: fileProblem(error, 'writing') };
  }
  const into: Writable = path.endsWith('.gz') ? createGzip() : file;
  if (into !== file) into.pipe(file);
  let broken: Error | undefined;
  for (const stream of new Set([into, file]))
    stream.on('error', (error: Error) => {
      broken ??= error;
    });
  return {
    problem: () => (broken === undefined ? undefined : fileProblem(broken, 'writing')),
    async write(line: string): Promise<void> {
      if (broken !== undefined || into.write(line)) return;
      await new Promise<void>((resolve) => {
        into.once('drain', resolve);
        file.once('error', () => resolve());
      });
    },
    async finish(keep: boolean) {
      into.end();
      try {
        await finished(file);
        if (broken !== undefined) throw broken;
        if (keep) await rename(part, path);
        else await unlink(part);
        return { at: keep ? path : null };
      } catch (error) {
        return { at: keep ? part : null, problem: fileProblem(error, 'writing') };
      }
    },
  };
}

const settingsFrom = (flags: FetchFlags): OddsApiSettings =>
  settingsOf(
    valuesOf({
      sports: [flags.sport],
      regions: flags.regions,
      markets: flags.markets,
      ...(flags.bookmakers === undefined ? {} : { bookmakers: flags.bookmakers }),
      ...(flags.oddsFormat === undefined ? {} : { oddsFormat: flags.oddsFormat }),
      ...(flags.oddsApiUrl === undefined ? {} : { baseUrl: flags.oddsApiUrl }),
    }),
  );

const queryFrom = (flags: FetchFlags): HistoricalQuery => ({
  sport: flags.sport,
  what: 'odds',
  from: flags.from,
  to: flags.to,
  everyMs: flags.every,
  ...(flags.event === undefined ? {} : { nativeId: flags.event }),
});

type Problem = { readonly code: string; readonly message: string };
type Collected = {
  readonly fetched: number;
  readonly repeated: number;
  readonly spent: number;
  readonly problem: Problem | null;
  /** Where they are; the file's other name where it could not be finished. */
  readonly at: string | null;
};

/** Writes the snapshots as they come. What was paid for is kept, also where it could not go on. */
async function collect(
  items: AsyncIterable<HistoricalItem>,
  out: string,
  snapshots: number,
): Promise<Collected> {
  const unwritable = (why: string): Problem => ({
    code: 'write-failed',
    message: `${out} can't be written: ${why}.`,
  });
  const output = await openOutput(out);
  if ('why' in output)
    return { fetched: 0, repeated: 0, spent: 0, problem: unwritable(output.why), at: null };
  const line = createProgressLine();
  let problem: Problem | null = null;
  const counted = { fetched: 0, repeated: 0, spent: 0 };
  for await (const item of items) {
    if (item.kind === 'failed') {
      problem = { code: item.problem.code, message: item.problem.message };
      break;
    }
    counted.spent += item.cost ?? 0;
    if (item.kind === 'repeated') counted.repeated += 1;
    else {
      await output.write(lineOf(item.payload.body));
      counted.fetched += 1;
    }
    line.show(`${counted.fetched + counted.repeated} of ${snapshots} snapshots, ${counted.spent} credits`);
    const broken = output.problem();
    if (broken === undefined) continue;
    problem = unwritable(broken);
    break;
  }
  line.clear();
  const ended = await output.finish(counted.fetched > 0);
  if (ended.problem !== undefined) problem ??= unwritable(ended.problem);
  return { ...counted, problem, at: ended.at };
}

function tell(collected: Collected, flags: FetchFlags, planned: { snapshots: number; cost: number }): void {
  const json = flags.json === true;
  const { problem, at, ...counted } = collected;
  const { fetched, repeated, spent } = counted;
  if (problem === null) {
    const none = repeated > 0 ? `; ${repeated} times asked for had none of their own` : '';
    if (json) writeJson({ ...planned, ...counted });
    else writeLine(`${fetched} snapshots for ${spent} credits are in ${flags.out}${none}.`);
    return;
  }
  const cut = at === flags.out ? '' : ', the last of them perhaps cut off';
  const kept = at === null ? '' : ` ${fetched} of ${planned.snapshots} snapshots are in ${at}${cut}.`;
  const error = { code: problem.code, message: `${problem.message}${kept}` };
  process.exitCode = 1;
  if (json) writeJson({ error, ...planned, ...counted });
  else fail(error, false);
}

async function fetchHistory(flags: FetchFlags): Promise<void> {
  const json = flags.json === true;
  if (flags.to < flags.from)
    return fail(
      { code: 'invalid-range', message: '--to is before --from. Give the earlier time first.' },
      json,
    );
  const settings = settingsFrom(flags);
  const query = queryFrom(flags);
  const planned = {
    snapshots: snapshotTimes(query).length,
    cost: historicalCost(query, settings),
  };
  if (flags.yes !== true) {
    if (json) writeJson({ ...planned, fetched: 0, repeated: 0, spent: 0 });
    else
      writeLine(
        `${planned.snapshots} snapshots cost up to ${planned.cost} credits. Add --yes to spend them.`,
      );
    return;
  }
  const located = createNodePaths({
    mode: 'paper',
    ...(flags.data === undefined ? {} : { directory: flags.data }),
  });
  if (!located.ok) return fail(located, json);
  const file = join(located.paths.config, 'secrets.json');
  const secrets = createNodeSecrets({ file, environment: process.env });
  if (!secrets.ok) return fail(secrets, json);

  const cancel = new AbortController();
  const onInterrupt = () => cancel.abort();
  process.once('SIGINT', onInterrupt);
  const http = createHttp();
  const ports = { http, clock: createNodeClock(), secrets: secrets.secrets, random: Math.random };
  const items = fetchHistorical(ports, settings, query, cancel.signal);
  const collected = await collect(items, flags.out, planned.snapshots);
  process.removeListener('SIGINT', onInterrupt);
  await http.close();
  tell(collected, flags, planned);
}

/** `overround fetch odds-api-history`: past snapshots into a file that `replay` and the app play. */
export const fetchCommand = (): Command =>
  new Command('fetch').description('Fetches recorded data from the services that keep it.').addCommand(
    new Command('odds-api-history')
      .description(
        "The Odds API's past odds as a file to replay: one answer a line. Says what it costs; spends nothing without --yes.",
      )
      .requiredOption('--sport <key>', 'such as soccer_epl')
      .requiredOption('--from <time>', 'a day or a time in UTC', moment)
      .requiredOption('--to <time>', 'inclusive', moment)
      .requiredOption('--out <file>', 'written here; compressed when it ends in .gz')
      .option('--every <interval>', 'between two snapshots: 5m or more', interval, 3_600_000)
      .option('--event <id>', "one event's odds instead of the sport's: its id at the API")
      .option('--regions <keys>', 'comma-separated', list, ['eu'])
      .option('--bookmakers <keys>', 'instead of regions; ten cost as much as a region', list)
      .option('--markets <keys>', 'each costs ten credits per region and snapshot', list, ['h2h'])
      .option('--odds-format <name>', 'decimal or american')
      .option('--odds-api-url <url>', 'another address speaking its protocol')
      .option('--data <dir>', "the data folder (default: this user's)")
      .option('--yes', 'spends the credits')
      .option('--json', 'last line: {"snapshots","cost","fetched","repeated","spent"}')
      .action((flags: FetchFlags) => fetchHistory(flags)),
  );
