import { CHANNELS } from './figures.ts';
import { RATE_OUTCOMES } from './rate-outcomes.ts';

export type Column = { readonly name: string; readonly meaning: string };

const CHANNEL_MEANINGS: Readonly<Record<(typeof CHANNELS)[number], string>> = {
  goals: 'goals scored',
  chances: 'goals and shots at the price goals per shot have in the competition',
  shots: 'shots on target, as goals',
};
const OUTCOME_NAMES: Readonly<Record<(typeof RATE_OUTCOMES)[number], string>> = {
  'home v away': 'home_away',
  draw: 'draw',
  'over 2.5': 'over',
  'both score': 'both',
};

const both = (name: string, meaning: string): readonly Column[] =>
  ['home', 'away'].map((side) => ({ name: `${side}_${name}`, meaning: `${meaning}, ${side} side` }));

const RATE_COLUMNS = CHANNELS.flatMap((channel): readonly Column[] => [
  ...both(
    `${channel}_rate`,
    `Logarithm of expected goals by ratings learned from ${CHANNEL_MEANINGS[channel]}`,
  ),
  ...RATE_OUTCOMES.map((outcome) => ({
    name: `${channel}_${OUTCOME_NAMES[outcome]}`,
    meaning: `Log-odds of ${outcome} by these rates, Dixon-Coles`,
  })),
]);

/** What is written from results and match statistics alone, in this order. */
export const RESULT_COLUMNS: readonly Column[] = [
  ...RATE_COLUMNS,
  {
    name: 'elo_gap',
    meaning: 'Elo points the home side is ahead, home advantage of the competition included',
  },
  { name: 'slow_elo_gap', meaning: 'The same of an Elo rating that learns slowly' },
  ...both('elo', 'Elo points above 1500'),
  { name: 'pi_difference', meaning: 'Expected goal difference by pi-ratings (Constantinou & Fenton 2013)' },
  ...both('pi', 'Pi-rating on this ground'),
  ...both('uncertainty', 'Standard deviation of the attack rate learned from goals'),
  ...both('form', 'Score above Elo expectation a match (win 1, draw 0.5), latest matches'),
  ...both('long_form', 'The same over about a third of a season'),
  ...both('ground_form', 'The same over latest matches on the same kind of ground'),
  ...both('scored', 'Goals scored a match, latest matches'),
  ...both('conceded', 'Goals conceded a match, latest matches'),
  ...both('points', 'Points a match this season, drawn to the average while few were played'),
  ...both('goal_difference', 'Goal difference a match this season, drawn to nought while few were played'),
  ...both('played', 'Matches played this season'),
  { name: 'progress', meaning: 'Share of the season played, by the matches of the last one' },
  ...both('rest', 'Days since the last match, at most 21'),
  ...both('congestion', 'Matches lately, each counting less by 5 % a day'),
  ...both('entry', 'Entered the division this season: 1 promoted or new, -1 relegated, 0 stayed'),
  { name: 'home_win_share', meaning: 'Share of home wins in the competition, running' },
  { name: 'draw_share', meaning: 'Share of draws in the competition, running' },
  { name: 'league_goals', meaning: 'Goals a match in the competition, running' },
  { name: 'level', meaning: 'Divisions above this one in its country' },
];
