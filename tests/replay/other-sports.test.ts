import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MatchFileFormatName } from '../../electron/engine/feeds/match-files.ts';
import type { HistoricalMatch } from '../../electron/engine/ports/market-store.ts';
import { importMatches } from '../../electron/engine/services/import-matches.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';

async function matchesOf(format: MatchFileFormatName, pattern: string) {
  const matches: HistoricalMatch[] = [];
  const { totals, files } = await importMatches({
    format,
    files: globSync(`${sharedData}/data/other-sports/${pattern}`).sort(),
    clock: createManualClock(),
    store: {
      importMatches(batch) {
        matches.push(...batch);
        return { imported: batch.length, duplicate: 0, completed: 0, differing: [] };
      },
      quarantine: () => {},
    },
  });
  return { matches, totals, files };
}

describe.skipIf(noSharedData)(`tennis, NBA and NFL files (${needsSharedData})`, () => {
  it('accounts for every tennis match, in CSV and in Excel', async () => {
    const { matches, totals, files } = await matchesOf('tennis-data', 'tennis/*');
    expect(totals).toEqual({ read: 9608, imported: 9530, duplicate: 0, quarantined: 78 });
    expect(files.flatMap(({ error }) => error ?? [])).toEqual([]);
    // Who is home is decided by the alphabet, so half the matches are won there.
    const homeWins = matches.filter(({ homeGoals, awayGoals }) => homeGoals > awayGoals).length;
    expect(Math.abs(homeWins / matches.length - 0.5)).toBeLessThan(0.02);
    expect(new Set(matches.map(({ competition }) => competition))).toEqual(
      new Set(['ATP Hard', 'ATP Clay', 'ATP Grass', 'WTA Hard', 'WTA Clay', 'WTA Grass']),
    );
    const prices = matches.flatMap(({ odds }) => odds);
    expect(prices.every(({ market }) => market === 'moneyline')).toBe(true);
    expect(prices.length).toBeGreaterThan(9_400 * 8);
  });

  it('accounts for every NBA and NFL game', async () => {
    const { matches, totals, files } = await matchesOf('sportsbook-review', 'n*/*.{csv,json}');
    expect(totals).toEqual({ read: 22_881, imported: 22_862, duplicate: 0, quarantined: 19 });
    expect(files.map(({ reasons }) => reasons)).toEqual([{ tie: 1 }, { 'no-team': 10, tie: 8 }]);
    const teams = (competition: string) =>
      new Set(matches.filter((match) => match.competition === competition).map(({ home }) => home)).size;
    expect([teams('NBA'), teams('NFL')]).toEqual([30, 32]);
  });
});
