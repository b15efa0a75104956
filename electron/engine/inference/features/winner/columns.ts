type Column = { readonly name: string; readonly meaning: string };

const both = (name: string, meaning: string): readonly Column[] => [
  { name: `home_${name}`, meaning: `${meaning}, home side` },
  { name: `away_${name}`, meaning: `${meaning}, away side` },
];

/** In the order `createWinnerState` writes them. */
export const WINNER_COLUMNS: readonly Column[] = [
  { name: 'elo', meaning: 'Log-odds of the home side by Elo, with the home advantage learned so far' },
  { name: 'slow_elo', meaning: 'The same with a step a third as long' },
  { name: 'margin', meaning: 'Expected margin by ratings of margins, in standard deviations of a margin' },
  { name: 'surface_elo', meaning: 'Log-odds by Elo on this surface alone; missing where the sport has none' },
  ...both('form', 'Wins above what Elo expected, lately'),
  ...both('rest', 'Days since the last match, cut at a long rest'),
  ...both('load', 'Matches lately, each counting less day by day'),
  ...both('seen', 'Logarithm of one more than the matches seen'),
];
