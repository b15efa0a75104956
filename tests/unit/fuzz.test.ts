import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStreamFile } from '../../electron/engine/feeds/betfair/stream-file.ts';
import { SOURCE_KINDS } from '../../electron/engine/services/sources/kinds.ts';
import type { EpochMs } from '../../shared/domain/units.ts';
import { type Finding, runCampaign } from '../fuzz/campaign.ts';
import { FILE_READERS, runFileCampaign, TRACKER_SEED } from '../fuzz/file-campaign.ts';
import { createJudge } from '../fuzz/judge.ts';
import { TARGETS } from '../fuzz/targets.ts';

const SEED = 20_260_301;
const PAYLOADS = 20_000;
const FILES = 60;

const targetOf = (name: string) => {
  const target = TARGETS.find((each) => each.name === name);
  if (target === undefined) throw new Error(`No decoder is called ${name}.`);
  return target;
};

describe('a small share of `npm run fuzz`', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'overround-fuzz-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is about every kind of source there is', () => {
    const names = TARGETS.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(SOURCE_KINDS.map(({ id }) => id)));
    expect(TARGETS.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1);
  });

  it.each(TARGETS.map(({ name }) => name))('%s: none uncaught, everything accounted for', (name) => {
    const found: Finding[] = [];
    const target = targetOf(name);
    const payloads = Math.ceil(PAYLOADS * target.weight);
    const report = runCampaign({
      target,
      payloads,
      seed: SEED,
      checked: 1,
      onFinding: (each) => found.push(each),
    });
    expect(found.map(({ channel, fault, session }) => ({ channel, fault, session }))).toEqual([]);
    expect(report.mutated).toBe(payloads);
    expect(report.accepted + report.quarantined).toBe(report.mutated + report.unspoilt);
    const { received, used, duplicate, quarantined } = report.counts;
    expect(received).toBe(used + duplicate + quarantined);
    // A campaign that lost its markets at once would test nothing.
    expect(used).toBeGreaterThan(payloads / 100);
    expect(report.quotes).toBeGreaterThan(payloads / 100);
  });

  it.each(FILE_READERS.map((reader) => [reader.name, reader] as const))(
    '%s: spoilt files are refused or read',
    async (_, reader) => {
      const found: Finding[] = [];
      const report = await runFileCampaign({
        reader,
        payloads: FILES,
        seed: SEED,
        folder,
        onFinding: (each) => found.push(each),
      });
      expect(found.map(({ fault, session }) => ({ fault, session }))).toEqual([]);
      expect(report.accepted + report.quarantined).toBe(FILES);
      expect(report.quarantined).toBeGreaterThan(0);
    },
  );

  it('finds what it looks for', () => {
    const found: Finding[] = [];
    const target = {
      ...targetOf('kalshi'),
      open: () => ({
        take: ({ body }: { readonly body: Uint8Array }) => {
          if (body.includes(0)) throw new Error('a zero byte');
        },
        counts: () => ({ received: 0, used: 0, duplicate: 0, quarantined: 0 }),
      }),
    };
    runCampaign({ target, payloads: 1_000, seed: SEED, checked: 1, onFinding: (each) => found.push(each) });
    expect(new Set(found.map(({ fault }) => fault.split(' ')[0]))).toEqual(new Set(['threw', 'neither']));
  });
});

