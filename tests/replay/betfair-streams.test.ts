import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createMessageReader,
  readMessageText,
} from '../../electron/engine/feeds/betfair/wire/read-message.ts';
import { createMarketChangeScanner } from '../../electron/engine/feeds/betfair/wire/scan-market-change.ts';
import { replayBetfair } from '../../electron/hosts/cli/replay-betfair.ts';
import { betfairLines, betfairResources, betfairStreamFiles } from '../support/betfair-files.ts';
import { createPlainBetfairCache } from '../support/plain-betfair-cache.ts';
import { needsSharedData, noSharedData } from '../support/shared-data.ts';

const MOMENTS = 20;
const publishTime = (line: string): number => (JSON.parse(line) as { pt: number }).pt;

/** Reports of the plain cache at each of `times`, in one pass. */
function plainReports(lines: readonly string[], times: readonly number[]): readonly unknown[] {
  const cache = createPlainBetfairCache();
  let at = 0;
  return times.map((until) => {
    for (; at < lines.length && publishTime(lines[at] as string) <= until; at += 1)
      cache.take(lines[at] as string);
    return cache.report();
  });
}

describe.skipIf(noSharedData)(`recorded Betfair streams (${needsSharedData})`, () => {
  const files = noSharedData ? [] : betfairStreamFiles();

  it.each(files.map((path) => [basename(path), path]))(
    'replays %s as a plain cache does, whenever',
    async (_, path) => {
      const lines = betfairLines(path);
      const first = publishTime(lines[0] as string);
      const last = publishTime(lines.at(-1) as string);
      // Evenly by messages and at both ends: files are quiet for days and busy for minutes.
      const times = [
        first - 1,
        ...Array.from({ length: MOMENTS }, (_unused, i) =>
          publishTime(lines[Math.floor((i * (lines.length - 1)) / MOMENTS)] as string),
        ),
        last,
      ];
      const expected = plainReports(lines, times);
      for (const [i, until] of times.entries()) {
        const replayed = await replayBetfair(path, { until });
        if (!replayed.ok) throw new Error(replayed.message);
        expect(replayed.report).toEqual(expected[i]);
        expect(replayed.losses).toEqual({ lines: 0, parts: 0, problems: [], damage: [] });
      }
      const whole = await replayBetfair(path);
      expect(whole.ok && whole.report).toEqual(expected.at(-1));
    },
  );

  it.each(files.map((path) => [basename(path), path]))('scans %s as JSON.parse reads it', (_, path) => {
    const scan = createMarketChangeScanner();
    let scanned = 0;
    const lines = betfairLines(path);
    for (const line of lines) {
      const bytes = Buffer.from(line);
      const long = readMessageText(line);
      expect(long).toMatchObject({ ok: true, problems: [] });
      const message = scan.line(bytes, 0, bytes.length);
      if (message === undefined) continue;
      scanned += 1;
      expect(long.ok && message).toEqual(long.ok && long.message);
    }
    // One old recording writes "clk": null throughout, and goes the long way.
    if (!path.includes('1.164917629')) expect(scanned / lines.length).toBeGreaterThan(0.9);
  });

  it('reads every recorded message of both client libraries without a problem', () => {
    const read = createMessageReader().line;
    const folders = ['betfair_parser/responses/streaming', 'betfairlightweight'];
    let messages = 0;
    for (const folder of folders)
      for (const name of readdirSync(`${betfairResources}/${folder}`)) {
        if (!/^(streaming_|mcm_|ocm_|status|connection).*json$/.test(name)) continue;
        const text = readFileSync(`${betfairResources}/${folder}/${name}`, 'utf8');
        const isList = name.endsWith('.ndjson');
        const parsed = (isList ? text.trim().split('\n') : [text]).flatMap(
          (part) => JSON.parse(part) as object | readonly object[],
        );
        for (const message of parsed as readonly { op?: string }[]) {
          if (!['connection', 'status', 'mcm', 'ocm'].includes(message.op ?? '')) continue;
          const result = read(Buffer.from(JSON.stringify(message)));
          expect(result, name).toMatchObject({ ok: true, problems: [] });
          messages += 1;
        }
      }
    expect(messages).toBeGreaterThan(60);
  });
});
