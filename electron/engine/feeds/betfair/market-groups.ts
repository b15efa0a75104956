const underOver = (prefix: string, highest: number): string[] =>
  Array.from({ length: highest + 1 }, (_, goals) => `${prefix}_${goals}5`);

/** What a user can choose to watch, and Betfair's market types for it. */
export const MARKET_GROUPS = {
  'match-odds': { label: 'Match odds', types: ['MATCH_ODDS', 'MONEY_LINE'] },
  totals: {
    label: 'Totals',
    types: [...underOver('OVER_UNDER', 8), 'ALT_TOTAL_GOALS', 'COMBINED_TOTAL'],
  },
  'asian-handicap': { label: 'Asian handicap, spreads', types: ['ASIAN_HANDICAP', 'HANDICAP'] },
  'both-teams-to-score': { label: 'Both teams to score', types: ['BOTH_TEAMS_TO_SCORE'] },
  'draw-no-bet': { label: 'Draw no bet', types: ['DRAW_NO_BET'] },
  'double-chance': { label: 'Double chance', types: ['DOUBLE_CHANCE'] },
  'correct-score': { label: 'Correct score', types: ['CORRECT_SCORE'] },
  'first-half': {
    label: 'First half',
    types: ['HALF_TIME', 'HALF_TIME_SCORE', ...underOver('FIRST_HALF_GOALS', 4)],
  },
} as const satisfies Readonly<Record<string, { label: string; types: readonly string[] }>>;

export type MarketGroup = keyof typeof MARKET_GROUPS;

export const typesOf = (groups: readonly MarketGroup[]): readonly string[] =>
  groups.flatMap((group): readonly string[] => MARKET_GROUPS[group].types);
