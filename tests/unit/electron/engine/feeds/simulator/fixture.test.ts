import { describe, expect, it } from 'vitest';
import { slotOf } from '../../../../../../electron/engine/feeds/simulator/calendar.ts';
import type { Fixture } from '../../../../../../electron/engine/feeds/simulator/fixture.ts';
import { drawFixture, trueState } from '../../../../../../electron/engine/feeds/simulator/fixture.ts';
import { expectancyAt } from '../../../../../../electron/engine/feeds/simulator/information.ts';
import { timeAtShare } from '../../../../../../electron/engine/feeds/simulator/match-clock.ts';
import {
  asianHandicap,
  bothTeamsToScore,
  matchOdds,
  scoreGrid,
  totals,
} from '../../../../../../electron/engine/feeds/simulator/score-grid.ts';
import { WORLD_START } from '../../../../../support/practice-run.ts';

const COUNT = 4000;
const world = { seed: 20_26, startedAt: WORLD_START };
const fixtures = Array.from({ length: COUNT }, (_, index) => drawFixture(world, slotOf(world, index)));

const finalScore = (fixture: Fixture) => {
  const home = fixture.goals.filter((goal) => goal.side === 'home').length;
  return { home, away: fixture.goals.length - home };
};

const moments: Readonly<Record<string, (fixture: Fixture) => number>> = {
  'when it appears': (fixture) => fixture.appearsAt,
  'at kick-off': (fixture) => fixture.clock.kickOff,
  'at half time': (fixture) => fixture.clock.halfTime + 30_000,
  'near the end': (fixture) => timeAtShare(fixture.clock, 0.9),
};

/** Standard scores of how often something happened against how often it should have; |z| > 4 is one in 16,000. */
const standardScore = (pairs: readonly { readonly p: number; readonly happened: boolean }[]): number => {
  const surplus = pairs.reduce((total, { p, happened }) => total + (happened ? 1 : 0) - p, 0);
  const variance = pairs.reduce((total, { p }) => total + p * (1 - p), 0);
  return surplus / Math.sqrt(variance);
};

describe.each(Object.entries(moments))('drawn probabilities %s', (_, moment) => {
  const drawn = fixtures.map((fixture) => {
    const grid = scoreGrid(trueState(world, fixture, moment(fixture)));
    const { home, away } = finalScore(fixture);
    return { fixture, grid, home, away };
  });

  it.each([
    ['home win', 0, (h: number, a: number) => h > a],
    ['draw', 1, (h: number, a: number) => h === a],
    ['away win', 2, (h: number, a: number) => h < a],
  ] as const)('match %s', (_name, place, happens) => {
    const pairs = drawn.map(({ grid, home, away }) => ({
      p: matchOdds(grid)[place],
      happened: happens(home, away),
    }));
    expect(Math.abs(standardScore(pairs))).toBeLessThan(4);
  });

  it.each([1.5, 2.5, 3.5])('match over %s', (line) => {
    const pairs = drawn.map(({ grid, home, away }) => ({
      p: totals(grid, line)[0],
      happened: home + away > line,
    }));
    expect(Math.abs(standardScore(pairs))).toBeLessThan(4);
  });

  it('match both teams to score', () => {
    const pairs = drawn.map(({ grid, home, away }) => ({
      p: bothTeamsToScore(grid)[0],
      happened: home > 0 && away > 0,
    }));
    expect(Math.abs(standardScore(pairs))).toBeLessThan(4);
  });

  it('are right among the likely and the unlikely alike', () => {
    const homes = drawn
      .map(({ grid, home, away }) => ({ p: matchOdds(grid)[0], happened: home > away }))
      .sort((a, b) => a.p - b.p);
    for (let tenth = 0; tenth < 10; tenth++) {
      const part = homes.slice((tenth * COUNT) / 10, ((tenth + 1) * COUNT) / 10);
      expect(Math.abs(standardScore(part))).toBeLessThan(4);
    }
  });

  it('make the fair Asian handicap break even', () => {
    const profits = drawn.flatMap(({ fixture, grid, home, away }) => {
      const p = asianHandicap(grid, fixture.handicap)[0];
      if (p < 0.02 || p > 0.98) return [];
      const difference = home - away + fixture.handicap;
      // A quarter goal either side of level is half a win or half a loss.
      const won = Math.max(-1, Math.min(1, difference * 2));
      return [won > 0 ? won * (1 / p - 1) : won];
    });
    const mean = profits.reduce((a, b) => a + b, 0) / profits.length;
    const spread = Math.sqrt(profits.reduce((a, b) => a + (b - mean) ** 2, 0) / profits.length);
    expect(Math.abs(mean / (spread / Math.sqrt(profits.length)))).toBeLessThan(4);
  });
});

it('lets expectancies wander without drift', () => {
  const ratios = fixtures.map((fixture) => {
    const closing = expectancyAt(world, fixture, fixture.clock.kickOff);
    return closing.home / fixture.opening.home - 1;
  });
  const mean = ratios.reduce((a, b) => a + b, 0) / COUNT;
  const spread = Math.sqrt(ratios.reduce((a, b) => a + b * b, 0) / COUNT);
  expect(spread).toBeGreaterThan(0.05);
  expect(Math.abs(mean / (spread / Math.sqrt(COUNT)))).toBeLessThan(4);
});

it('is the same match however often and late it is drawn, and another with another seed', () => {
  const again = drawFixture(world, slotOf(world, 77));
  expect(again).toEqual(fixtures[77]);
  const other = { ...world, seed: world.seed + 1 };
  expect(drawFixture(other, slotOf(other, 77)).goals).not.toEqual(again.goals);
});
