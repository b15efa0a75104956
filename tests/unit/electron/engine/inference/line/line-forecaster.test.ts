import { createReadStream, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFootballData } from '../../../../../../electron/engine/feeds/football-data/index.ts';
import { lineForecaster } from '../../../../../../electron/engine/inference/line/index.ts';
import type { Forecaster } from '../../../../../../electron/engine/ports/forecaster.ts';
import type { HistoricalMatch } from '../../../../../../electron/engine/ports/market-store.ts';
import { FOOTBALL_LEAGUES } from '../../../../../../shared/domain/football-leagues.ts';
import { removeMargin } from '../../../../../../shared/domain/margin.ts';
import { pricesOf, recordedMatch } from '../../../../../support/recorded-match.ts';
import { needsSharedData, noSharedData, sharedData } from '../../../../../support/shared-data.ts';
import { shippedLine } from '../../../../../support/shipped-line.ts';

const learned = await shippedLine();
const odds = pricesOf([2, 3.5, 4], { book: 'pinnacle' });
const game = (change: Partial<HistoricalMatch> = {}): HistoricalMatch =>
  recordedMatch({ playedOn: '2022-10-01', home: 'Arsenal', away: 'Chelsea', odds, ...change });

const one = async (forecaster: Forecaster, match: HistoricalMatch) => (await forecaster.forecast([match]))[0];

describe('forecasting past matches by the line', () => {
  it('is named by its stage', () => {
    expect(lineForecaster('pre-closing', learned).name).toBe('overround-line');
    expect(lineForecaster('closing', learned).name).toBe('overround-line-close');
  });

  it('gives probabilities where there are prices of the stage, and nothing elsewhere', async () => {
    const forecast = await one(lineForecaster('pre-closing', learned), game());
    expect(forecast?.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(await one(lineForecaster('closing', learned), game())).toBeUndefined();
    expect(await one(lineForecaster('pre-closing', learned), game({ odds: [] }))).toBeUndefined();
    const incomplete = game({ odds: pricesOf([2, null, 4]) });
    expect(await one(lineForecaster('pre-closing', learned), incomplete)).toBeUndefined();
  });

  it('has nothing for days that its first version has learned from', async () => {
    const first = learned.versions[0]?.parameters.trainedTo ?? '';
    expect(await one(lineForecaster('pre-closing', learned), game({ playedOn: first }))).toBeUndefined();
    expect(await one(lineForecaster('pre-closing', learned), game({ playedOn: '2019-08-09' }))).toBeDefined();
  });

  it('does not look at closing prices, scores or statistics of what it forecasts', async () => {
    const closing = pricesOf([1.5, 4.5, 7], { book: 'pinnacle', stage: 'closing' });
    const told = game({ odds: [...odds, ...closing], homeGoals: 5, statistics: { HS: 30, AS: 1 } });
    expect(await one(lineForecaster('pre-closing', learned), told)).toEqual(
      await one(lineForecaster('pre-closing', learned), game()),
    );
  });

  it('learns from a day only for the days after it', async () => {
    const forecaster = lineForecaster('pre-closing', learned);
    const before = await one(forecaster, game());
    const closing = pricesOf([1.6, 4.2, 6], { book: 'pinnacle', stage: 'closing' });
    forecaster.observe([game({ odds: [...odds, ...closing], homeGoals: 4, statistics: { HS: 25, AS: 3 } })]);
    const after = await one(forecaster, game({ playedOn: '2022-10-08' }));
    const unobserved = await one(lineForecaster('pre-closing', learned), game({ playedOn: '2022-10-08' }));
    // The market came to the home team: it is expected to again.
    expect(after?.[0]).toBeGreaterThan((unobserved?.[0] as number) + 0.005);
    expect(unobserved?.[0]).toBeCloseTo(before?.[0] as number, 2);
  });

  it('does not care who stands beside whom in a day', async () => {
    const other = game({ home: 'Liverpool', away: 'Everton', odds: pricesOf([1.4, 5, 8]) });
    const alone = await one(lineForecaster('pre-closing', learned), game());
    const [, second] = await lineForecaster('pre-closing', learned).forecast([other, game()]);
    expect(second).toEqual(alone);
  });

  it('forecasts unknown leagues and teams by the books alone', async () => {
    const forecast = await one(
      lineForecaster('pre-closing', learned),
      game({ competition: 'BRA', home: 'A', away: 'B' }),
    );
    expect(forecast?.[0]).toBeCloseTo(removeMargin('power', [2, 3.5, 4]).probabilities[0] as number, 1);
  });
});

const seasons = ['1920', '2021', '2122', '2223', '2324'];

async function recordedMatches(): Promise<readonly HistoricalMatch[]> {
  const matches: HistoricalMatch[] = [];
  for (const { code } of FOOTBALL_LEAGUES) {
    const folder = `${sharedData}/data/football-data/${code}`;
    for (const name of readdirSync(folder).filter((file) =>
      seasons.some((season) => file.includes(season)),
    )) {
      const parsed = await parseFootballData(createReadStream(`${folder}/${name}`), name);
      if (!parsed.ok) throw new Error(parsed.message);
      for await (const row of parsed.rows) if (row.kind === 'match') matches.push(row.match);
    }
  }
  return matches;
}

type Tally = { n: number; line: number; average: number; pinnacle: number };

const powerOf = (match: HistoricalMatch, book: string): readonly number[] | undefined => {
  const prices = ['home', 'draw', 'away'].map(
    (side) =>
      match.odds.find(
        (each) =>
          each.book === book &&
          each.stage === 'pre-closing' &&
          each.market === 'match-odds' &&
          each.side === side,
      )?.price,
  );
  return prices.every((price) => price !== undefined)
    ? removeMargin(
        'power',
        prices.map((price) => price / 10_000),
      ).probabilities
    : undefined;
};

const observedOf = ({ homeGoals, awayGoals }: HistoricalMatch): number =>
  homeGoals > awayGoals ? 0 : homeGoals === awayGoals ? 1 : 2;

async function tally(matches: readonly HistoricalMatch[]): Promise<Tally> {
  const days = Map.groupBy(matches, ({ playedOn }) => playedOn);
  const forecaster = lineForecaster('pre-closing', learned);
  const sums = { n: 0, line: 0, average: 0, pinnacle: 0 };
  for (const [, day] of [...days].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const forecasts = await forecaster.forecast(day);
    for (const [i, match] of day.entries()) {
      const all = [forecasts[i], powerOf(match, 'average'), powerOf(match, 'pinnacle')];
      const [line, average, pinnacle] = all.map((each) => each?.[observedOf(match)]);
      if (line === undefined || average === undefined || pinnacle === undefined) continue;
      sums.n += 1;
      sums.line -= Math.log(line);
      sums.average -= Math.log(average);
      sums.pinnacle -= Math.log(pinnacle);
    }
    forecaster.observe(day);
  }
  return sums;
}

describe.skipIf(noSharedData)(`on five recorded seasons (${needsSharedData})`, () => {
  it('beats the average and Pinnacle by more than 0.0005 in log loss', { timeout: 120_000 }, async () => {
    const { n, line, average, pinnacle } = await tally(await recordedMatches());
    expect(n).toBeGreaterThan(37_700);
    expect((average - line) / n).toBeGreaterThan(0.0005);
    expect((pinnacle - line) / n).toBeGreaterThan(0.0005);
  });
});
