/** Rows for a grid, kept outside React. A row is one object for life: its columns read its newest values. */
export interface RowSource<Row> {
  /** Every row, in the order in which they stand when no column sorts them. */
  rows(): readonly Row[];
  subscribe(listener: RowListener): () => void;
  /** Something that differs once the row's values have changed; a touched row that says the same is not drawn again. */
  revision?(row: Row): unknown;
  /**
   * A calm moment: rows may change places and what is over may go, but for the row that holds the keyboard. Answers
   * whether anything moved.
   */
  settle?(heldId: string | null): boolean;
  /** Time has passed; values that depend on the clock are out of date in these rows. */
  age?(rows: readonly Row[]): void;
}

export type RowListener = {
  /** Rows came, went or changed places. */
  readonly reshaped: () => void;
  /** Values of this row changed. Cheap: rows that are not on screen cost a set insertion. */
  readonly touched: (rowId: string) => void;
};

/** The listeners of a row source. */
export type RowSignal = RowListener & { readonly subscribe: (listener: RowListener) => () => void };

export function createRowSignal(): RowSignal {
  const listeners = new Set<RowListener>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reshaped() {
      for (const listener of listeners) listener.reshaped();
    },
    touched(rowId) {
      for (const listener of listeners) listener.touched(rowId);
    },
  };
}
