type Bar = { readonly x: number; readonly time: number };

/**
 * The bars that a band is drawn through: those in sight and one more at each side, so that it reaches the edges. Only
 * those in sight have been given their place since the chart last moved; the other two are put where their index says.
 */
export function bandBars<B extends Bar>(
  bars: readonly B[],
  range: { readonly from: number; readonly to: number },
  barSpacing: number,
): readonly B[] {
  const inSight = bars.slice(range.from, range.to);
  const [first, last] = [inSight[0], inSight.at(-1)];
  if (first === undefined || last === undefined) return [];
  const placed = (bar: B | undefined, by: B): readonly B[] =>
    bar === undefined ? [] : [{ ...bar, x: by.x + (bar.time - by.time) * barSpacing }];
  const before = range.from > 0 ? bars[range.from - 1] : undefined;
  return [...placed(before, first), ...inSight, ...placed(bars[range.to], last)];
}
