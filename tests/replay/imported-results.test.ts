import { createReadStream, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MATCH_FILE_FORMATS, type MatchFileFormatName } from '../../electron/engine/feeds/match-files.ts';
import type { HistoricalMatch } from '../../electron/engine/ports/market-store.ts';
import { findImported } from '../../electron/engine/services/results/imported-results.ts';
import { teamWords } from '../../shared/domain/team-names.ts';
import type { EpochMs, EventId } from '../../shared/domain/units.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';

async function readMatches(format: MatchFileFormatName, file: string): Promise<readonly HistoricalMatch[]> {
  const path = `${sharedData}/data/${file}`;
  const parsed = await MATCH_FILE_FORMATS[format].parse(createReadStream(path), path);
  if (!parsed.ok) throw new Error(parsed.message);
  const matches: HistoricalMatch[] = [];
  for await (const row of parsed.rows) if (row.kind === 'match') matches.push(row.match);
  return matches;
}

type Offered = { readonly id: string; readonly sport_key: string; readonly commence_time: string } & {
  readonly home_team: string;
  readonly away_team: string;
};
const readEvents = (file: string) =>
  (JSON.parse(readFileSync(`${sharedData}/data/odds-api/${file}`, 'utf8')) as readonly Offered[]).map(
    (event) => ({
      id: event.id as EventId,
      sport: event.sport_key,
      home: event.home_team,
      away: event.away_team,
      startsAt: Date.parse(event.commence_time) as EpochMs,
    }),
  );

/** A plain second look: the names share a beginning of three letters in some word. */
const isAlike = (one: string, two: string): boolean =>
  teamWords(one).some((word) =>
    teamWords(two).some(
      (other) => other.startsWith(word.slice(0, 3)) || other.endsWith(word.slice(-5)) || word === other,
    ),
  );

describe.skipIf(noSharedData)(`offered events and imported matches (${needsSharedData})`, () => {
  it.each([
    ['football-data', 'football-data/E0/E0_2324.csv', 'v4_odds_epl_decimal_2024-03-27.json', 30],
    ['football-data', 'football-data/D1/D1_2324.csv', 'v4_odds_bundesliga_decimal_2024-03.json', 18],
    ['sportsbook-review', 'other-sports/nba/nba_2008-2023.csv', 'v4_odds_nba_american_2022-11-23.json', 14],
  ] as const)('of %s %s are found, every one as itself', async (format, file, offered, events) => {
    const matches = await readMatches(format, file);
    const all = readEvents(offered);
    expect(all).toHaveLength(events);
    for (const event of all) {
      const found = findImported(event, matches);
      if (found.kind !== 'found') throw new Error(`${event.home} v ${event.away}: ${found.kind}`);
      const [home = '', rest = ''] = found.telling.note.split(' v ');
      expect(isAlike(event.home, home), `${event.home} is ${home}`).toBe(true);
      expect(isAlike(event.away, rest.replace(/ \d+-\d+ of .*/, '')), `${event.away} is ${rest}`).toBe(true);
    }
  });

  it('of another season are none', async () => {
    const matches = await readMatches('football-data', 'football-data/E0/E0_2223.csv');
    const kinds = readEvents('v4_odds_epl_decimal_2024-03-27.json').map(
      (event) => findImported(event, matches).kind,
    );
    expect(new Set(kinds)).toEqual(new Set(['none']));
  });
});
