/** How a row stands to the one above it: the first of its group, of a part of the group, or neither. */
export type RowBreak = 'group' | 'part' | 'none';

/** The break of each row in the order shown. The first row always starts a group. */
export function rowBreaks<Row extends object>(
  rows: Iterable<Row>,
  breakBetween: (above: Row, row: Row) => RowBreak,
): WeakMap<Row, RowBreak> {
  const breaks = new WeakMap<Row, RowBreak>();
  let above: Row | undefined;
  for (const row of rows) {
    breaks.set(row, above === undefined ? 'group' : breakBetween(above, row));
    above = row;
  }
  return breaks;
}
