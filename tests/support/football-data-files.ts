import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSeededRandom } from './seeded-random.ts';

const DAY_MS = 86_400_000;
/** Poisson goals above this have no weight worth counting. */
const MOST_GOALS = 9;

type Book = {
  readonly code: string;
  readonly margin: number;
  /** How far its opinion strays from the truth, in log odds. */
  readonly error: number;
};

const BOOKS: readonly Book[] = [
  { code: 'B365', margin: 0.06, error: 0.12 },
  { code: 'PS', margin: 0.025, error: 0.05 },
  { code: 'WH', margin: 0.07, error: 0.15 },
  { code: 'IW', margin: 0.09, error: 0.16 },
  { code: 'VC', margin: 0.06, error: 0.13 },
];
/** Books with prices of goals and handicaps. */
const SIDE_MARKETS: readonly string[] = ['B365', 'PS'];

export type FootballDataFiles = {
  readonly folder: string;
  /** In the order of leagues, then seasons. */
  readonly files: readonly string[];
  readonly matches: number;
};

export type FootballDataOptions = {
  readonly seed?: number;
  readonly leagues?: readonly string[];
  /** The years the seasons begin in. */
  readonly years?: readonly number[];
  /** Even; each pair meets twice a season. */
  readonly teams?: number;
};

/**
 * Writes football-data.co.uk CSVs of double round robins: goals are Poisson with strengths that drift from season to
 * season, and books price the true chances with errors of their own, smaller at the close. The same for the same options.
 */
export function writeFootballDataFiles(
  folder: string,
  {
    seed = 11,
    leagues = ['E0', 'D1', 'SP1'],
    years = [2018, 2019, 2020, 2021, 2022, 2023],
    teams = 10,
  }: FootballDataOptions = {},
): FootballDataFiles {
  mkdirSync(folder, { recursive: true });
  const random = createSeededRandom(seed);
  const files: string[] = [];
  let matches = 0;
  for (const league of leagues) {
    const strengths = Array.from({ length: teams }, () => 0.45 * normal(random));
    for (const year of years) {
      const rows = seasonRows(league, year, strengths, random);
      const file = join(folder, `${league}_${twoDigits(year)}${twoDigits(year + 1)}.csv`);
      writeFileSync(file, `${[HEADER, ...rows].join('\n')}\n`);
      files.push(file);
      matches += rows.length;
      strengths.forEach((strength, team) => {
        strengths[team] = 0.8 * strength + 0.2 * normal(random);
      });
    }
  }
  return { folder, files, matches };
}

const stages = (code: string): readonly string[] => [code, `${code}C`];

const HEADER = [
  ...['Div', 'Date', 'HomeTeam', 'AwayTeam', 'FTHG', 'FTAG', 'FTR', 'HTHG', 'HTAG'],
  ...['HS', 'AS', 'HST', 'AST', 'HC', 'AC', 'HY', 'AY'],
  ...[...BOOKS.map(({ code }) => code), 'Max', 'Avg'].flatMap((code) =>
    stages(code).flatMap((stage) => ['H', 'D', 'A'].map((side) => stage + side)),
  ),
  ...[...SIDE_MARKETS.map((code) => (code === 'PS' ? 'P' : code)), 'Max', 'Avg'].flatMap((code) =>
    stages(code).flatMap((stage) => [`${stage}>2.5`, `${stage}<2.5`, `${stage}AHH`, `${stage}AHA`]),
  ),
  ...['AHh', 'AHCh'],
].join(',');

const twoDigits = (value: number): string => String(value % 100).padStart(2, '0');

function seasonRows(
  league: string,
  year: number,
  strengths: readonly number[],
  random: () => number,
): readonly string[] {
  const start = Date.UTC(year, 7, 10);
  return rounds(strengths.length).flatMap((round, week) =>
    round.map(([home, away], i) => {
      const day = new Date(start + (14 * week + (i % 2)) * DAY_MS);
      const date = `${twoDigits(day.getUTCDate())}/${twoDigits(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`;
      const edge = (strengths[home] ?? 0) - (strengths[away] ?? 0);
      return [league, date, `${league} Town ${home}`, `${league} Town ${away}`]
        .concat(matchCells(edge, random))
        .join(',');
    }),
  );
}

