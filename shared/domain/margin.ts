/** The ways of taking a book's margin out of its prices; formulas in the function of each name. */
export type MarginMethod =
  | 'multiplicative'
  | 'additive'
  | 'power'
  | 'odds_ratio'
  | 'shin'
  | 'balanced_book'
  | 'goto'
  | 'logit_shift'
  | 'jensen_shannon';
