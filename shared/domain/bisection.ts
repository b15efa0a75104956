/**
 * A zero of the monotone `f` between `low` and `high`, to the last bit; the nearer end where there is no change of
 * sign. For formulas outside the hot path: about 60 evaluations.
 */
export function bisect(f: (x: number) => number, low: number, high: number): number {
  const rising = f(high) > f(low);
  let a = low;
  let b = high;
  for (;;) {
    const middle = 0.5 * (a + b);
    if (middle <= a || middle >= b) return middle;
    if (f(middle) > 0 === rising) b = middle;
    else a = middle;
  }
}
