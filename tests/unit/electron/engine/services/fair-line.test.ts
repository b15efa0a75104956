import { describe, expect, it } from 'vitest';
import { openFairLine } from '../../../../../electron/engine/services/fair-line.ts';
import { createTroubles } from '../../../../../electron/engine/services/troubles.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';
import { event } from '../../../../support/market-fixture.ts';
import { recordedMatch } from '../../../../support/recorded-match.ts';
import { shippedFiles } from '../../../../support/shipped-line.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

function desk(files = shippedFiles()) {
  const log = createSilentLog();
  const troubles = createTroubles(log);
  const stored = new Map<string, ReturnType<typeof recordedMatch>[]>();
  const history = {
    historicalSeasons: () =>
      [...stored].map(([season, matches]) => ({ competition: 'E0', season, matches: matches.length })),
    historicalMatches: ({ season }: { readonly season: string }) => stored.get(season) ?? [],
  };
  return { line: openFairLine({ files, history, troubles, log }), log, troubles, stored };
}

describe('the line for live prices', () => {
  it('is there once it is read', async () => {
    const { line, troubles } = desk();
    expect(line.current()).toBeUndefined();
    await line.refresh();
    expect(line.current()?.model).toBeDefined();
    expect(troubles.current()).toBeNull();
  });

  it('learns what imports have brought since', async () => {
    const { line, stored } = desk();
    const match = event({
      sport: 'soccer_epl',
      home: 'Manchester City',
      away: 'Liverpool',
      startsAt: Date.parse('2026-02-01T15:00:00Z') as EpochMs,
    });
    await line.refresh();
    expect(line.current()?.signals?.(match, 0)).toBeNull();
    const played = recordedMatch({
      season: '2025/26',
      playedOn: '2026-01-10',
      home: 'Man City',
      away: 'Liverpool',
    });
    stored.set('2025/26', [played]);
    await line.refresh();
    expect(line.current()?.signals?.(match, 0)).not.toBeNull();
  });

  it('is told as a trouble where it is not as shipped, and a warning where there is none', async () => {
    const damaged = desk(shippedFiles((name, bytes) => (name === '2024.json' ? bytes.subarray(1) : bytes)));
    await damaged.line.refresh();
    expect(damaged.line.current()).toBeUndefined();
    expect(damaged.troubles.current()).toMatch(/2024\.json .* mean over books/);
    const absent = desk(shippedFiles(() => null));
    await absent.line.refresh();
    expect(absent.troubles.current()).toBeNull();
    expect(absent.log.lines.map(({ level }) => level)).toEqual(['warn']);
  });

  it('stops asking for matches', async () => {
    const { line, stored } = desk();
    stored.set('2025/26', []);
    line.stop();
    await line.refresh();
    expect(line.current()).toBeUndefined();
  });
});
