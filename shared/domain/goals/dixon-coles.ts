/**
 * Dixon & Coles 1997: how much likelier than under independence the four lowest scores are. `home` and `away` are the
 * goal expectancies. The corrections cancel: the total stays 1 and either side's goals stay Poisson.
 */
export function dixonColesTau(
  homeGoals: number,
  awayGoals: number,
  home: number,
  away: number,
  rho: number,
): number {
  if (homeGoals > 1 || awayGoals > 1) return 1;
  if (homeGoals === 0) return awayGoals === 0 ? 1 - home * away * rho : 1 + home * rho;
  return awayGoals === 0 ? 1 + away * rho : 1 - rho;
}

/** Between which values of rho no probability is negative. */
export const rhoBounds = (home: number, away: number): readonly [least: number, most: number] => [
  Math.max(-1 / home, -1 / away),
  Math.min(1 / (home * away), 1),
];

/** What rho adds to P(0-1) and to P(1-0), and takes from P(0-0) and from P(1-1). */
export const dixonColesShift = (home: number, away: number, rho: number): number =>
  rho * home * away * Math.exp(-home - away);
