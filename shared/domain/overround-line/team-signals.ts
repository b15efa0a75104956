import { DRAW, STRENGTH } from './axes.ts';

/** What a finished match says about its teams, all from the home side's view. `NaN` where it is not known. */
export type TeamEvidence = {
  /** The opinion before the closing (the average's) and the closing one, as axes. */
  readonly before: readonly [strength: number, draw: number];
  readonly closing: readonly [strength: number, draw: number];
  readonly goals: number;
  readonly shots: number;
  readonly corners: number;
};

/** A match as teams: names unique within `country`, and the day as a number of days. */
export type TeamPair = {
  readonly country: string;
  readonly competition: string;
  readonly home: string;
  readonly away: string;
  readonly day: number;
};

/** Goals, shots and corners ahead that a strength makes one expect: constant + linear s + cubic s^3. */
export type Expectation = readonly [constant: number, linear: number, cubic: number];

/** Learned once, on seasons before any that is forecast, so that all versions share one history of signals. */
export type TeamSignalSettings = {
  readonly goals: Expectation;
  readonly shots: Expectation;
  readonly corners: Expectation;
};

const DECAYS = [0.5, 0.8, 0.9, 0.96] as const;
const DRAW_DECAYS = [0.8, 0.96] as const;
const KINDS = ['move', 'shots', 'goals', 'corners'] as const;

/**
 * Columns of the strength axis: what the home team has over the away team. `move`: how far the closing line went its
 * way in its last matches; the others: how far it did better than the closing line expected. Each is a mean that
 * forgets at four speeds. `rating`: the strength that past closing lines give the pair less the one now offered;
 * `sure-rating`: the same by how sure it is.
 */
export const STRENGTH_SIGNALS: readonly string[] = [
  ...KINDS.flatMap((kind) => DECAYS.map((decay) => `${kind}-${decay}`)),
  'rating',
  'sure-rating',
];
/** Columns of the draw axis: how far the closing line went towards the draw in both teams' last matches. */
export const DRAW_SIGNALS: readonly string[] = DRAW_DECAYS.map((decay) => `move-${decay}`);

/** What a team is remembered by: pairs of weighted sum and weight, then rating, its variance and the last day. */
const MEANS = KINDS.length * DECAYS.length + DRAW_DECAYS.length;
const RATING = 2 * MEANS;
const VARIANCE = RATING + 1;
const LAST_DAY = RATING + 2;
const WIDTH = RATING + 3;

/** Matches without effect that every mean starts from. */
const PRIOR_MATCHES = 3;
/** A team not seen for so many days is as good as unknown. */
const FORGOTTEN_AFTER = 240;

/** Random walk of a team's strength in log-odds: per day, over a break between seasons, and of an unknown team. */
const VARIANCE_PER_DAY = 0.001;
const MOST_DAYS = 20;
const BREAK_DAYS = 45;
const VARIANCE_OF_BREAK = 0.03;
const VARIANCE_OF_UNKNOWN = 0.6;
/** Of a closing line around the two teams' strengths. */
const NOISE = 0.01;
const HOME_ADVANTAGE = 0.6;
const HOME_RATE = 0.01;
/** The home advantage of a league is learned from pairs whose strengths are known better than this. */
const KNOWN_PAIR = 0.3;
/** A gap between rating and price is believed up to these. */
const MOST_GAP = 1;
const MOST_SURE_GAP = 1.5;
const SURE_NOISE = 0.05;

/** JSON-safe. Per team `country|name`, in the order of its record. */
export type TeamSignalSnapshot = {
  readonly teams: Readonly<Record<string, readonly number[]>>;
  readonly homeAdvantage: Readonly<Record<string, number>>;
};

export type TeamSignals = {
  /**
   * Writes the signals of a pair, given the strength now offered, to both arrays from their offsets; zeros where
   * nothing is known. Returns whether both teams are known.
   */
  write(
    pair: TeamPair,
    offered: number,
    strength: Float64Array,
    strengthAt: number,
    draw: Float64Array,
    drawAt: number,
  ): boolean;
  observe(pair: TeamPair, evidence: TeamEvidence): void;
  /** Names of a country's teams that it has seen. */
  teams(country: string): readonly string[];
  /** Teams seen within two years of `day`, with five significant digits. */
  snapshot(day: number): TeamSignalSnapshot;
};

const expected = ([constant, linear, cubic]: Expectation, strength: number): number =>
  constant + strength * (linear + cubic * strength * strength);

const clamp = (value: number, most: number): number => Math.max(-most, Math.min(most, value));

