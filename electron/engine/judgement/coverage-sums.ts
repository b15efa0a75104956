import type { ForecastScores } from '../../../shared/domain/judgement/forecast-scores.ts';
import { addForecast, addSums, SCORE_SUMS, scoresOf } from '../../../shared/domain/judgement/score-sums.ts';

/** Matches that the very same forecasters cover, and those forecasters' sums over them. */
type Pattern = {
  /** Forecasters by index, rising; their sums stand in this order. */
  readonly members: readonly number[];
  matches: number;
  readonly sums: Float64Array;
};

export type CommonScores = {
  /** Matches in the common set. */
  readonly matches: number;
  /** `undefined` for a forecaster that takes no part in it. */
  scores(forecaster: number): ForecastScores | undefined;
};

/**
 * Sums of the scores of many forecasters, kept apart by which of them cover a match. There are far fewer such
 * patterns than matches, and the sums on the matches that any chosen forecasters all cover follow from them: no
 * forecast is kept.
 */
export function createCoverageSums() {
  const patterns = new Map<string, Pattern>();
  const members: number[] = [];
  let keyed = new Uint16Array(0);

  const patternOf = (forecasters: number): Pattern => {
    const words = (forecasters + 15) >> 4;
    if (keyed.length < words) keyed = new Uint16Array(words);
    keyed.fill(0);
    // Highest word with a bit last: a forecaster that joins later changes no key of before.
    let used = 0;
    for (const index of members) {
      const word = index >> 4;
      keyed[word] = (keyed[word] as number) | (1 << (index & 15));
      used = word + 1;
    }
    const key = String.fromCharCode(...keyed.subarray(0, used));
    let pattern = patterns.get(key);
    if (pattern === undefined) {
      pattern = { members: [...members], matches: 0, sums: new Float64Array(members.length * SCORE_SUMS) };
      patterns.set(key, pattern);
    }
    return pattern;
  };

  const total = (forecaster: number, of: Iterable<Pattern>): ForecastScores => {
    const sums = new Float64Array(SCORE_SUMS);
    for (const pattern of of) {
      const position = pattern.members.indexOf(forecaster);
      if (position !== -1) addSums(sums, 0, pattern.sums, position * SCORE_SUMS);
    }
    return scoresOf(sums, 0);
  };

  return {
    /** Scores one match's forecasts (by forecaster, then by match of the day). False where there is none. */
    add(
      forecasts: readonly (readonly (readonly number[] | undefined)[])[],
      row: number,
      observed: number,
    ): boolean {
      members.length = 0;
      for (let i = 0; i < forecasts.length; i += 1) if (forecasts[i]?.[row] !== undefined) members.push(i);
      if (members.length === 0) return false;
      const pattern = patternOf(forecasts.length);
      pattern.matches += 1;
      for (let i = 0; i < members.length; i += 1) {
        const forecast = forecasts[members[i] as number]?.[row];
        if (forecast !== undefined) addForecast(pattern.sums, i * SCORE_SUMS, forecast, observed);
      }
      return true;
    },

    /** On all matches the forecaster covers. */
    own: (forecaster: number): ForecastScores => total(forecaster, patterns.values()),

    /** How many different sets of forecasters cover a match. */
    patterns: () => patterns.size,

    /**
     * On the matches that all cover: all forecasters that cover any, while that leaves `leastShare` of the matches
     * covered by any. Otherwise groups are let in by their coverage, the greatest first, each only where enough
     * matches are left with it. `groups[i]` names the group of forecaster `i`.
     */
    common(groups: readonly string[], leastShare: number): CommonScores {
      const byGroup = new Map<string, number[]>();
      groups.forEach((group, index) => {
        const fellows = byGroup.get(group) ?? [];
        fellows.push(index);
        byGroup.set(group, fellows);
      });
      const sets = new Map([...patterns.values()].map((pattern) => [pattern, new Set(pattern.members)]));
      const all = [...patterns.values()];
      const count = (of: readonly Pattern[]): number => of.reduce((sum, { matches }) => sum + matches, 0);
      // What never covers anything says nothing about a common set.
      const covering = (fellows: readonly number[]): readonly number[] =>
        fellows.filter((index) => all.some((pattern) => sets.get(pattern)?.has(index)));
      const within = (of: readonly Pattern[], fellows: readonly number[]): readonly Pattern[] =>
        of.filter((pattern) => fellows.every((index) => sets.get(pattern)?.has(index)));
      const candidates = [...byGroup.values()]
        .map(covering)
        .filter((fellows) => fellows.length > 0)
        .map((fellows) => ({ fellows, covered: count(within(all, fellows)) }))
        .sort((a, b) => b.covered - a.covered || (a.fellows[0] ?? 0) - (b.fellows[0] ?? 0));
      const least = leastShare * count(all);
      let left: readonly Pattern[] = all;
      const inside = new Set<number>();
      for (const { fellows } of candidates) {
        const rest = within(left, fellows);
        if (count(rest) < least) continue;
        left = rest;
        for (const index of fellows) inside.add(index);
      }
      return {
        matches: inside.size === 0 ? 0 : count(left),
        scores: (forecaster) => (inside.has(forecaster) ? total(forecaster, left) : undefined),
      };
    },
  };
}
