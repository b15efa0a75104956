import { createReadStream } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseFootballData } from '../../electron/engine/feeds/football-data/index.ts';
import {
  FEATURE_SETS,
  finishWalk,
  type WalkedFeatures,
  walkFeatures,
} from '../../electron/engine/inference/features/index.ts';
import type { HistoricalMatch } from '../../electron/engine/ports/market-store.ts';
import { oddsE4 } from '../../shared/domain/units.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';

const seasons = ['1718', '1819', '1920'];
/** Both divisions play on it. */
const cut = '2019-11-02';
const footballSets = FEATURE_SETS.filter(({ sport }) => sport === 'football');

async function readMatches(division: string): Promise<readonly HistoricalMatch[]> {
  const matches: HistoricalMatch[] = [];
  for (const season of seasons) {
    const file = `${sharedData}/data/football-data/${division}/${division}_${season}.csv`;
    const parsed = await parseFootballData(createReadStream(file), file);
    if (!parsed.ok) throw new Error(parsed.message);
    for await (const row of parsed.rows) if (row.kind === 'match') matches.push(row.match);
  }
  return matches;
}

const rowsOf = ({ x, columns, matches }: WalkedFeatures): ReadonlyMap<string, readonly number[]> =>
  new Map(
    matches.map(({ identity }, row) => [
      identity,
      Array.from(x.subarray(row * columns, (row + 1) * columns)),
    ]),
  );

/** From this day on every match has the result of the one after it in the file. */
function withResultsShifted(matches: readonly HistoricalMatch[], from: string): readonly HistoricalMatch[] {
  return matches.map((match, i) => {
    const other = matches[(i + 1) % matches.length] ?? match;
    if (match.playedOn < from) return match;
    const { homeGoals, awayGoals, halfTimeHome, halfTimeAway, statistics } = other;
    return { ...match, homeGoals, awayGoals, halfTimeHome, halfTimeAway, statistics };
  });
}

describe.skipIf(noSharedData)(
  `features of the Premier League and the Championship (${needsSharedData})`,
  () => {
    let matches: readonly HistoricalMatch[] = [];
    beforeAll(async () => {
      matches = (await Promise.all(['E0', 'E1'].map(readMatches))).flat();
    }, 60_000);

    describe.each(footballSets)('$id', (set) => {
      const walk = (of: readonly HistoricalMatch[]): WalkedFeatures => finishWalk(walkFeatures(set, of));

      test('of a day do not move with its results or later ones', () => {
        const [before, after] = [walk(matches), walk(withResultsShifted(matches, cut))].map(rowsOf);
        let moved = 0;
        for (const { identity, playedOn } of matches) {
          const [row, shifted] = [before?.get(identity), after?.get(identity)];
          if (playedOn <= cut) expect(shifted).toEqual(row);
          else if (JSON.stringify(shifted) !== JSON.stringify(row)) moved += 1;
        }
        expect(moved).toBe(matches.filter(({ playedOn }) => playedOn > cut).length);
      });

      test('do not move with closing prices', () => {
        const closed = matches.map((match) => ({
          ...match,
          odds: match.odds.map((price) =>
            price.stage === 'closing' ? { ...price, price: oddsE4(3) ?? price.price } : price,
          ),
        }));
        expect(closed.some(({ odds }) => odds.some(({ stage }) => stage === 'closing'))).toBe(true);
        expect(walk(closed).x).toEqual(walk(matches).x);
      });

      test('go on from a snapshot that holds no results', () => {
        const past = matches.filter(({ playedOn }) => playedOn <= cut);
        const rest = matches.filter(({ playedOn }) => playedOn > cut);
        const state = set.create();
        finishWalk(walkFeatures(set, past, { state }));
        const text = JSON.stringify(state.snapshot());
        const teams = new Set(matches.flatMap(({ home, away }) => [home, away])).size;
        // Some 400 bytes a team, however many matches there were.
        expect(text.length).toBeLessThan(600 * teams);
        const resumed = finishWalk(walkFeatures(set, rest, { state: set.create(JSON.parse(text)) }));
        const uninterrupted = rowsOf(walk(matches));
        let worst = 0;
        resumed.matches.forEach(({ identity }, row) => {
          uninterrupted.get(identity)?.forEach((value, i) => {
            const found = resumed.x[row * resumed.columns + i] ?? Number.NaN;
            if (Number.isNaN(value)) expect(found).toBeNaN();
            else worst = Math.max(worst, Math.abs(found - value));
          });
        });
        expect(resumed.rows).toBe(rest.length);
        expect(worst).toBeLessThan(1e-4);
      });

      test('are known almost all once a season has passed', () => {
        const { x, columns, matches: walked } = walk(matches);
        const last = walked.flatMap(({ season }, row) => (season === '2019/20' ? [row] : []));
        const missing = set.names.map(
          (name, i) => [name, last.filter((row) => Number.isNaN(x[row * columns + i])).length] as const,
        );
        expect(missing.filter(([, count]) => count > 0.05 * last.length)).toEqual([]);
      });
    });
  },
);
