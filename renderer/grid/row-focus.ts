/** A cell by its place: rows change under it. */
export type Place = { readonly rowIndex: number; readonly columnId: string };

/**
 * Which row the keyboard is on. Only the user moves it. When its row goes, the place stays and no row is focused, so that
 * no key acts on whatever moved there.
 */
export type RowFocus = {
  /** The row that keys act on; `null` when there is none or it has gone. */
  readonly rowId: () => string | null;
  readonly place: () => Place | null;
  /** Whether the row went from under the keyboard, and the user has not moved since. */
  readonly isLost: () => boolean;
  /** The user went to this cell. Answers whether that is another one. */
  readonly move: (rowId: string, place: Place) => boolean;
  /**
   * Rows came, went or changed places. `indexOf` is a row's index among the `count` shown, `null` when it is not shown.
   * Answers where the keyboard belongs now; `null` when it was nowhere or nothing is shown.
   */
  readonly follow: (indexOf: (rowId: string) => number | null, count: number) => Place | null;
};

export function createRowFocus(): RowFocus {
  let rowId: string | null = null;
  let place: Place | null = null;
  return {
    rowId: () => rowId,
    place: () => place,
    isLost: () => place !== null && rowId === null,
    move(to, at) {
      const moved = rowId !== to || place?.columnId !== at.columnId;
      rowId = to;
      place = at;
      return moved;
    },
    follow(indexOf, count) {
      if (place === null) return null;
      const index = rowId === null ? null : indexOf(rowId);
      if (index === null) rowId = null;
      if (count === 0) return null;
      place = { ...place, rowIndex: Math.min(index ?? place.rowIndex, count - 1) };
      return place;
    },
  };
}
