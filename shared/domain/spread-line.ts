/**
 * Probabilities of an exchange's market from the ranges its back and lay prices leave, written into `out`; each range is
 * `middle` and `reach` to both sides, net of commission. An exchange has no margin to remove: the middles miss `target`
 * (what the probabilities sum to) by what the spreads leave open, so that each moves by the same share of its own
 * range. Until all ranges together miss it no probability leaves its range, and no price of the exchange is an edge
 * against it. A margin method would put what a coarse ladder leaves open at 1.01 on the long shot. `false`, and nothing
 * written, where there are no ranges.
 */
export function writeWithinSpreads(
  middle: Float64Array,
  reach: Float64Array,
  target: number,
  out: Float64Array,
): boolean {
  let [sum, open] = [0, 0];
  for (let i = 0; i < middle.length; i += 1) {
    sum += middle[i] as number;
    open += reach[i] as number;
  }
  if (!(open > 0)) return false;
  const share = (target - sum) / open;
  for (let i = 0; i < middle.length; i += 1) out[i] = (middle[i] as number) + share * (reach[i] as number);
  return true;
}
