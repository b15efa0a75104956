/** The sum of results and of expectations after so many settled bets, in major units of the account's currency. */
export type EquityPoint = {
  /** 0 before the first bet. */
  readonly bets: number;
  readonly profit: number;
  readonly expected: number;
};
