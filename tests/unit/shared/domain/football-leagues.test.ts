import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FOOTBALL_LEAGUES, footballLeague } from '../../../../shared/domain/football-leagues.ts';
import { needsSharedData, noSharedData, sharedData } from '../../../support/shared-data.ts';

describe('football leagues', () => {
  it('are found by division and by sport key', () => {
    expect(footballLeague('E0')).toEqual({
      code: 'E0',
      country: 'England',
      tier: 1,
      name: 'Premier League',
      oddsApiKey: 'soccer_epl',
    });
    expect(footballLeague('soccer_epl')).toBe(footballLeague('E0'));
    expect(footballLeague('basketball_nba')).toBeUndefined();
  });

  it('stand once under each name', () => {
    const names = FOOTBALL_LEAGUES.flatMap(({ code, oddsApiKey }) => [
      code,
      ...(oddsApiKey ? [oddsApiKey] : []),
    ]);
    expect(new Set(names).size).toBe(names.length);
    for (const { country } of FOOTBALL_LEAGUES) {
      const tiers = FOOTBALL_LEAGUES.filter((entry) => entry.country === country).map(({ tier }) => tier);
      expect(tiers).toEqual(tiers.map((_, i) => i + 1));
    }
  });

  describe.skipIf(noSharedData)(`in recorded data (${needsSharedData})`, () => {
    it('are the divisions with files', () => {
      const folder = `${sharedData}/data/football-data`;
      const divisions = readdirSync(folder).filter(
        (name) => !name.startsWith('_') && existsSync(`${folder}/${name}/${name}_2324.csv`),
      );
      expect(divisions.sort()).toEqual(FOOTBALL_LEAGUES.map(({ code }) => code).sort());
    });

    it('have keys that The Odds API lists', () => {
      const sports = JSON.parse(
        readFileSync(`${sharedData}/data/odds-api/v4_sports_all_2024.json`, 'utf8'),
      ) as readonly { readonly key: string }[];
      const listed = new Set(sports.map(({ key }) => key));
      const missing = FOOTBALL_LEAGUES.flatMap(({ oddsApiKey }) =>
        oddsApiKey === null || listed.has(oddsApiKey) ? [] : [oddsApiKey],
      );
      // Listed only while its season runs, as the record was made in another month.
      expect(missing).toEqual(['soccer_greece_super_league']);
    });
  });
});
