/**
 * The fraction with the smallest denominator strictly between `low` and `high` (0 <= low < high), by walking the
 * Stern-Brocot tree with whole runs of equal turns at a time.
 */
export function simplestFraction(
  low: number,
  high: number,
): readonly [numerator: number, denominator: number] {
  const whole = Math.floor(low);
  if (whole + 1 < high) return [whole + 1, 1];
  if (low === whole) {
    // Between n and at most n + 1: n + 1/d with the least d that still lies below `high`.
    const denominator = Math.floor(1 / (high - whole)) + 1;
    return [whole * denominator + 1, denominator];
  }
  const [numerator, denominator] = simplestFraction(1 / (high - whole), 1 / (low - whole));
  return [whole * numerator + denominator, numerator];
}
