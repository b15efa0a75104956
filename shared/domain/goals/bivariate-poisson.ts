/**
 * P(home goals, away goals) of Karlis & Ntzoufras 2003: X + Z against Y + Z of independent Poisson counts with means
 * `home`, `away` and `shared`, so that either side expects its own rate plus the shared one.
 */
export function bivariatePoisson(
  homeGoals: number,
  awayGoals: number,
  home: number,
  away: number,
  shared: number,
): number {
  if (homeGoals < 0 || awayGoals < 0) return 0;
  let total = 0;
  for (let k = Math.min(homeGoals, awayGoals); k >= 0; k -= 1)
    total += term(home, homeGoals - k) * term(away, awayGoals - k) * term(shared, k);
  return total * Math.exp(-home - away - shared);
}

/** rate^k / k!, without overflow. */
function term(rate: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i += 1) value *= rate / i;
  return value;
}
