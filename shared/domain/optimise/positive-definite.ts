/**
 * x of A x = y by Cholesky's method; A symmetric, of which the lower triangle is read, row by row. `undefined` where A is
 * not positive definite.
 */
export function solvePositiveDefinite(a: Float64Array, y: Float64Array): Float64Array | undefined {
  const n = y.length;
  const lower = Float64Array.from(a);
  const at = (i: number, j: number) => lower[i * n + j] as number;
  for (let j = 0; j < n; j += 1) {
    for (let i = j; i < n; i += 1) {
      let value = at(i, j);
      for (let k = 0; k < j; k += 1) value -= at(i, k) * at(j, k);
      if (i === j && !(value > 0)) return undefined;
      lower[i * n + j] = i === j ? Math.sqrt(value) : value / at(j, j);
    }
  }
  const x = Float64Array.from(y);
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = (x[i] as number) - at(i, k) * (x[k] as number);
    x[i] = (x[i] as number) / at(i, i);
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) x[i] = (x[i] as number) - at(k, i) * (x[k] as number);
    x[i] = (x[i] as number) / at(i, i);
  }
  return x;
}
