/** How a row stands to the one above it: the first of its group, of a part of the group, or neither. */
export type RowBreak = 'group' | 'part' | 'none';

/** Where a row stands in its group or part: alone in it, or its first, second or a later line. */
export type RowPlace = { readonly break: RowBreak; readonly line: 'only' | 'first' | 'second' | 'later' };

/** The place of each row in the order shown. The first row always starts a group. */
export function rowPlaces<Row extends object>(
  rows: readonly Row[],
  breakBetween: (above: Row, row: Row) => RowBreak,
): WeakMap<Row, RowPlace> {
  const breaks = rows.map((row, index) => {
    const above = rows[index - 1];
    return above === undefined ? 'group' : breakBetween(above, row);
  });
  const places = new WeakMap<Row, RowPlace>();
  rows.forEach((row, index) => {
    places.set(row, { break: breaks[index] ?? 'none', line: lineOf(breaks, index) });
  });
  return places;
}

function lineOf(breaks: readonly RowBreak[], index: number): RowPlace['line'] {
  if (breaks[index] !== 'none') return breaks[index + 1] === 'none' ? 'first' : 'only';
  return breaks[index - 1] === 'none' ? 'later' : 'second';
}