/** The running figures of all teams. Point-in-time: they know the days observed and nothing else. */
export function createTeamSignals(settings: TeamSignalSettings, snapshot?: TeamSignalSnapshot): TeamSignals {
  const teams = new Map<string, Float64Array>(
    Object.entries(snapshot?.teams ?? {}).map(([key, values]) => [key, Float64Array.from(values)]),
  );
  const homeAdvantage = new Map<string, number>(Object.entries(snapshot?.homeAdvantage ?? {}));

  const recordOf = (country: string, team: string): Float64Array | undefined =>
    teams.get(`${country}|${team}`);
  const advantageOf = (competition: string): number => homeAdvantage.get(competition) ?? HOME_ADVANTAGE;

  const awake = (country: string, team: string, day: number): Float64Array => {
    let record = recordOf(country, team);
    if (record === undefined || isForgotten(record, day)) {
      record = new Float64Array(WIDTH);
      record[VARIANCE] = VARIANCE_OF_UNKNOWN;
      teams.set(`${country}|${team}`, record);
    } else record[VARIANCE] = varianceOn(record, day);
    record[LAST_DAY] = day;
    return record;
  };

  const rate = (pair: TeamPair, home: Float64Array, away: Float64Array, closing: number): void => {
    if (Number.isNaN(closing)) return;
    const gap = closing - advantageOf(pair.competition) - (home[RATING] as number) + (away[RATING] as number);
    const known = (home[VARIANCE] as number) + (away[VARIANCE] as number);
    for (const [record, sign] of [[home, 1] as const, [away, -1] as const]) {
      const gain = (record[VARIANCE] as number) / (known + NOISE);
      record[RATING] = (record[RATING] as number) + sign * gain * gap;
      record[VARIANCE] = (record[VARIANCE] as number) * (1 - gain);
    }
    if (known < KNOWN_PAIR)
      homeAdvantage.set(pair.competition, advantageOf(pair.competition) + HOME_RATE * clamp(gap, 1));
  };

  return {
    write(pair, offered, strength, strengthAt, draw, drawAt) {
      const home = recordOf(pair.country, pair.home);
      const away = recordOf(pair.country, pair.away);
      strength.fill(0, strengthAt, strengthAt + STRENGTH_SIGNALS.length);
      draw.fill(0, drawAt, drawAt + DRAW_SIGNALS.length);
      if (!home || !away || isForgotten(home, pair.day) || isForgotten(away, pair.day)) return false;
      const means = KINDS.length * DECAYS.length;
      for (let i = 0; i < means; i += 1) strength[strengthAt + i] = meanOf(home, i) - meanOf(away, i);
      for (let i = 0; i < DRAW_DECAYS.length; i += 1)
        draw[drawAt + i] = meanOf(home, means + i) + meanOf(away, means + i);
      if (Number.isNaN(offered)) return true;
      const rated = advantageOf(pair.competition) + (home[RATING] as number) - (away[RATING] as number);
      const variance = varianceOn(home, pair.day) + varianceOn(away, pair.day);
      strength[strengthAt + means] = clamp(rated - offered, MOST_GAP);
      strength[strengthAt + means + 1] = clamp(rated - offered, MOST_SURE_GAP) / (variance + SURE_NOISE);
      return true;
    },
    observe(pair, { before, closing, goals, shots, corners }) {
      const home = awake(pair.country, pair.home, pair.day);
      const away = awake(pair.country, pair.away, pair.day);
      const level = Number.isNaN(closing[STRENGTH]) ? before[STRENGTH] : closing[STRENGTH];
      const values = [
        closing[STRENGTH] - before[STRENGTH],
        shots - expected(settings.shots, level),
        goals - expected(settings.goals, level),
        corners - expected(settings.corners, level),
      ];
      values.forEach((value, kind) => {
        DECAYS.forEach((decay, i) => {
          remember(home, kind * DECAYS.length + i, decay, value);
          remember(away, kind * DECAYS.length + i, decay, -value);
        });
      });
      DRAW_DECAYS.forEach((decay, i) => {
        const value = closing[DRAW] - before[DRAW];
        remember(home, KINDS.length * DECAYS.length + i, decay, value);
        remember(away, KINDS.length * DECAYS.length + i, decay, value);
      });
      rate(pair, home, away, level);
    },
    teams(country) {
      const prefix = `${country}|`;
      return [...teams.keys()].flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
    },
    snapshot: (day) => ({
      teams: Object.fromEntries(
        [...teams]
          .filter(([, record]) => day - (record[LAST_DAY] as number) < 731)
          .map(([key, record]) => [key, Array.from(record, (value) => Number(value.toPrecision(5)))] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
      homeAdvantage: Object.fromEntries(
        [...homeAdvantage].map(([key, value]) => [key, Number(value.toPrecision(5))]),
      ),
    }),
  };
}

const isForgotten = (record: Float64Array, day: number): boolean =>
  day - (record[LAST_DAY] as number) > FORGOTTEN_AFTER;

const meanOf = (record: Float64Array, i: number): number =>
  (record[2 * i] as number) / ((record[2 * i + 1] as number) + PRIOR_MATCHES);

function remember(record: Float64Array, i: number, decay: number, value: number): void {
  if (Number.isNaN(value)) return;
  record[2 * i] = (record[2 * i] as number) * decay + value;
  record[2 * i + 1] = (record[2 * i + 1] as number) * decay + 1;
}

function varianceOn(record: Float64Array, day: number): number {
  const gap = day - (record[LAST_DAY] as number);
  return (
    (record[VARIANCE] as number) +
    (gap > BREAK_DAYS ? VARIANCE_OF_BREAK : 0) +
    VARIANCE_PER_DAY * Math.min(gap, MOST_DAYS)
  );
}
