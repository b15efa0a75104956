import { describe, expect, it } from 'vitest';
import { lineFiles, lineForecaster } from '../../../../../../electron/engine/inference/line/index.ts';
import { matchesOfHistory } from '../../../../../../electron/engine/judgement/match-days.ts';
import type { HistoricalMatch, MatchHistory } from '../../../../../../electron/engine/ports/market-store.ts';
import { LINE_RECIPE, trainLine } from '../../../../../../electron/engine/training/line/index.ts';
import { pricesOf, recordedMatch } from '../../../../../support/recorded-match.ts';
import { createSeededRandom } from '../../../../../support/seeded-random.ts';

const DAY_MS = 86_400_000;
const CLUBS = 12;

/** Twelve clubs twice against each other a season; books see a truth with noise, the closing sees it best. */
function seasonOf(start: number, random: () => number): readonly HistoricalMatch[] {
  const normal = (): number => random() + random() + random() - 1.5;
  const strengths = Array.from({ length: CLUBS }, () => 0.8 * normal());
  const pairs = Array.from(
    { length: CLUBS * CLUBS },
    (_, i) => [i % CLUBS, Math.floor(i / CLUBS)] as const,
  ).filter(([home, away]) => home !== away);
  return pairs.map(([home, away], i) => {
    const truth = 0.3 + (strengths[home] as number) - (strengths[away] as number);
    const decimals = (noise: number, margin: number): readonly number[] => {
      const seen = truth + noise * normal();
      const weights = [Math.exp(seen / 2), 0.85, Math.exp(-seen / 2)];
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return weights.map((weight) => Math.max(1.01, sum / weight / margin));
    };
    const chance = random() * (Math.exp(truth / 2) + 0.85 + Math.exp(-truth / 2));
    const isHome = chance < Math.exp(truth / 2);
    const isAway = !isHome && chance > Math.exp(truth / 2) + 0.85;
    return recordedMatch({
      season: `${start}/${String((start + 1) % 100).padStart(2, '0')}`,
      playedOn: new Date(Date.UTC(start, 7, 1) + 2 * i * DAY_MS).toISOString().slice(0, 10),
      home: `Club ${home}`,
      away: `Club ${away}`,
      homeGoals: isHome ? 2 : 1,
      awayGoals: isAway ? 2 : 1,
      statistics: { HS: 10, AS: 9, HC: 5, AC: 4 },
      odds: [
        ...pricesOf(decimals(0.2, 1.03), { book: 'pinnacle' }),
        ...pricesOf(decimals(0.6, 1.06), { book: 'bet365' }),
        ...pricesOf(decimals(0.4, 1.05), { book: 'average' }),
        ...pricesOf(decimals(0.02, 1.02), { book: 'pinnacle', stage: 'closing' }),
        ...pricesOf(decimals(0.3, 1.05), { book: 'average', stage: 'closing' }),
      ],
    });
  });
}

const random = createSeededRandom(3);
const allSeasons = [2017, 2018, 2019, 2020].map((start) => seasonOf(start, random));

const historyOf = (seasons: readonly (readonly HistoricalMatch[])[]): MatchHistory => ({
  historicalSeasons: () =>
    seasons.flatMap((matches) => {
      const [first] = matches;
      return first ? [{ competition: first.competition, season: first.season, matches: matches.length }] : [];
    }),
  historicalMatches: ({ competition, season }) =>
    seasons.find(([first]) => first?.competition === competition && first.season === season) ?? [],
});

