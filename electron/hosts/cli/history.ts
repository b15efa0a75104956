import { resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId } from '../../../shared/domain/units.ts';
import type { MarketStore } from '../../engine/ports/market-store.ts';
import { compactHistory, retentionLimit } from '../../engine/services/history/compact.ts';
import { performExport } from '../../engine/services/history/export/perform-export.ts';
import { openingAndClosing, pricesAsOf } from '../../engine/services/history/past-prices.ts';
import { storedRetention } from '../../engine/services/history/retention.ts';
import { openDatabases } from '../../engine/storage/index.ts';
import { readMarketBeside } from '../../engine/storage/market/read-beside.ts';
import { createNodeClock } from '../node-ports/clock.ts';
import { createNodeLog } from '../node-ports/log.ts';
import { locateNodePaths, REAL_MATCHES_MODE } from '../node-ports/paths.ts';
import { asOfText, eventsText, storageText } from './history-text.ts';
import { fail, writeJson, writeLine } from './output.ts';
import { createProgressLine } from './progress-line.ts';

type Flags = { readonly data?: string; readonly mode: 'practice' | 'paper'; readonly json?: boolean };

/** Enough to find the one that is meant. */
const MOST_EVENTS = 20;

const clock = createNodeClock();
const log = () =>
  createNodeLog({ clock, level: 'warn', sink: { write: (line) => void process.stderr.write(line) } });
const pathsOf = ({ data, mode }: Flags) =>
  locateNodePaths({ mode, ...(data === undefined ? {} : { directory: data }) });

const OTHER_MODE = { practice: 'paper', paper: 'practice' } as const;

/** Where a mode has none, those of the other may be meant. */
const orOfOther = <T extends { readonly message: string }>(failure: T, { mode }: Flags): T => ({
  ...failure,
  message: `${failure.message} That is of --mode ${mode}; those of the ${mode === 'paper' ? 'practice' : 'real'} market are read with --mode ${OTHER_MODE[mode]}.`,
});

function readPrices<T>(flags: Flags, read: (store: MarketStore) => T) {
  const done = readMarketBeside(pathsOf(flags).data, log(), read);
  return !done.ok && done.code === 'missing' ? orOfOther(done, flags) : done;
}

const moment = (text: string): EpochMs => {
  const at = /^\d{11,}$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isSafeInteger(at))
    throw new InvalidArgumentError('Give a time as 2026-03-01T15:00Z, or milliseconds since 1970.');
  return at as EpochMs;
};
const days = (text: string): number => {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1 || count > 36_500)
    throw new InvalidArgumentError('Give a number of days from 1 to 36500.');
  return count;
};

/** An event by its id, or by part of its sides' names. */
function findEvents(store: MarketStore, wanted: string): readonly SportingEvent[] {
  const exact = store.event(wanted as EventId);
  return exact ? [exact] : store.findEvents(wanted, MOST_EVENTS);
}

function storage(flags: Flags): void {
  const read = readPrices(flags, (store) => store.upkeep.figures());
  if (!read.ok) fail(read, flags.json === true);
  else if (flags.json) writeJson(read.value);
  else writeLine(storageText(read.value));
}

async function compact(flags: Flags & { readonly olderThan?: number }): Promise<void> {
  const json = flags.json === true;
  const paths = pathsOf(flags);
  const databases = openDatabases({ paths, clock, log: log() });
  if (!databases.ok) return fail(databases, json);
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  const line = createProgressLine();
  try {
    const { journal, market } = databases;
    const kept = flags.olderThan ?? storedRetention(journal);
    const done = await compactHistory({
      upkeep: market.upkeep,
      startedBefore: retentionLimit(clock.now(), kept),
      isProtected: (id) => journal.hasOrders(flags.mode, id),
      pause: () => turn(),
      signal: cancel.signal,
      onProgress: ({ share, stage }) => line.show(`${Math.round(100 * share)} % ${stage}`),
    });
    line.clear();
    const { rows, bytes, finished } = done;
    if (json) writeJson({ removedChanges: rows, bytesGivenBack: bytes, finished });
    else
      writeLine(
        `${rows.toLocaleString('en')} changes removed, ${(bytes / 1024 ** 2).toFixed(1)} MiB given back.${finished ? '' : ' Stopped: the same command goes on.'}`,
      );
    if (!finished) process.exitCode = 1;
  } catch (error) {
    line.clear();
    fail(
      { code: 'compaction-failed', message: error instanceof Error ? error.message : String(error) },
      json,
    );
  } finally {
    databases.close();
  }
}

type ExportFlags = Flags & {
  readonly event?: string;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly format?: 'csv' | 'parquet';
};

