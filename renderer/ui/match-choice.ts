import type { MatchFilter, StoredSeason } from '../../shared/contract/runs.ts';

/** Something to choose, with how many matches it stands for among those chosen otherwise. */
export type Choosable = { readonly value: string; readonly matches: number };

const chosen = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);

/** Competitions of the chosen seasons and seasons of the chosen competitions, each with its matches; seasons newest first. */
export function choosables(
  stored: readonly StoredSeason[],
  { competitions, seasons }: MatchFilter,
): { readonly competitions: readonly Choosable[]; readonly seasons: readonly Choosable[] } {
  const sums = (
    key: 'competition' | 'season',
    counts: (row: StoredSeason) => boolean,
  ): readonly Choosable[] => {
    const matches = new Map<string, number>();
    for (const row of stored)
      matches.set(row[key], (matches.get(row[key]) ?? 0) + (counts(row) ? row.matches : 0));
    return [...matches].map(([value, sum]) => ({ value, matches: sum }));
  };
  return {
    competitions: [...sums('competition', ({ season }) => chosen(seasons, season))].sort((a, b) =>
      a.value.localeCompare(b.value, 'en', { numeric: true }),
    ),
    seasons: [...sums('season', ({ competition }) => chosen(competitions, competition))].sort((a, b) =>
      b.value.localeCompare(a.value, 'en'),
    ),
  };
}

export const matchCount = (stored: readonly StoredSeason[], { competitions, seasons }: MatchFilter): number =>
  stored
    .filter(({ competition, season }) => chosen(competitions, competition) && chosen(seasons, season))
    .reduce((sum, { matches }) => sum + matches, 0);

/** The filter without what is not stored any more; choosing everything is choosing nothing in particular. */
export function soundFilter(stored: readonly StoredSeason[], filter: MatchFilter): MatchFilter {
  const sound = (list: readonly string[], key: 'competition' | 'season'): string[] => {
    const known = new Set(stored.map((row) => row[key]));
    const kept = list.filter((value) => known.has(value));
    return kept.length === known.size ? [] : kept;
  };
  return {
    competitions: sound(filter.competitions, 'competition'),
    seasons: sound(filter.seasons, 'season'),
  };
}