describe('payloads that once did harm', () => {
  const AT = Date.parse('2026-03-01T12:00:00Z') as EpochMs;
  /** A decoder after the unspoilt beginning of its life. */
  const begun = (name: string) => {
    const judge = createJudge(1, () => 0);
    const target = targetOf(name);
    const { take, counts } = target.open(judge.sink);
    for (const { channel, body, steady } of target.seeds()) if (steady) take({ channel, body, at: AT });
    const before = counts();
    return {
      give: (channel: string, text: string) => take({ channel, body: Buffer.from(text), at: AT }),
      refused: () => counts().quarantined - before.quarantined,
      told: () => judge.heard().quarantined,
      faults: judge.faults,
    };
  };
  const deep = (open: string, close: string) => `${open.repeat(8_000)}1${close.repeat(8_000)}`;

  it.each([
    ['the-odds-api', 'odds soccer_epl', `[{"bookmakers":[],"id":${deep('[', ']')}}]`],
    ['the-odds-api', 'odds soccer_epl', `[{"bookmakers":[${deep('{"markets":[', ']}')}]}]`],
    ['the-odds-api', 'scores soccer_epl', `[${deep('[', ']')}]`],
    ['odds-snapshots', 'odds snapshot', `[{"bookmakers":[${deep('{"markets":[', ']}')}]}]`],
    ['kalshi', 'stream 1', deep('[', ']')],
    ['kalshi', 'books', `{"orderbooks":[${deep('{"a":', '}')}]}`],
    ['polymarket', 'stream 1', `[${deep('{"a":', '}')}]`],
    ['betfair', 'catalogue', `{"result":[${deep('[', ']')}]}`],
    ['betfair', 'book', `{"result":[${deep('{"a":', '}')}]}`],
  ])('%s takes nesting that no stack holds on %s', (name, channel, text) => {
    const { give, told, faults } = begun(name);
    give(channel, text);
    expect(told()).toBeGreaterThan(0);
    expect(faults()).toEqual([]);
  });

  it.each([-1, 1.5, 1e300])(
    'betfair: a publish time of %d is refused, the prices stand as received',
    (pt) => {
      const { give, refused, faults } = begun('betfair');
      give(
        'stream',
        JSON.stringify({ op: 'mcm', id: 1, pt, mc: [{ id: '1.101', rc: [{ id: 11, atb: [[2.2, 9]] }] }] }),
      );
      expect(refused()).toBe(1);
      expect(faults()).toEqual([]);
    },
  );

  it('a gzip file with zeros after its end is read to its end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'overround-padded-'));
    const path = join(folder, 'padded.gz');
    writeFileSync(path, Buffer.concat([gzipSync('{"op":"mcm","pt":1}\n'), Buffer.alloc(2)]));
    const opened = await openStreamFile(path);
    const kinds: string[] = [];
    if (opened.ok) for await (const part of opened.file.parts()) kinds.push(part.kind);
    expect(kinds).toEqual(['lines']);
    rmSync(folder, { recursive: true, force: true });
  });

  it('a tracker: a price change before 1970 is refused, the others play', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'overround-tracker-'));
    const path = join(folder, 'tracker.json');
    const tracker = TRACKER_SEED.replace('2026-03-01T12:00:00Z', '1900-01-01T00:00:00Z');
    writeFileSync(path, tracker);
    const judge = createJudge(1, () => 0);
    const reader = FILE_READERS.find(({ name }) => name === 'replay-files');
    expect(await reader?.read(path, judge)).toEqual({ payloads: 1, refused: true });
    expect(judge.faults()).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('betfair: a start before 1970 is no start', () => {
    const { give, faults } = begun('betfair');
    const catalogue = targetOf('betfair')
      .seeds()
      .find(({ channel }) => channel === 'catalogue');
    give('catalogue', String(catalogue?.body).replaceAll(/"2026-[^"]*"/g, '"1900-01-01T00:00:00.000Z"'));
    expect(faults()).toEqual([]);
  });

  it('betfair: a runner that has left its market is confirmed no more', () => {
    const { give, faults } = begun('betfair');
    const catalogue = targetOf('betfair')
      .seeds()
      .find(({ channel }) => channel === 'catalogue');
    const answer = JSON.parse(String(catalogue?.body));
    for (const market of answer.result) market.runners.pop();
    give('catalogue', JSON.stringify(answer));
    give('stream', '{"op":"mcm","id":1,"pt":1772366400000,"ct":"HEARTBEAT"}');
    expect(faults()).toEqual([]);
  });

  it.each([
    ['kalshi', 'connection'],
    ['polymarket', 'connection'],
    ['the-odds-api', 'nonsense'],
  ])('%s tells what it can make nothing of on %s', (name, channel) => {
    const { give, refused } = begun(name);
    give(channel, '{"lost":1}');
    expect(refused()).toBe(1);
  });
});
