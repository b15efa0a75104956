import type { Fixture } from '../../../ports/forecaster.ts';
import type { HistoricalMatch } from '../../../ports/market-store.ts';
import type { FeatureSnapshot, FeatureState } from '../feature-set.ts';
import { RESULT_COLUMNS } from './columns.ts';
import { weighStakes } from './league-table.ts';
import { observeMatch } from './observing.ts';
import { keepBook, restoreBook } from './snapshot.ts';
import { createBook, findTeam, leagueFor } from './team-book.ts';
import { type FootballTuning, TUNING } from './tuning.ts';
import { writeResults } from './writing.ts';

/** Writes further columns of a fixture that need nothing but the fixture. */
export type FixtureWriter = (fixture: Fixture, out: Float32Array, offset: number) => void;

/** The state of a football set: the columns of results, then those of `writeFixture`. */
export function createFootballState(
  set: string,
  writeFixture: FixtureWriter | undefined,
  snapshot?: FeatureSnapshot,
  tuning: FootballTuning = TUNING,
): FeatureState {
  const book = snapshot === undefined ? createBook(tuning) : restoreBook(snapshot, set, tuning);
  let through = snapshot?.through ?? null;
  return {
    write(fixture, out, offset) {
      writeResults(book, fixture, tuning, out, offset);
      writeFixture?.(fixture, out, offset + RESULT_COLUMNS.length);
    },
    knows({ competition, home, away }) {
      const league = book.byCompetition.get(competition);
      if (league === undefined) return false;
      const { country } = league.division;
      return findTeam(book, country, home) !== undefined && findTeam(book, country, away) !== undefined;
    },
    teams(competition) {
      const league = book.byCompetition.get(competition);
      return league === undefined ? [] : [...(book.byCountry.get(league.division.country)?.keys() ?? [])];
    },
    observe(day) {
      const played = new Set<string>();
      // In an order of their own: what is learned must not depend on how a file is sorted.
      for (const match of [...day].sort(byIdentity)) {
        observeMatch(book, match, tuning);
        played.add(match.competition);
        if (through === null || match.playedOn > through) through = match.playedOn;
      }
      for (const competition of played) weighStakes(book, leagueFor(book, competition, tuning));
    },
    snapshot: () => keepBook(book, set, through),
  };
}

const keyOf = ({ competition, home, away, occurrence }: HistoricalMatch): string =>
  `${competition}|${home}|${away}|${occurrence}`;

function byIdentity(a: HistoricalMatch, b: HistoricalMatch): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