async function exportPrices(file: string, flags: ExportFlags): Promise<void> {
  const json = flags.json === true;
  const { data } = pathsOf(flags);
  let eventId: EventId | null = null;
  if (flags.event !== undefined) {
    const chosen = chooseEvent(flags, flags.event);
    if (chosen === undefined) return;
    eventId = chosen.id;
  }
  const found = readPrices(flags, () => true);
  if (!found.ok) return fail(found, json);
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  const line = createProgressLine();
  const end = await performExport(
    {
      kind: 'export-history',
      data,
      spec: {
        eventId,
        from: flags.from ?? (0 as EpochMs),
        to: flags.to ?? (Number.MAX_SAFE_INTEGER as EpochMs),
        format: flags.format ?? (file.endsWith('.parquet') ? 'parquet' : 'csv'),
        file: resolve(file),
      },
    },
    {
      signal: cancel.signal,
      onProgress: ({ share, stage }) => line.show(`${Math.round(100 * share)} %, ${stage}`),
    },
  );
  line.clear();
  if (end.kind === 'cancelled')
    return fail({ code: 'cancelled', message: 'Stopped; the unfinished file was removed.' }, json);
  if (end.kind === 'failed') return fail({ code: 'export-failed', message: end.message }, json);
  if (json) writeJson({ file: resolve(file), ...end.result });
  else writeLine(`${end.result.rows.toLocaleString('en')} changes written to ${resolve(file)}.`);
}

/** The one event that is meant; otherwise says which there are. */
function chooseEvent(flags: Flags, wanted: string): SportingEvent | undefined {
  const read = readPrices(flags, (store) => findEvents(store, wanted));
  if (!read.ok) {
    fail(read, flags.json === true);
    return undefined;
  }
  const [event, ...others] = read.value;
  if (event !== undefined && others.length === 0) return event;
  const message =
    event === undefined
      ? `No event is called ${wanted}.`
      : `Several events are called ${wanted}; name one by its id:\n${eventsText(read.value)}`;
  fail({ code: event === undefined ? 'not-found' : 'ambiguous', message }, flags.json === true);
  return undefined;
}

function asOf(wanted: string, flags: Flags & { readonly known?: EpochMs; readonly said?: EpochMs }): void {
  const event = chooseEvent(flags, wanted);
  if (event === undefined) return;
  const read = readPrices(flags, (store) => ({
    prices: pricesAsOf(store, event.id, flags.known ?? clock.now(), flags.said ?? null),
    lines: openingAndClosing(store, event, clock.now()),
  }));
  if (!read.ok) fail(read, flags.json === true);
  else if (flags.json) writeJson({ event, ...read.value.prices, lines: read.value.lines });
  else writeLine(asOfText(event, read.value.prices));
}

const withPlaces = (command: Command): Command =>
  command
    .option('--data <dir>', "the data folder (default: this user's)")
    .addOption(
      new Option('--mode <mode>', 'whose prices').choices(['practice', 'paper']).default(REAL_MATCHES_MODE),
    )
    .option('--json', 'prints one JSON value');

/** `overround history`: what recorded prices take, were, and can be written out as. */
export const historyCommand = (): Command =>
  new Command('history')
    .description('Recorded prices: storage, compaction, export, and prices as they stood.')
    .addCommand(
      withPlaces(new Command('storage'))
        .description('What recorded prices take. Reads beside a running Overround.')
        .action(storage),
    )
    .addCommand(
      withPlaces(new Command('compact'))
        .description(
          'Removes prices older than the retention and gives space back. Closing lines and bets stay.',
        )
        .option('--older-than <days>', 'removes prices of events that started longer ago than this', days)
        .action(compact),
    )
    .addCommand(
      withPlaces(new Command('export'))
        .description(
          'Writes every price change to a new CSV or Parquet file. Reads beside a running Overround.',
        )
        .argument('<file>', 'a file that does not exist yet')
        .option('--event <event>', "one event's: its id, or part of its sides' names")
        .option('--from <time>', 'received from then on', moment)
        .option('--to <time>', 'received until then', moment)
        .addOption(new Option('--format <format>', 'default: by the name').choices(['csv', 'parquet']))
        .action(exportPrices),
    )
    .addCommand(
      withPlaces(new Command('as-of'))
        .description("An event's prices as they stood. Reads beside a running Overround.")
        .argument('<event>', "its id, or part of its sides' names")
        .option('--known <time>', 'what had been received by then (default: now)', moment)
        .option('--said <time>', 'of that, what books had said by then', moment)
        .action(asOf),
    );
