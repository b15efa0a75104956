import { describe, expect, test } from 'vitest';
import {
  type MatchSource,
  matchesInMemory,
  matchesOfHistory,
} from '../../../../../electron/engine/judgement/match-days.ts';
import type { HistoricalMatch, MatchHistory } from '../../../../../electron/engine/ports/market-store.ts';
import { recordedMatch } from '../../../../support/recorded-match.ts';

const historyOf = (matches: readonly HistoricalMatch[]) => {
  const read: string[] = [];
  const key = (of: { readonly competition: string; readonly season: string }) =>
    `${of.competition} ${of.season}`;
  const history: MatchHistory = {
    historicalSeasons: () =>
      [...Map.groupBy(matches, key)].map(([, [first, ...rest]]) => ({
        competition: first?.competition ?? '',
        season: first?.season ?? '',
        matches: 1 + rest.length,
      })),
    historicalMatches(of) {
      read.push(key(of));
      return matches.filter((match) => key(match) === key(of));
    },
  };
  return { history, read };
};
const walk = (source: MatchSource) =>
  [...source.days()].map((day) => [day.playedOn, day.matches.map(({ home }) => home)]);

const matches = [
  recordedMatch({ home: 'c', playedOn: '2021-08-01', season: '2021/22' }),
  recordedMatch({ home: 'b', playedOn: '2020-02-01', kickOff: '15:00' }),
  recordedMatch({ home: 'a', playedOn: '2020-02-01', kickOff: '12:30', competition: 'D1' }),
  recordedMatch({ home: 'late', playedOn: '2020-08-09' }),
  recordedMatch({ home: 'calendar', playedOn: '2020-03-01', season: '2020', competition: 'SWE' }),
];
const inOrder = [
  ['2020-02-01', ['a', 'b']],
  ['2020-03-01', ['calendar']],
  ['2020-08-09', ['late']],
  ['2021-08-01', ['c']],
];

describe('matches in memory', () => {
  test('come day by day, by kick-off within a day, however often they are walked', () => {
    const source = matchesInMemory(matches);
    expect(walk(source)).toEqual(inOrder);
    expect(walk(source)).toEqual(inOrder);
    expect(source.total).toBe(5);
  });

  test('count once, unless the same pair did play twice', () => {
    const again = recordedMatch({ occurrence: 2, home: 'b', playedOn: '2020-02-01' });
    const source = matchesInMemory([...matches, ...matches, again]);
    expect(source).toMatchObject({ total: 6, duplicates: 5 });
  });
});

describe('imported matches', () => {
  test('come in the same order', () => {
    const source = matchesOfHistory(historyOf(matches).history);
    expect(walk(source)).toEqual(inOrder);
    expect(source).toMatchObject({ total: 5, misdated: 0 });
  });

  test('are read no earlier than their season can begin', () => {
    const seasons = ['2003/04', '2010/11', '2020/21'].map((season) =>
      recordedMatch({ season, playedOn: `${season.slice(0, 4)}-09-01` }),
    );
    const { history, read } = historyOf(seasons);
    const days = matchesOfHistory(history).days()[Symbol.iterator]();
    days.next();
    expect(read).toEqual(['E0 2003/04']);
    days.next();
    expect(read).toEqual(['E0 2003/04', 'E0 2010/11']);
  });

  test('are only those of the filter, with seasons written either way', () => {
    const { history } = historyOf(matches);
    const of = (competitions: readonly string[], seasons: readonly string[]) =>
      walk(matchesOfHistory(history, { competitions, seasons })).flatMap(([, homes]) => homes);
    expect(of(['D1'], [])).toEqual(['a']);
    expect(of([], ['2021-22'])).toEqual(['c']);
    expect(of(['E0'], ['2019/20'])).toEqual(['b', 'late']);
  });

  test('dated years before their season are counted and left out, so that no day comes late', () => {
    const { history } = historyOf([
      recordedMatch({ season: '2003/04', playedOn: '2003-09-01', home: 'first' }),
      recordedMatch({ season: '2010/11', playedOn: '1990-09-01', home: 'mistyped' }),
      recordedMatch({ season: '2010/11', playedOn: '2010-09-01', home: 'right' }),
    ]);
    const source = matchesOfHistory(history);
    expect(walk(source).map(([, homes]) => homes)).toEqual([['first'], ['right']]);
    expect(source.misdated).toBe(1);
  });
});
