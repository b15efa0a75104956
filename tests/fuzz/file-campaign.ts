import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { forEachLine, openStreamFile } from '../../electron/engine/feeds/betfair/stream-file.ts';
import { openReplayFile } from '../../electron/engine/feeds/replay/index.ts';
import { SOURCE_KINDS } from '../../electron/engine/services/sources/kinds.ts';
import {
  createRecordingFile,
  createRecordingWriter,
  openRecording,
} from '../../electron/engine/storage/recordings/index.ts';
import type { EpochMs, SourceId } from '../../shared/domain/units.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { betfairSeeds } from './betfair-seeds.ts';
import type { Finding } from './campaign.ts';
import { createJudge, type Judge } from './judge.ts';
import { createDraw, mutate, spoilBytes } from './mutations.ts';
import { ENVELOPES } from './seeds.ts';

/** What was made of a file: refused as a whole or in part, or read to its end. */
type Read = { readonly payloads: number; readonly refused: boolean };

export type FileReader = {
  readonly name: string;
  readonly seeds: (folder: string) => Promise<readonly Buffer[]>;
  readonly read: (path: string, judge: Judge) => Promise<Read>;
};

const streamLines = (): Buffer =>
  Buffer.from(
    betfairSeeds()
      .filter(({ channel, body }) => channel === 'stream' && body.length < 4_000)
      .slice(0, 30)
      .map(({ body }) => body.toString())
      .join('\n'),
  );

/** A recording of a few payloads of each source, made by the recorder's own writer. */
async function recordingSeed(folder: string): Promise<Buffer> {
  const path = join(folder, `seed-${process.hrtime.bigint()}.overround`);
  const head = {
    version: 'test',
    startedAt: 1_772_359_200_000,
    sources: [{ id: 'betfair', values: {} }],
    settings: {},
    openingBalance: { amount: 0, currency: 'GBP' },
    context: null,
    beats: true,
  };
  const writer = createRecordingWriter(await createRecordingFile(path), head, () => {});
  for (const [index, { channel, body }] of betfairSeeds().slice(0, 20).entries()) {
    const at = (1_772_359_200_000 + index * 100) as EpochMs;
    writer.payload({ kind: 'payload', source: 'betfair' as SourceId, channel, body, at });
    writer.beat(at);
    if (index % 5 === 4) await writer.flush();
  }
  await writer.finish(null);
  return readFileSync(path);
}

const TABLE_HEADER =
  'game_id,commence_time,in_play,bookmaker,last_update,home_team,home_team_odds,away_team,away_team_odds';
const TRACKER = {
  e1: {
    title: 'Alder Rovers vs Birch United',
    sport: 'soccer_epl',
    commence_time: '2026-03-01T15:00:00Z',
    bookmakers: {
      Cedarbet: {
        a: {
          market_type: 'h2h',
          outcome_name: 'Alder Rovers',
          norm_market: '1',
          updates: [{ timestamp: '2026-03-01T12:00:00Z', price: 2.1 }],
        },
        b: {
          market_type: 'totals',
          outcome_name: 'Over',
          norm_market: 'over25',
          updates: [{ timestamp: '2026-03-01T12:01:00Z', price: 1.9 }],
        },
      },
    },
  },
};
export const TRACKER_SEED = JSON.stringify(TRACKER);
const replaySeeds = (): readonly Buffer[] => {
  const lines = Buffer.from(ENVELOPES.map((each) => JSON.stringify(each)).join('\n'));
  const texts = [lines, Buffer.from(JSON.stringify(ENVELOPES)), Buffer.from(TRACKER_SEED), streamLines()];
  const table = Buffer.from(
    `${TABLE_HEADER}\ng1,2026-03-01T15:00:00Z,0,cedarbet,2026-03-01T12:00:00Z,Alder Rovers,-110,Birch United,120\n`,
  );
  return [...texts, table, gzipSync(lines), zstdCompressSync(lines)];
};

