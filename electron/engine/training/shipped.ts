import type { FitOptions } from './fit-model.ts';

/** A model that comes with the program: `overround train all-shipped` makes them all. */
export type ShippedModel = {
  readonly id: string;
  readonly name: string;
  readonly recipe: string;
  /** Its own sport's competitions; empty: all there are. */
  readonly competitions: readonly string[];
  readonly parameters: FitOptions;
};

/** The 22 leagues of football-data.co.uk's main files. */
const FOOTBALL_LEAGUES: readonly string[] = [
  ...['E0', 'E1', 'E2', 'E3', 'EC', 'SC0', 'SC1', 'SC2', 'SC3', 'D1', 'D2'],
  ...['I1', 'I2', 'SP1', 'SP2', 'F1', 'F2', 'N1', 'B1', 'P1', 'T1', 'G1'],
];

const football = (id: string, name: string, recipe: string): ShippedModel => ({
  id,
  name,
  recipe,
  competitions: FOOTBALL_LEAGUES,
  parameters: {},
});

export const SHIPPED_MODELS: readonly ShippedModel[] = [
  football('football-1x2', 'Football 1X2', 'football-1x2-logistic'),
  football('football-1x2-market', 'Football 1X2 with prices', 'football-1x2-market-logistic'),
  football('football-1x2-dixon-coles', 'Football 1X2 by goals', 'football-1x2-dixon-coles'),
  football('football-ou25', 'Football over/under 2.5', 'football-ou25-boosting'),
  football('football-btts', 'Football both teams to score', 'football-btts-logistic'),
  {
    id: 'tennis-winner',
    name: 'Tennis winner',
    recipe: 'tennis-winner-logistic',
    competitions: [],
    parameters: {},
  },
  {
    id: 'nba-winner',
    name: 'NBA winner',
    recipe: 'basketball-winner-logistic',
    competitions: ['NBA'],
    parameters: {},
  },
  {
    id: 'nfl-winner',
    name: 'NFL winner',
    recipe: 'american-football-winner-logistic',
    competitions: ['NFL'],
    parameters: {},
  },
];
