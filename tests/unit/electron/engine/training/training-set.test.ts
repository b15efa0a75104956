import { describe, expect, it } from 'vitest';
import { matchesInMemory } from '../../../../../electron/engine/judgement/match-days.ts';
import type { HistoricalMatch } from '../../../../../electron/engine/ports/market-store.ts';
import { finalFit, planSeasons } from '../../../../../electron/engine/training/fit-plan.ts';
import { matchesOfSport } from '../../../../../electron/engine/training/index.ts';
import { dataHash } from '../../../../../electron/engine/training/training-set.ts';
import { playLeagues } from '../../../../support/played-leagues.ts';
import { recipeOf, trainingSetOf } from '../../../../support/training-set.ts';

const matches = playLeagues({ seasons: 5 });

describe('training sets', () => {
  it('hold a row a match, by day, with the market beside it', () => {
    const set = trainingSetOf('football-1x2-logistic', matches);
    expect(set.rows).toBe(matches.length);
    expect([...set.days]).toEqual([...set.days].sort());
    for (let row = 0; row < set.rows; row += 1) {
      const fair = set.market.subarray(row * 3, row * 3 + 3);
      expect(
        fair[0] !== undefined && Number.isNaN(fair[0]) ? 1 : fair.reduce((a, b) => a + b, 0),
      ).toBeCloseTo(1, 9);
    }
    expect([...set.y].filter((y) => y === 0)).toHaveLength(
      matches.filter(({ homeGoals, awayGoals }) => homeGoals > awayGoals).length,
    );
  });

  it('know nothing of a day before it is over', () => {
    const day = matches[Math.floor(matches.length / 2)]?.playedOn ?? '';
    const turned = matches.map(
      (match): HistoricalMatch =>
        match.playedOn < day ? match : { ...match, homeGoals: match.homeGoals + 3, statistics: {} },
    );
    const [a, b] = [
      trainingSetOf('football-1x2-logistic', matches),
      trainingSetOf('football-1x2-logistic', turned),
    ];
    const width = a.columns.length;
    const after = a.days.findIndex((each) => each > day);
    expect(b.x.subarray(0, after * width)).toEqual(a.x.subarray(0, after * width));
    expect(b.x.subarray(after * width)).not.toEqual(a.x.subarray(after * width));
  });

  it('begin each season knowing the days before it, whatever other leagues still play', () => {
    const early = matches.filter(({ competition }) => competition === 'B1');
    const late = matches
      .filter(({ competition }) => competition === 'E0')
      .map((match) => ({
        ...match,
        // A season that runs on into the next one of the other league.
        playedOn: new Date(Date.parse(match.playedOn) + 300 * 86_400_000).toISOString().slice(0, 10),
      }));
    const set = trainingSetOf('football-1x2-logistic', [...early, ...late]);
    for (const { firstRow, trainedTo, snapshot } of set.seasons) {
      if (trainedTo === null) continue;
      expect(trainedTo < (set.days[firstRow] ?? '')).toBe(true);
      expect(set.days[firstRow - 1]).toBe(trainedTo);
      expect(snapshot?.through).toBe(trainedTo);
    }
  });

  it('give goal models the indices of teams by name', () => {
    const set = trainingSetOf('football-1x2-poisson', matches);
    const { teams } = set;
    expect(teams).toEqual([...(teams ?? [])].sort());
    const byDay = [...matchesInMemory(matches).days()].flatMap((day) => day.matches);
    byDay.forEach(({ home, away }, row) => {
      expect([teams?.[set.x[2 * row] ?? -1], teams?.[set.x[2 * row + 1] ?? -1]]).toEqual([home, away]);
    });
  });

  it('hash by what is learned from', () => {
    const [a, b] = [matches, matches.toSpliced(0, 1)].map((of) => trainingSetOf('football-1x2-poisson', of));
    if (a === undefined || b === undefined) throw new Error('no sets');
    expect(dataHash(a, 100, {})).toBe(dataHash(trainingSetOf('football-1x2-poisson', matches), 100, {}));
    expect(dataHash(a, 100, {})).not.toBe(dataHash(b, 100, {}));
    expect(dataHash(a, 100, {})).not.toBe(dataHash(a, 99, {}));
    expect(dataHash(a, 100, {})).not.toBe(dataHash(a, 100, { rounds: 2 }));
  });

  it('leave other sports out', () => {
    const mixed = [
      ...matches,
      ...matches.map((match) => ({ ...match, competition: 'NBA', identity: `nba${match.identity}` })),
    ];
    const own = [...matchesOfSport(matchesInMemory(mixed), 'football').days()].flatMap((day) => day.matches);
    expect(own).toHaveLength(matches.length);
  });

  it.each([
    ['nothing', [], /no match to learn from/],
    ['two seasons', matches.filter(({ season }) => season < '2003'), /at least 3 seasons.*there are 2/],
    [
      'an outcome that never happens',
      matches.map((match) => ({ ...match, homeGoals: match.awayGoals + 1 })),
      /ended with “draw”/,
    ],
  ] as const)('are refused for %s', (_what, of, message) => {
    expect(() => trainingSetOf('football-1x2-logistic', of)).toThrow(message);
  });
});

describe('fits', () => {
  const set = trainingSetOf('football-1x2-poisson', matches);

  it('forecast only rows after all they know, and every row once', () => {
    for (const id of ['football-1x2-poisson', 'football-1x2-logistic']) {
      const plan = planSeasons(set, recipeOf(id), { refit: 14 });
      const fits = plan.flatMap((season) => season.fits);
      expect(fits[0]?.rows).toBe(set.seasons[3]?.firstRow);
      fits.forEach((fit, i) => {
        expect(fit.trainedTo < (set.days[fit.rows] ?? '')).toBe(true);
        expect(set.days[fit.rows - 1]).toBe(fit.trainedTo);
        expect(fit.until).toBe(fits[i + 1]?.rows ?? set.rows);
      });
      expect(finalFit(set)).toMatchObject({ rows: set.rows, trainedTo: set.days.at(-1) });
    }
  });

  it('of goal models are made anew within a season', () => {
    const count = (refit: number) =>
      planSeasons(set, recipeOf('football-1x2-poisson'), { refit }).map(({ fits }) => fits.length);
    expect(count(400)).toEqual([1, 1]);
    expect(Math.min(...count(14))).toBeGreaterThan(5);
    expect(Math.min(...count(7))).toBeGreaterThan(Math.min(...count(14)));
  });
});
