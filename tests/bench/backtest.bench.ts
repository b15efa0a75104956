import { performance } from 'node:perf_hooks';
import { backtest } from '../../electron/engine/judgement/backtest.ts';
import { evaluate } from '../../electron/engine/judgement/evaluate.ts';
import { type MatchSource, matchesInMemory } from '../../electron/engine/judgement/match-days.ts';
import type { HistoricalMatch } from '../../electron/engine/ports/market-store.ts';
import { csvFiles, readRecordedMatches } from '../../electron/hosts/cli/evaluate-files.ts';
import { namedStrategy } from '../../shared/domain/backtest/strategies.ts';
import { pricesOf, recordedMatch } from '../support/recorded-match.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import type { Bench } from './bench.ts';

const BOOKS = ['bet365', 'bwin', 'interwetten', 'pinnacle', 'williamhill', 'vcbet', 'maximum', 'average'];
const SEASONS = 20;
const LEAGUES = 22;
const MATCHES_A_SEASON = 213;

/** Twenty seasons of 22 leagues with eight books at both stages: as many matches as are recorded. */
function syntheticSeasons(): MatchSource {
  const random = createSeededRandom(1);
  const price = (p: number) => Math.max(1.01, Math.round((93 + 9 * random()) / p) / 100);
  const matches: HistoricalMatch[] = [];
  for (let season = 0; season < SEASONS; season += 1)
    for (let league = 0; league < LEAGUES; league += 1)
      for (let i = 0; i < MATCHES_A_SEASON; i += 1) {
        const home = 0.2 + 0.5 * random();
        const chances = [home, 0.26, 0.74 - home];
        const drawn = random();
        matches.push(
          recordedMatch({
            competition: `L${league}`,
            season: `${2003 + season}/${String((4 + season) % 100).padStart(2, '0')}`,
            playedOn: new Date(Date.UTC(2003 + season, 7, 1 + i + (i >> 3))).toISOString().slice(0, 10),
            home: `Home ${i}`,
            homeGoals: drawn < home ? 1 : 0,
            awayGoals: drawn > home + 0.26 ? 1 : 0,
            odds: BOOKS.flatMap((book) =>
              (['pre-closing', 'closing'] as const).flatMap((stage) =>
                pricesOf(chances.map(price), { book, stage }),
              ),
            ),
          }),
        );
      }
  return matchesInMemory(matches);
}

let given: Promise<MatchSource> | undefined;
/** The recorded twenty seasons where they stand beside the project, else as many drawn ones. */
function twentySeasons(): Promise<MatchSource> {
  given ??= noSharedData
    ? Promise.resolve(syntheticSeasons())
    : readRecordedMatches(csvFiles([`${sharedData}/data/football-data`])).then(({ source }) => source);
  return given;
}

/** Processor seconds: what one core takes, however many others want it. */
async function processorSeconds(work: () => Promise<unknown>): Promise<{ cpu: number; wall: number }> {
  const [before, started] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1e6, wall: (performance.now() - started) / 1000 };
}

const timed = (
  name: string,
  unit: string,
  seconds: number,
  work: (source: MatchSource) => Promise<Readonly<Record<string, number>>>,
): Bench => ({
  name,
  async run() {
    const source = await twentySeasons();
    let detail: Readonly<Record<string, number>> = {};
    const { cpu, wall } = await processorSeconds(async () => {
      detail = await work(source);
    });
    return {
      unit,
      ours: cpu,
      theirs: seconds,
      against: 'the longest a user is to wait',
      ratio: seconds / cpu,
      target: 1,
      detail: { matches: source.total, wallSeconds: wall, ...detail },
    };
  },
});

const backtesting = (id: string): Bench =>
  timed(`backtest-${id}`, 'processor seconds to backtest twenty seasons', 10, async (matches) => {
    const strategy = namedStrategy(id)?.strategy;
    if (strategy === undefined) throw new Error(`There is no strategy ${id}.`);
    const outcome = await backtest({ matches, strategy, forecasters: [], random: createSeededRandom(1) });
    if (!outcome.ok) throw new Error(outcome.message);
    return { bets: outcome.bets.length };
  });

export const benches: readonly Bench[] = [
  backtesting('pinnacle-value'),
  backtesting('kaunitz-maximum'),
  timed(
    'evaluate-books',
    'processor seconds to score every book by every method over twenty seasons',
    30,
    async (matches) => {
      const { rows } = await evaluate({ target: 'match-odds', matches, forecasters: [] });
      return { forecasters: rows.filter(({ covers }) => covers === 'own').length };
    },
  ),
];