export const FILE_READERS: readonly FileReader[] = [
  {
    name: 'stream-files',
    seeds: () => Promise.resolve([streamLines(), gzipSync(streamLines())]),
    async read(path) {
      const opened = await openStreamFile(path);
      if (!opened.ok) return { payloads: 0, refused: true };
      let payloads = 0;
      let refused = false;
      for await (const part of opened.file.parts())
        if (part.kind === 'damage') refused = true;
        else
          forEachLine(part.bytes, () => {
            payloads += 1;
          });
      return { payloads, refused };
    },
  },
  {
    name: 'recordings',
    seeds: async (folder) => [await recordingSeed(folder)],
    async read(path) {
      const opened = await openRecording(path);
      if (!opened.ok) return { payloads: 0, refused: true };
      let payloads = 0;
      const entries = opened.tape.entries();
      for (let next = await entries.next(); ; next = await entries.next()) {
        if (next.done === true) return { payloads, refused: next.value !== null };
        payloads += next.value.filter(({ kind }) => kind === 'payload').length;
      }
    },
  },
  {
    name: 'replay-files',
    seeds: () => Promise.resolve(replaySeeds()),
    async read(path, judge) {
      const kinds = (id: SourceId) => SOURCE_KINDS.find((kind) => kind.id === id);
      const opened = await openReplayFile({ path, openRecording, kinds });
      if (!opened.ok) return { payloads: 0, refused: true };
      const { tape, kind } = opened;
      const [source] = tape.sources;
      const decoder = source && kind(source.id)?.decoder(source.values, judge.sink);
      const survey = await tape.survey(new AbortController().signal);
      let payloads = 0;
      const entries = tape.entries();
      for (let next = await entries.next(); ; next = await entries.next()) {
        if (next.done === true) {
          if (next.value === null && survey?.payloads !== payloads)
            throw new Error(`surveyed ${survey?.payloads} payloads and played ${payloads}`);
          return {
            payloads,
            refused: next.value !== null || tape.refused() > 0 || judge.heard().quarantined > 0,
          };
        }
        for (const entry of next.value)
          if (entry.kind === 'payload') {
            payloads += 1;
            decoder?.take(entry);
          }
      }
    },
  },
];

export type FileReport = {
  readonly source: string;
  readonly mutated: number;
  readonly accepted: number;
  readonly quarantined: number;
  /** Read out of spoilt files. */
  readonly payloads: number;
  readonly slowestMs: number;
};

const TOO_LONG_MS = 2_000;

/** A reader that waits for what never comes keeps nothing else alive: the process would end in the middle. */
async function inTime<Value>(reading: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it never ends')), 2 * TOO_LONG_MS);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Spoilt files, one after the other, each read to its end. */
export async function runFileCampaign(campaign: {
  readonly reader: FileReader;
  readonly payloads: number;
  readonly seed: number;
  readonly folder: string;
  readonly onFinding: (finding: Finding) => void;
}): Promise<FileReport> {
  const { reader, seed, folder } = campaign;
  const draw = createDraw(createSeededRandom(seed));
  const seeds = await reader.seeds(folder);
  const path = join(folder, `${reader.name}.spoilt`);
  const report = { source: reader.name, mutated: 0, accepted: 0, quarantined: 0, payloads: 0, slowestMs: 0 };
  while (report.mutated < campaign.payloads) {
    const session = report.mutated;
    const [body, other] = [draw.pick(seeds), draw.pick(seeds)];
    const spoilt = draw.next() < 0.5 ? spoilBytes(body, draw, other) : mutate(body, draw, other);
    writeFileSync(path, spoilt);
    const judge = createJudge(1, () => 0);
    const tell = (fault: string) =>
      campaign.onFinding({ source: reader.name, seed, session, channel: reader.name, fault, body: spoilt });
    const began = performance.now();
    report.mutated += 1;
    try {
      const { payloads, refused } = await inTime(reader.read(path, judge));
      report.payloads += payloads;
      report[refused ? 'quarantined' : 'accepted'] += 1;
      for (const fault of new Set(judge.faults())) tell(fault);
    } catch (error) {
      tell(`threw ${error instanceof Error ? error.message : String(error)}`);
    }
    const took = performance.now() - began;
    report.slowestMs = Math.max(report.slowestMs, Math.round(took));
    if (took > TOO_LONG_MS) tell(`took ${Math.round(took)} ms`);
  }
  return report;
}
