import type { Channel } from './figures.ts';
import { RATE_OUTCOMES, type RateOutcome } from './rate-outcomes.ts';

export type Column = { readonly name: string; readonly meaning: string };

const OUTCOME_MEANINGS: Readonly<Record<RateOutcome, string>> = {
  home_away: 'Logarithm of P(home) over P(away)',
  draw: 'Log-odds of a draw',
  over: 'Log-odds of more than 2.5 goals',
  both: 'Log-odds of both teams scoring',
};

const rateColumns = (
  channel: Channel,
  from: string,
  outcomes: readonly RateOutcome[] = RATE_OUTCOMES,
): readonly Column[] =>
  outcomes.map((outcome) => ({
    name: `${channel}_${outcome}`,
    meaning: `${OUTCOME_MEANINGS[outcome]}, Dixon-Coles with rates learned from ${from}`,
  }));

const both = (name: string, meaning: string): readonly Column[] =>
  ['home', 'away'].map((side) => ({ name: `${side}_${name}`, meaning: `${meaning}, ${side} side` }));

/** What is written from results and match statistics alone, in this order. */
export const RESULT_COLUMNS: readonly Column[] = [
  ...rateColumns('chances', 'goals, and shots and corners at their price in goals'),
  ...rateColumns('pressure', 'the latest shots and corners at their price in goals'),
  ...rateColumns('goals', 'goals', ['over', 'both']),
  { name: 'elo_gap', meaning: 'Elo points the home side is ahead, home advantage included' },
  { name: 'slow_elo_gap', meaning: 'The same of an Elo rating that learns slowly' },
  { name: 'pi_gap', meaning: 'Pi-ratings of the home side on both grounds less those of the away side' },
  ...both('uncertainty', 'Standard deviation of the logarithm of the attack rate learned from chances'),
  ...both('form', 'Score above Elo expectation a match (win 1, draw 0.5), latest matches'),
  ...both('long_form', 'The same over about a third of a season'),
  ...both('scored', 'Goals scored a match, latest matches'),
  ...both('conceded', 'Goals conceded a match, latest matches'),
  { name: 'progress', meaning: 'Share of the season that both sides have played' },
  ...both('rest', 'Days since the last match, at most 21'),
  ...both('congestion', 'Matches lately, each counting less by 5 % a day'),
  ...both('entry', 'Entered the division this season: 1 promoted or new, -1 relegated, 0 stayed'),
  {
    name: 'stake_gap',
    meaning:
      'How open, 0 to 1, title, promotion, Europe or relegation are for the home side, by points and matches left, less the same of the away side',
  },
  {
    name: 'home_advantage',
    meaning: 'Logarithm of home over away goals between equals: of all competitions as it moves, and of this',
  },
  { name: 'draw_share', meaning: 'Share of draws in the competition, running' },
  { name: 'league_goals', meaning: 'Goals a match in the competition, running' },
];
