import { setImmediate } from 'node:timers/promises';
import { fileProblem } from '../../../../shared/domain/file-problem.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type {
  PayloadTape,
  TapedPayload,
  TapedSource,
  TapeEntry,
  TapeRefusal,
} from '../../ports/payload-tape.ts';
import { isParsable, type JsonLimits } from '../json-parts.ts';
import { detectOddsFormat } from '../the-odds-api/odds-format.ts';
import { readOddsPayload } from '../the-odds-api/payload.ts';
import { answerParts, type Envelope } from './answer-parts.ts';
import { fileLines } from './file-bytes.ts';
import { createMemoryTape } from './memory-tape.ts';
import { ODDS_SNAPSHOTS, ODDS_SOURCE, WHOLE } from './odds-snapshots.ts';
import { type OpenedReplayFile, refusedFile } from './replay-file.ts';

/**
 * More than any answer of the API: the largest kept, all of a week's NFL games at every bookmaker, has 480 KB and 20,000
 * values. What this allows is parsed in a tenth of a second.
 */
export const MOST_IN_ANSWER: JsonLimits = { bytes: 16 * 1024 * 1024, values: 250_000 };
/** Lines after which everyone else has a turn. */
const TURN_LINES = 200;
/** Parts of one answer after which everyone else has. */
const TURN_PARTS = 16;
const MOST_REFUSALS = 500;

/** A historical answer: `{timestamp, previous_timestamp, next_timestamp, data}`. */
export function readEnvelope(value: unknown): Envelope | undefined {
  const read = readOddsPayload(value);
  return read.ok && read.recordedAt !== null ? { at: read.recordedAt, events: read.events } : undefined;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Every number named `price`, however deep. */
function* pricesIn(value: unknown): Generator<number, void, void> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value))
    if (name === 'price' && typeof inner === 'number') yield inner;
    else yield* pricesIn(inner);
}

const payloadAt = (at: EpochMs, body: Uint8Array): TapedPayload => ({
  kind: 'payload',
  source: ODDS_SOURCE,
  channel: WHOLE,
  at,
  body,
});
const kind = (id: string) => (id === ODDS_SOURCE ? ODDS_SNAPSHOTS : undefined);
const sourceOf = (events: readonly unknown[]): TapedSource => ({
  id: ODDS_SOURCE,
  values: { oddsFormat: detectOddsFormat(pricesIn(events)) ?? 'decimal' },
});

/** Answers held in memory, as they stand in their file, which is a document of one or a list. */
export function createEnvelopeList() {
  const envelopes: { readonly at: EpochMs; readonly body: Uint8Array }[] = [];
  let source: TapedSource | undefined;
  let refused = 0;
  let parts = 0;
  return {
    /** `value` is what `body` says. */
    async take(body: Uint8Array, value: unknown): Promise<void> {
      const read = readEnvelope(value);
      if (read === undefined) {
        refused += 1;
        return;
      }
      source ??= sourceOf(read.events);
      for (const part of answerParts(body, read)) {
        parts += 1;
        if (parts % TURN_PARTS === 0) await setImmediate();
        envelopes.push({ at: read.at, body: part });
      }
    },
    size: (): number => envelopes.length,
    open(): OpenedReplayFile {
      if (source === undefined)
        return refusedFile('There is nothing to replay in this file: none of its answers can be read.');
      const tape = createMemoryTape({
        format: 'historical odds',
        source,
        payloads: envelopes
          .sort((one, other) => one.at - other.at)
          .map(({ at, body }) => payloadAt(at, body)),
        refused,
        notes: refused === 0 ? [] : [`${refused} answers could not be read and are left out.`],
      });
      return { ok: true, tape, kind };
    },
  };
}

/** Why a line was left out: too large where it has no bytes, no answer, or one that steps back in time. */
function refusalOf(line: number, bytes: Uint8Array | undefined, envelope: Envelope | undefined): TapeRefusal {
  const where = `line ${line}`;
  if (bytes === undefined) return { where, reason: 'a line larger than any answer', sample: '' };
  const reason =
    envelope === undefined
      ? 'no historical answer of The Odds API'
      : 'an answer of a moment before the one in front of it';
  return { where, reason, sample: new TextDecoder().decode(bytes.subarray(0, 300)) };
}

/**
 * Historical answers of The Odds API, one a line, in order of time: read line by line, so that a file's size doesn't
 * matter. A line that is none, or that steps back in time, is refused and counted.
 */
export async function openEnvelopeLines(path: string): Promise<OpenedReplayFile> {
  /** Counted by whichever goes through the file: the survey is ahead of the replay, until it is over. */
  const refused = { surveyed: 0, played: 0 };
  const refusals = new Map<number, TapeRefusal>();
  async function* lines(by: keyof typeof refused): AsyncGenerator<TapedPayload, void, void> {
    refused[by] = 0;
    let last = 0;
    let number = 0;
    for await (const line of fileLines(path, MOST_IN_ANSWER.bytes)) {
      number += 1;
      if (number % TURN_LINES === 0) await setImmediate();
      const bytes = line.ok && isParsable(line.bytes, MOST_IN_ANSWER) ? line.bytes : undefined;
      const envelope = bytes && readEnvelope(parsed(bytes));
      if (bytes !== undefined && envelope !== undefined && envelope.at >= last) {
        last = envelope.at;
        for (const part of answerParts(bytes, envelope)) yield payloadAt(envelope.at, part);
        continue;
      }
      refused[by] += 1;
      if (refusals.size < MOST_REFUSALS) refusals.set(number, refusalOf(number, bytes, envelope));
    }
  }
  let first: TapedPayload | undefined;
  try {
    for await (const payload of lines('surveyed')) {
      first = payload;
      break;
    }
  } catch (error) {
    return refusedFile(`The file can't be read: ${fileProblem(error, 'reading')}.`);
  }
  const envelope = first && readEnvelope(parsed(first.body));
  if (first === undefined || envelope === undefined)
    return refusedFile('There is nothing to replay in this file: none of its lines is an answer.');
  const from = first.at;
  const tape: PayloadTape = {
    format: 'historical odds',
    from,
    sources: [sourceOf(envelope.events)],
    beats: false,
    context: null,
    notes: [],
    refused: () => Math.max(refused.surveyed, refused.played),
    refusals: () => [...refusals.values()],
    async survey(signal) {
      const counted = { to: from, payloads: 0 };
      try {
        for await (const { at } of lines('surveyed')) {
          if (signal.aborted) return undefined;
          counted.to = at;
          counted.payloads += 1;
        }
      } catch {
        // Its end is unreadable; the replay says so when it gets there.
      }
      return counted;
    },
    async *entries(): AsyncGenerator<readonly TapeEntry[], string | null, void> {
      try {
        for await (const payload of lines('played')) yield [payload];
        return null;
      } catch (error) {
        return `The rest of the file can't be read: ${fileProblem(error, 'reading')}.`;
      }
    },
  };
  return { ok: true, tape, kind };
}