/** The circle method, then the same with grounds changed. */
function rounds(teams: number): readonly (readonly (readonly [number, number])[])[] {
  const others = Array.from({ length: teams - 1 }, (_, i) => i + 1);
  const first = others.map((_, turn) => {
    const circle = [0, ...others.slice(turn), ...others.slice(0, turn)];
    return circle.slice(0, teams / 2).map((team, i) => [team, circle[teams - 1 - i] ?? 0] as const);
  });
  return [...first, ...first.map((round) => round.map(([home, away]) => [away, home] as const))];
}

type Chances = {
  readonly result: readonly number[];
  readonly goals: readonly number[];
  readonly handicap: readonly number[];
};

function matchCells(edge: number, random: () => number): string[] {
  const means = [1.5 * Math.exp(edge / 2), 1.15 * Math.exp(-edge / 2)] as const;
  const goals = [poisson(means[0], random), poisson(means[1], random)] as const;
  const [home, away] = goals;
  const half = goals.map((scored) => Math.floor(scored * random()));
  const shots = goals.flatMap((scored) => [scored + poisson(9, random)]);
  const target = goals.map((scored) => scored + poisson(3, random));
  const rest = Array.from({ length: 4 }, (_, i) => poisson(i < 2 ? 5 : 2, random));
  const line = Math.round(-(means[0] - means[1]) * 2) / 2 || 0.5;
  const handicapLine = Number.isInteger(line) ? line + 0.5 : line;
  const chances = chancesOf(means, handicapLine);
  const three = BOOKS.map((book) => pricesOf(chances.result, book, random));
  const two = BOOKS.filter(({ code }) => SIDE_MARKETS.includes(code)).map((book) => {
    const [over, handicap] = [
      pricesOf(chances.goals, book, random),
      pricesOf(chances.handicap, book, random),
    ];
    return over.map((prices, stage) => [...prices, ...(handicap[stage] ?? [])]);
  });
  const numbers = [
    ...[home, away],
    home > away ? 'H' : home < away ? 'A' : 'D',
    ...[...half, ...shots, ...target, ...rest],
    ...[three, two].flatMap((books) => [...books, across(books, Math.max), across(books, mean)].flat(2)),
    ...[handicapLine, handicapLine],
  ];
  return numbers.map(String);
}

function chancesOf([home, away]: readonly [number, number], line: number): Chances {
  const result = [0, 0, 0];
  let [over, covered] = [0, 0];
  for (let h = 0; h <= MOST_GOALS; h += 1)
    for (let a = 0; a <= MOST_GOALS; a += 1) {
      const chance = weight(home, h) * weight(away, a);
      const at = h > a ? 0 : h === a ? 1 : 2;
      result[at] = (result[at] ?? 0) + chance;
      if (h + a > 2) over += chance;
      if (h - a + line > 0) covered += chance;
    }
  return { result, goals: [over, 1 - over], handicap: [covered, 1 - covered] };
}

/** Decimal odds before the close and at it, which is nearer to the truth. */
const pricesOf = (chances: readonly number[], { margin, error }: Book, random: () => number): number[][] =>
  [error, 0.8 * error].map((spread) => {
    const strayed = chances.map((chance) => chance * Math.exp(spread * normal(random)));
    const sum = strayed.reduce((total, chance) => total + chance, 0);
    return strayed.map((chance) => Math.max(1.02, Number((1 / ((chance / sum) * (1 + margin))).toFixed(2))));
  });

/** Over the books, by stage and side. */
const across = (books: readonly number[][][], of: (...prices: number[]) => number): number[][] =>
  (books[0] ?? []).map((prices, stage) =>
    prices.map((_, side) => Number(of(...books.flatMap((book) => book[stage]?.[side] ?? [])).toFixed(2))),
  );

const mean = (...prices: number[]): number =>
  prices.reduce((sum, price) => sum + price, 0) / Math.max(1, prices.length);

function weight(of: number, goals: number): number {
  let value = Math.exp(-of);
  for (let i = 1; i <= goals; i += 1) value *= of / i;
  return value;
}

function poisson(of: number, random: () => number): number {
  let [count, left] = [0, random()];
  for (let step = weight(of, 0); left > step && count < 40; step = weight(of, count)) {
    left -= step;
    count += 1;
  }
  return count;
}

/** Box and Muller's. */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
