import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { forEachLine } from '../../electron/engine/feeds/betfair/stream-file.ts';
import { bunzip2 } from '../../electron/engine/feeds/betfair/stream-file-bzip2.ts';
import { createMessageReader } from '../../electron/engine/feeds/betfair/wire/index.ts';
import {
  isWireBookmaker,
  isWireEvent,
  isWireMarket,
  isWireOutcome,
} from '../../electron/engine/feeds/the-odds-api/protocol.ts';
import { sharedData } from '../support/shared-data.ts';
import type { Bench, BenchResult } from './bench.ts';

const ROUNDS = 15;
/** The part of the time of parsing that checking may take on top. */
const ALLOWED = 0.1;

const streams = `${sharedData}/data/betfair/stream`;
const odds = `${sharedData}/data/odds-api`;

/** Milliseconds of the best of some rounds, taken in turn so that both see the same machine. */
function bestTimes(first: () => void, second: () => void): readonly [number, number] {
  const best: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [i, work] of [first, second].entries()) {
      const started = performance.now();
      work();
      best[i as 0 | 1] = Math.min(best[i as 0 | 1], performance.now() - started);
    }
  return best;
}

/** Parsing with every check, against the time that parsing alone and a tenth of it would take. */
const result = (checked: number, parsed: number, detail: BenchResult['detail']): BenchResult => ({
  unit: 'ms for all payloads, parsed and checked',
  ours: Math.round(checked * 100) / 100,
  theirs: Math.round(parsed * (1 + ALLOWED) * 100) / 100,
  against: 'JSON.parse alone and 10 % on top, in the same run',
  ratio: (parsed * (1 + ALLOWED)) / checked,
  target: 1,
  detail: { checkingShareOfParsing: Math.round((checked / parsed - 1) * 1000) / 1000, ...detail },
});

const absent: BenchResult = {
  unit: 'ms',
  ours: 0,
  theirs: 0,
  against: 'nothing: the recorded data in ../shared is absent',
  ratio: 0,
  target: null,
};

async function unpacked(name: string): Promise<Buffer> {
  const bytes = readFileSync(`${streams}/${name}`);
  if (name.endsWith('.gz')) return gunzipSync(bytes);
  if (!name.endsWith('.bz2')) return bytes;
  const blocks: Uint8Array[] = [];
  const whole = (async function* () {
    yield bytes;
  })();
  for await (const block of bunzip2(whole)) blocks.push(block);
  return Buffer.concat(blocks);
}

async function betfair(): Promise<BenchResult> {
  if (!existsSync(streams)) return absent;
  const files = await Promise.all(readdirSync(streams).map(unpacked));
  const reader = createMessageReader();
  let messages = 0;
  const [parsed, checked] = bestTimes(
    () => {
      for (const bytes of files)
        forEachLine(bytes, (from, to) => {
          JSON.parse(bytes.toString('utf8', from, to));
        });
    },
    () => {
      messages = 0;
      for (const bytes of files) {
        const read = reader.block(bytes);
        forEachLine(bytes, (from, to) => {
          if (read(from, to).ok) messages += 1;
        });
      }
    },
  );
  return result(checked, parsed, { messages, files: files.length });
}

/** The checks of one event as the source makes them, level by level. */
function checkEvent(event: unknown): number {
  if (!isWireEvent(event)) return 0;
  let outcomes = 0;
  for (const bookmaker of event.bookmakers as readonly unknown[]) {
    if (!isWireBookmaker(bookmaker)) continue;
    for (const market of bookmaker.markets as readonly unknown[]) {
      if (!isWireMarket(market)) continue;
      for (const outcome of market.outcomes as readonly unknown[]) if (isWireOutcome(outcome)) outcomes += 1;
    }
  }
  return outcomes;
}

function oddsApi(): BenchResult {
  if (!existsSync(odds)) return absent;
  const payloads = readdirSync(odds)
    .filter((name) => /^v4_odds_.*\.json$/.test(name))
    .map((name) => readFileSync(`${odds}/${name}`, 'utf8'));
  const events = (text: string): readonly unknown[] => {
    const value = JSON.parse(text) as unknown;
    if (Array.isArray(value)) return value;
    const { data = value } = value as { readonly data?: unknown };
    return Array.isArray(data) ? data : [data];
  };
  let outcomes = 0;
  const [parsed, checked] = bestTimes(
    () => {
      for (const text of payloads) events(text);
    },
    () => {
      outcomes = 0;
      for (const text of payloads) for (const event of events(text)) outcomes += checkEvent(event);
    },
  );
  return result(checked, parsed, { payloads: payloads.length, outcomes });
}

export const benches: readonly Bench[] = [
  { name: 'feed-validation-betfair', run: betfair },
  { name: 'feed-validation-odds-api', run: oddsApi },
];
