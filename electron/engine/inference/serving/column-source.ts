import type { Fixture } from '../../ports/forecaster.ts';
import type { HistoricalMatch } from '../../ports/market-store.ts';
import { type FeatureSet, type FeatureSnapshot, type FeatureState, featureSet } from '../features/index.ts';
import type { Manifest } from '../registry/index.ts';

/** A model's columns for fixtures, in the model's own order, and what it learns from results. */
export type ColumnSource = {
  write(fixture: Fixture, out: Float32Array, offset: number): void;
  /** Whether both sides mean something to it. */
  knows(fixture: Pick<Fixture, 'competition' | 'home' | 'away'>): boolean;
  /** Names of teams as it knows them. */
  teams(competition: string): readonly string[];
  observe(day: readonly HistoricalMatch[]): void;
};

export type Columns =
  | { readonly ok: true; readonly start: (snapshot: FeatureSnapshot | null) => ColumnSource }
  | { readonly ok: false; readonly message: string };

/** How a model's columns are filled; refused for one whose columns no feature set fills. */
export function columnsOf({ id, input }: Pick<Manifest, 'id' | 'input'>): Columns {
  if (input.teams !== null) {
    const source = teamColumns(input.teams);
    return { ok: true, start: () => source };
  }
  const set = input.featureSet === null ? undefined : featureSet(input.featureSet);
  if (set === undefined)
    return {
      ok: false,
      message: `${id} takes columns that no feature set fills, so it can't forecast matches. Give it numbers: overround predict ${id} --csv FILE`,
    };
  return {
    ok: true,
    start: (snapshot) => featureColumns(set, set.create(snapshot ?? undefined), input.columns),
  };
}

/** Indices in the goal models' list; an unknown team is missing. */
function teamColumns(teams: readonly string[]): ColumnSource {
  const place = new Map(teams.map((team, index) => [team, index]));
  return {
    write({ home, away }, out, offset) {
      out[offset] = place.get(home) ?? Number.NaN;
      out[offset + 1] = place.get(away) ?? Number.NaN;
    },
    knows: ({ home, away }) => place.has(home) && place.has(away),
    teams: () => teams,
    observe: () => {},
  };
}

function featureColumns(set: FeatureSet, state: FeatureState, columns: readonly string[]): ColumnSource {
  const places = columns.map((column) => set.names.indexOf(column));
  const isWhole = places.length === set.names.length && places.every((place, i) => place === i);
  const all = new Float32Array(set.names.length);
  return {
    write(fixture, out, offset) {
      if (isWhole) {
        state.write(fixture, out, offset);
        return;
      }
      state.write(fixture, all, 0);
      places.forEach((place, i) => {
        out[offset + i] = all[place] ?? Number.NaN;
      });
    },
    knows: (fixture) => state.knows(fixture),
    teams: (competition) => state.teams(competition),
    observe: (day) => state.observe(day),
  };
}
