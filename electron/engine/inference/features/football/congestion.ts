/** Share of itself that a match keeps in a team's congestion each day. */
export const CONGESTION_KEPT = 0.95;

/** Days beyond which nothing is left that could matter. */
const LONGEST = 128;
const POWERS = Float64Array.from({ length: LONGEST }, (_, days) => CONGESTION_KEPT ** days);

/** What is left of a congestion after so many whole days; 0 of a team that never played. */
export const congestionAfter = (congestion: number, days: number): number =>
  days >= 0 && days < LONGEST ? congestion * (POWERS[days] as number) : 0;
