import { type EpochMs, isMoment, type SourceId } from '../../../../shared/domain/units.ts';
import type { PayloadTape, TapedPayload, TapeEntry } from '../../ports/payload-tape.ts';
import { forEachLine, openStreamFile, type StreamFile } from '../betfair/stream-file.ts';
import { type OpenedReplayFile, refusedFile } from './replay-file.ts';
import type { ReplayedKind } from './replay-source.ts';

const BETFAIR = 'betfair' as SourceId;
/** Its channel for lines of the stream. */
const CHANNEL = 'stream';
const PUBLISH_TIME = Buffer.from('"pt":', 'latin1');
/** In market definitions, as Betfair writes them. */
const IN_PLAY = Buffer.from('"inPlay":true', 'latin1');

export const isBetfairLine = (line: string): boolean =>
  /^\{"op"\s*:\s*"[a-z]+"/.test(line) && /"(?:pt|clk|mc|id)"\s*:/.test(line);

/** The publish time of a line; `undefined` on lines of the connection, which have none, and where it can be none. */
function publishTime(line: Buffer): EpochMs | undefined {
  const found = line.indexOf(PUBLISH_TIME);
  if (found < 0) return undefined;
  let at = found + PUBLISH_TIME.length;
  while (line[at] === 0x20) at += 1;
  let time = 0;
  for (let digit = (line[at] ?? 0) - 48; digit >= 0 && digit <= 9; digit = (line[++at] ?? 0) - 48)
    time = time * 10 + digit;
  return time > 0 && isMoment(time) ? time : undefined;
}

/** What one way through the file has come to. */
type Passage = { last: number; damage: string | null };

async function* batchesOf(
  file: StreamFile,
  passage: Passage,
): AsyncGenerator<readonly TapedPayload[], void, void> {
  for await (const part of file.parts()) {
    if (part.kind === 'damage') {
      passage.damage = part.message;
      return;
    }
    const bytes = Buffer.from(part.bytes.buffer, part.bytes.byteOffset, part.bytes.byteLength);
    const payloads: TapedPayload[] = [];
    forEachLine(part.bytes, (from, to) => {
      const body = bytes.subarray(from, to);
      // What was published out of turn was received after what came before it.
      passage.last = Math.max(passage.last, publishTime(body) ?? 0);
      payloads.push({
        kind: 'payload',
        source: BETFAIR,
        channel: CHANNEL,
        at: passage.last as EpochMs,
        body,
      });
    });
    if (payloads.length > 0) yield payloads;
  }
}

/** What the stream sends every so often while no market changes; files hold changes only. */
const HEARTBEAT = {
  everyMs: 5_000,
  payload: (at: EpochMs): TapedPayload => ({
    kind: 'payload',
    source: BETFAIR,
    channel: CHANNEL,
    at,
    body: Buffer.from(`{"op":"mcm","ct":"HEARTBEAT","pt":${at}}`, 'latin1'),
  }),
};

const newPassage = (): Passage => ({ last: 0, damage: null });

/** A recording of Betfair's stream: every line at its publish time, read as it is played. */
export async function openBetfairFile(
  path: string,
  kinds: (id: SourceId) => ReplayedKind | undefined,
): Promise<OpenedReplayFile> {
  const opened = await openStreamFile(path);
  if (!opened.ok) return refusedFile(opened.message);
  let from = 0;
  for await (const payloads of batchesOf(opened.file, newPassage())) {
    from = payloads.find(({ at }) => at > 0)?.at ?? 0;
    if (from > 0) break;
  }
  if (from === 0)
    return refusedFile(
      'There is nothing to replay in this file: none of its lines says when it was published.',
    );
  const played = newPassage();
  const tape: PayloadTape = {
    format: 'Betfair stream',
    from: from as EpochMs,
    sources: [{ id: BETFAIR, values: {} }],
    beats: false,
    heartbeat: HEARTBEAT,
    context: null,
    notes: [],
    refused: () => 0,
    async survey(signal) {
      const passage = newPassage();
      let payloads = 0;
      let inPlayAt: EpochMs | undefined;
      for await (const batch of batchesOf(opened.file, passage)) {
        if (signal.aborted) return undefined;
        payloads += batch.length;
        inPlayAt ??= batch.find(({ body }) =>
          Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes(IN_PLAY),
        )?.at;
      }
      return { to: passage.last as EpochMs, payloads, ...(inPlayAt === undefined ? {} : { inPlayAt }) };
    },
    async *entries(): AsyncGenerator<readonly TapeEntry[], string | null, void> {
      played.last = from;
      for await (const batch of batchesOf(opened.file, played)) yield batch;
      return played.damage === null ? null : `The rest of the file can't be read: ${played.damage}.`;
    },
  };
  return { ok: true, tape, kind: kinds };
}