describe('training the line', () => {
  it('makes a version for each season from the matches before it, and judges on the others', async () => {
    const shares: number[] = [];
    const { versions, judgement } = await trainLine({
      matches: historyOf(allSeasons),
      progress: ({ share }) => shares.push(share),
    });
    expect(versions.map(({ season }) => season)).toEqual(['2019/20', '2020/21', '2021/22']);
    const lastDays = allSeasons.map((matches) => matches.at(-1)?.playedOn);
    expect(versions.map(({ parameters }) => parameters.trainedTo)).toEqual(lastDays.slice(1));
    expect(judgement.preClosing.map(({ group, scores }) => [group, scores.n])).toEqual([
      ['all', 264],
      ['2019/20', 132],
      ['2020/21', 132],
    ]);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('finds the sharp book, and covers what it should', async () => {
    const { versions, judgement } = await trainLine({ matches: historyOf(allSeasons) });
    const base = versions.at(-1)?.parameters.preClosing.base;
    expect(base?.pinnacle).toBeGreaterThan(2 * (base?.bet365 as number));
    expect(judgement.preClosing[0]?.coverage).toBeGreaterThan(0.65);
    expect(judgement.preClosing[0]?.coverage).toBeLessThan(0.95);
    const against = judgement.preClosing[0]?.against.find((one) => one.against === 'bet365');
    expect(against?.gain).toBeCloseTo((against?.theirs.logLoss ?? 0) - (against?.line.logLoss ?? 0), 12);
    expect(against?.gainLow).toBeLessThan(against?.gain as number);
    expect(against?.gainHigh).toBeGreaterThan(against?.gain as number);
  });

  it('gives the same versions whatever comes after them', async () => {
    const whole = await trainLine({ matches: historyOf(allSeasons) });
    const part = await trainLine({ matches: historyOf(allSeasons.slice(0, 3)) });
    expect(part.versions).toEqual(whole.versions.slice(0, 2));
    expect(part.judgement.preClosing[1]).toEqual(whole.judgement.preClosing[1]);
  });

  it('is forecast with as it was judged', async () => {
    const learned = await trainLine({ matches: historyOf(allSeasons) });
    for (const stage of ['pre-closing', 'closing'] as const) {
      const forecaster = lineForecaster(stage, learned);
      let [loss, n] = [0, 0];
      for (const match of allSeasons.slice(2).flat()) {
        const [forecast] = await forecaster.forecast([match]);
        const observed = match.homeGoals > match.awayGoals ? 0 : match.homeGoals === match.awayGoals ? 1 : 2;
        loss -= Math.log(forecast?.[observed] as number);
        n += 1;
        forecaster.observe([match]);
      }
      const judged = learned.judgement[stage === 'closing' ? 'closing' : 'preClosing'][0];
      // A version goes on from its snapshot, which is rounded.
      expect(loss / n).toBeCloseTo(judged?.scores.logLoss as number, 5);
    }
  });

  it('leaves out other sports, and seasons without a year', async () => {
    const [first = []] = allSeasons;
    const strange = [
      first.map((match) => ({ ...match, competition: 'NBA' })),
      first.map((match) => ({ ...match, season: 'friendlies' })),
    ];
    const mixed = await trainLine({ matches: matchesOfHistory(historyOf([...allSeasons, ...strange])) });
    expect(mixed).toEqual(await trainLine({ matches: historyOf(allSeasons) }));
  });

  it('is written in files that are the same for the same matches', async () => {
    const [one, other] = [
      await trainLine({ matches: historyOf(allSeasons) }),
      await trainLine({ matches: historyOf(allSeasons) }),
    ];
    expect([...lineFiles(one)].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual(
      [...lineFiles(other)].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
    );
  });

  it('says what to import where there is nothing to learn from', async () => {
    await expect(trainLine({ matches: historyOf(allSeasons.slice(2)) })).rejects.toThrow(
      /no match before 2019\/20 with closing prices.*Import earlier seasons/,
    );
    await expect(trainLine({ matches: historyOf([]) })).rejects.toThrow(/Import earlier seasons/);
  });

  it('stops when asked to', async () => {
    const stop = new AbortController();
    const training = trainLine({
      matches: historyOf(allSeasons),
      signal: stop.signal,
      progress: ({ stage }) => {
        if (stage.startsWith('learning for 2020/21')) stop.abort();
      },
    });
    await expect(training).rejects.toThrow(/abort/i);
  });

  it('draws weights to nothing by a strong ridge', async () => {
    const ridge = { base: 1, opinions: 1e9, signals: 1e9, leagues: 1e9 };
    const { preClosing, closing } = LINE_RECIPE;
    const { versions } = await trainLine({
      matches: historyOf(allSeasons),
      recipe: { ...LINE_RECIPE, preClosing: { ...preClosing, ridge }, closing: { ...closing, ridge } },
    });
    for (const weight of versions[0]?.parameters.preClosing.weights.strength.signals ?? [])
      expect(Math.abs(weight)).toBeLessThan(1e-4);
  });
});
