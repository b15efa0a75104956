import { fileProblem } from '../../../../shared/domain/file-problem.ts';
import type { SourceId } from '../../../../shared/domain/units.ts';
import type { OpenedTape } from '../../ports/payload-tape.ts';
import { isParsable } from '../json-parts.ts';
import { isTar } from '../tar-header.ts';
import { isBetfairLine, openBetfairFile } from './betfair-file.ts';
import {
  atMost,
  FileTooLarge,
  fileBytes,
  firstBytes,
  PEEK_BYTES,
  peekBytes,
  wholeFile,
} from './file-bytes.ts';
import { openJsonDocument } from './json-document.ts';
import { MOST_IN_ANSWER, openEnvelopeLines, readEnvelope } from './odds-envelopes.ts';
import { type OddsTable, openOddsTables } from './odds-table.ts';
import { isOddsTable } from './odds-table-row.ts';
import { type OpenedReplayFile, refusedFile } from './replay-file.ts';
import type { ReplayedKind } from './replay-source.ts';
import { readTar } from './tar-entries.ts';

/**
 * Decompressed bytes of a file that has to be sorted before it can be played; longer ones are refused. Two and a half
 * seasons of a sport, asked for daily, are 2 MB.
 */
const MOST_SORTED_BYTES = 128 * 1024 * 1024;
/** Files of an archive that are left out and named; the others are counted. */
const MOST_OTHERS = 20;
const RECORDING_START = 'OVERROUND-REC\n';

export type ReplayReading = {
  readonly path: string;
  /** Opens our own recordings. */
  readonly openRecording: (path: string) => Promise<OpenedTape>;
  /** What can read the payloads of a source. */
  readonly kinds: (id: SourceId) => ReplayedKind | undefined;
};

/** The beginning of a file as text, decompressed. */
type Start = { readonly text: string; readonly firstLine: string };

type Reader = {
  readonly is: (start: Start) => boolean;
  readonly open: (reading: ReplayReading, start: Start) => Promise<OpenedReplayFile>;
};

const tooLarge = (): OpenedReplayFile =>
  refusedFile(
    `This file is larger than ${MOST_SORTED_BYTES / 1024 / 1024} MB decompressed and has to be sorted to be replayed. Split it by time and replay the parts.`,
  );

function parsed(text: string): unknown {
  if (!text.startsWith('{') || !isParsable(Buffer.from(text), MOST_IN_ANSWER)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const WHAT_CAN_BE_REPLAYED =
  'What can be replayed: recordings of Overround, Betfair stream files, historical answers of The Odds API, tables and trackers of odds over time.';

const NOTHING_OVER_TIME = refusedFile(`This JSON holds no prices over time. ${WHAT_CAN_BE_REPLAYED}`);

const openDocument = ({ path }: ReplayReading, { text }: Start): Promise<OpenedReplayFile> =>
  openJsonDocument(
    atMost(MOST_SORTED_BYTES, fileBytes(path)),
    text.startsWith('[') ? 'list' : 'object',
    NOTHING_OVER_TIME,
  );

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}

async function openArchive({ path }: ReplayReading): Promise<OpenedReplayFile> {
  const bytes = await wholeFile(path, MOST_SORTED_BYTES);
  if (bytes === undefined) return tooLarge();
  const { entries, damaged } = readTar(bytes);
  const tables: OddsTable[] = [];
  const others: string[] = [];
  for (const { name, bytes: content } of entries)
    if (isOddsTable(startOf(content.subarray(0, PEEK_BYTES)).firstLine))
      tables.push({ name, bytes: once(content) });
    else others.push(`${name} in the archive is no table of odds and is left out.`);
  const unnamed = others.splice(MOST_OTHERS).length;
  if (unnamed > 0) others.push(`${unnamed} more of its files are left out too.`);
  if (tables.length === 0)
    return refusedFile(
      'There is no table of odds in this archive. Betfair files are replayed one at a time: take one out of the archive and open it.',
    );
  return openOddsTables(tables, [...(damaged === null ? [] : [damaged]), ...others]);
}

async function openTable({ path }: ReplayReading): Promise<OpenedReplayFile> {
  return openOddsTables([{ name: 'The table', bytes: atMost(MOST_SORTED_BYTES, fileBytes(path)) }]);
}

/** Kinds of text files, the first that fits. A new one is a line here. */
const READERS: readonly Reader[] = [
  {
    is: ({ firstLine }) => isBetfairLine(firstLine),
    open: ({ path, kinds }) => openBetfairFile(path, kinds),
  },
  {
    is: ({ firstLine }) => readEnvelope(parsed(firstLine)) !== undefined,
    open: ({ path }) => openEnvelopeLines(path),
  },
  { is: ({ text }) => /^[[{]/.test(text), open: openDocument },
  { is: ({ firstLine }) => isOddsTable(firstLine), open: openTable },
  {
    is: ({ firstLine }) => firstLine.startsWith('run_at_utc,'),
    open: () =>
      Promise.resolve(
        refusedFile(
          'This is a log of polls (when was asked, how many rows came, what was left of the quota), not prices: there is nothing to replay. Choose the tables beside it.',
        ),
      ),
  },
];

const startOf = (bytes: Uint8Array): Start => {
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  const end = text.indexOf('\n');
  return { text, firstLine: (end < 0 ? text : text.slice(0, end)).trim() };
};

/** The first line goes on: an answer of The Odds API may take half a megabyte of it. */
const hasLongLine = (bytes: Uint8Array): boolean => {
  const { text } = startOf(bytes);
  return bytes.byteLength === PEEK_BYTES && text.startsWith('{') && !text.includes('\n');
};

async function openByContent(reading: ReplayReading): Promise<OpenedReplayFile> {
  const raw = await firstBytes(reading.path, RECORDING_START.length);
  if (Buffer.from(raw).toString('latin1') === RECORDING_START) {
    const opened = await reading.openRecording(reading.path);
    return opened.ok ? { ok: true, tape: opened.tape, kind: reading.kinds } : opened;
  }
  // Betfair's historical data is the only thing that comes in bzip2.
  if (Buffer.from(raw).toString('latin1').startsWith('BZh'))
    return openBetfairFile(reading.path, reading.kinds);
  const bytes = await peekBytes(reading.path);
  if (bytes.byteLength === 0) return refusedFile('This file is empty.');
  if (isTar(bytes)) return openArchive(reading);
  const start = startOf(hasLongLine(bytes) ? await peekBytes(reading.path, MOST_IN_ANSWER.bytes) : bytes);
  const reader = READERS.find(({ is }) => is(start));
  return reader === undefined
    ? refusedFile(`This file is none that can be replayed. ${WHAT_CAN_BE_REPLAYED}`)
    : reader.open(reading, start);
}

/** Opens a file for replay by what is in it, whatever it is called. Never throws: what is wrong is told. */
export async function openReplayFile(reading: ReplayReading): Promise<OpenedReplayFile> {
  try {
    return await openByContent(reading);
  } catch (error) {
    if (error instanceof FileTooLarge) return tooLarge();
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return refusedFile(
      missing
        ? `There is no file ${reading.path}. Check its path; it must be on the machine the engine runs on.`
        : `The file can't be read: ${fileProblem(error, 'reading')}.`,
    );
  }
}
