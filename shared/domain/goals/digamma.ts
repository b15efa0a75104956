/** The derivative of log gamma for x > 0: its asymptotic series above 10, the recurrence below. */
export function digamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 10; y += 1) shift -= 1 / y;
  const w = 1 / (y * y);
  const series =
    w *
    (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (1 / 132 - w * (691 / 32_760 - w / 12))))));
  return shift + Math.log(y) - 0.5 / y - series;
}
