import { setImmediate } from 'node:timers/promises';
import { BrokenJson, isParsable, jsonParts, PartTooLarge } from '../json-parts.ts';
import { createEnvelopeList, MOST_IN_ANSWER, readEnvelope } from './odds-envelopes.ts';
import { createTrackerReading, isOddsTracker } from './odds-tracker.ts';
import { type OpenedReplayFile, refusedFile } from './replay-file.ts';

/** Elements of a list, answers or not: a hundred thousand would be a year of them every five minutes. */
const MOST_ELEMENTS = 1_000_000;

const CUT_OFF = refusedFile(
  'This file begins like JSON but is none: it may be cut off. Get it again and retry.',
);
const TOO_LARGE = refusedFile(
  'A part of this JSON is larger than any answer of The Odds API or any event of a tracker: there is nothing to replay in it. Choose a file as it was downloaded.',
);
const ONE_MOMENT = refusedFile(
  'These are odds of one moment, without saying which: there is nothing to replay. Use historical answers of The Odds API, which carry their timestamp.',
);

function parsed(bytes: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new BrokenJson();
  }
}

async function openList(
  parts: AsyncIterable<Buffer>,
  holdsNothing: OpenedReplayFile,
): Promise<OpenedReplayFile> {
  const list = createEnvelopeList();
  let isOneMoment = false;
  let elements = 0;
  for await (const part of parts) {
    elements += 1;
    if (elements > MOST_ELEMENTS) throw new PartTooLarge();
    const value = parsed(part);
    await list.take(part, value);
    isOneMoment ||= typeof value === 'object' && value !== null && 'bookmakers' in value;
  }
  if (list.size() > 0) return list.open();
  return isOneMoment ? ONE_MOMENT : holdsNothing;
}

/** A tracker tells event by event; anything else is one answer, and parsed whole. */
async function openObject(
  parts: AsyncIterable<Buffer>,
  holdsNothing: OpenedReplayFile,
): Promise<OpenedReplayFile> {
  const tracker = createTrackerReading();
  const members: string[] = [];
  let isTracker: boolean | undefined;
  let length = 0;
  for await (const part of parts) {
    const member = `{${part.toString('utf8')}}`;
    if (isTracker !== false) {
      const value = parsed(member);
      isTracker ??= isOddsTracker(value);
      if (isTracker && !tracker.take(value)) return tracker.tooLarge;
    }
    if (isTracker) continue;
    length += part.length;
    if (length > MOST_IN_ANSWER.bytes) throw new PartTooLarge();
    members.push(part.toString('utf8'));
  }
  if (isTracker) return tracker.open();
  const bytes = Buffer.from(`{${members.join(',')}}`, 'utf8');
  if (!isParsable(bytes, MOST_IN_ANSWER)) throw new PartTooLarge();
  await setImmediate();
  const value = parsed(bytes);
  if (readEnvelope(value) === undefined) return holdsNothing;
  const list = createEnvelopeList();
  await list.take(bytes, value);
  return list.open();
}

/**
 * A JSON document: one answer of The Odds API, a list of them, or a tracker. Read part by part, each parsed by itself,
 * so that no file takes the engine's time or memory for long. `holdsNothing`: the answer for any other.
 */
export async function openJsonDocument(
  bytes: AsyncIterable<Uint8Array>,
  kind: 'list' | 'object',
  holdsNothing: OpenedReplayFile,
): Promise<OpenedReplayFile> {
  const parts = jsonParts(bytes, MOST_IN_ANSWER);
  try {
    return await (kind === 'list' ? openList : openObject)(parts, holdsNothing);
  } catch (error) {
    if (error instanceof PartTooLarge) return TOO_LARGE;
    if (error instanceof BrokenJson) return CUT_OFF;
    throw error;
  }
}
