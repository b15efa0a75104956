/** A copula's value with its derivatives by both arguments and by the dependence. */
export type CopulaValue = { value: number; byU: number; byV: number; byKappa: number };

/** Below this dependence the closed form loses digits and its series, cut after kappa squared, does not. */
const SERIES_RANGE = 3e-4;

/**
 * Frank's copula C(u, v) = -ln(1 + (e^-ku - 1)(e^-kv - 1) / (e^-k - 1)) / k: joins two distributions with dependence
 * kappa, zero being independence. Boshnakov et al. 2017 join Weibull counts of goals by it.
 */
export function frankCopula(u: number, v: number, kappa: number, out: CopulaValue): void {
  if (Math.abs(kappa) < SERIES_RANGE) nearIndependence(u, v, kappa, out);
  else closedForm(u, v, kappa, out);
}

function closedForm(u: number, v: number, kappa: number, out: CopulaValue): void {
  const a = Math.expm1(-kappa * u);
  const b = Math.expm1(-kappa * v);
  const e = Math.expm1(-kappa);
  const product = a * b;
  const whole = e + product;
  const log = Math.log1p(product / e);
  out.value = -log / kappa;
  out.byU = ((a + 1) * b) / whole;
  out.byV = ((b + 1) * a) / whole;
  const bySteps = -(u * (a + 1) * b + v * (b + 1) * a) / whole + (product * (e + 1)) / (e * whole);
  out.byKappa = (log / kappa - bySteps) / kappa;
}

function nearIndependence(u: number, v: number, kappa: number, out: CopulaValue): void {
  const first = 0.5 * kappa;
  const second = (kappa * kappa) / 12;
  const U = u * (1 - u);
  const V = v * (1 - v);
  const [du, dv] = [1 - 2 * u, 1 - 2 * v];
  out.value = u * v + U * V * (first + second * du * dv);
  out.byU = v + V * (first * du + second * dv * (du * du - 2 * U));
  out.byV = u + U * (first * dv + second * du * (dv * dv - 2 * V));
  out.byKappa = U * V * (0.5 + (kappa / 6) * du * dv);
}
