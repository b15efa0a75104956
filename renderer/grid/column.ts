import type { Sides } from './sides-cell.ts';

/** One column of a grid over rows of type `Row`. Functions read the row's newest values each time they are called. */
export type Column<Row> = {
  readonly id: string;
  readonly header: string;
  /** What the column means, on its header. */
  readonly hint?: string;
  /** Figures stand on the right in tabular digits. */
  readonly kind: 'text' | 'figure';
  /** What sorting compares and what tells that the cell changed: a string, a number or an immutable object. */
  readonly value: (row: Row) => unknown;
  /** What the cell shows; the value itself when absent. */
  readonly text?: (row: Row) => string;
  /** A second, quieter line under the text. It is drawn anew when `value` changes. */
  readonly minor?: (row: Row) => string;
  /** The text in its parts, where the sides shall be cut short and what is between them shall not. */
  readonly sides?: (row: Row) => Sides;
  /**
   * A figure for each of the sides: the first two rows of a group then say one side each with its figure, instead of
   * both sides on the first row. A group of one row keeps both.
   */
  readonly stacked?: (row: Row) => readonly [left: string, right: string];
  /** What the column is called in an exported file; group and header when absent. */
  readonly csvHeader?: string | (() => string);
  /** False for what says nothing outside the page. */
  readonly exported?: boolean;
  /** What an exported file holds; the text when absent. */
  readonly csv?: (row: Row) => string | number | null;
  /** Order of two rows; by `value` when absent, with nothing last. */
  readonly compare?: (a: Row, b: Row) => number;
  /** CSS classes and when a row's cell has them. */
  readonly classes?: Readonly<Record<string, (row: Row) => boolean>>;
  /** CSS custom properties of the cell, such as the ends of a bar. */
  readonly style?: (row: Row) => Readonly<Record<`--${string}`, string>>;
  /** What there is to say of a row's cell, under the pointer; text that is cut short is read whole there in any case. */
  readonly note?: (row: Row) => string;
  /** Always on the cells of the column. */
  readonly className?: string;
  readonly width: number;
  /** How many columns the row's cell runs over; 1 when absent. */
  readonly span?: (row: Row) => number;
  /** Share of the spare width it takes. */
  readonly grow?: number;
  /** Pixels that it grows to at most. */
  readonly most?: number;
  /** Stays on the left while the rest scrolls. */
  readonly pinned?: boolean;
  /** Changes with the clock alone: drawn again every second. */
  readonly timed?: boolean;
  /** The way the cell's price last went, while that is news; the cell is lit so long. */
  readonly flash?: (row: Row) => 'up' | 'down' | null;
  /** Written once per group of rows; see `RowBreak`. */
  readonly once?: boolean;
  /** Columns of one group stand together under this title. */
  readonly group?: string;
  readonly sortable?: boolean;
  readonly hidden?: boolean;
};

/** Orders two values of a column: numbers by size, the rest as text, `null` and `undefined` after everything. */
export function compareValues(a: unknown, b: unknown): number {
  const noA = a === null || a === undefined || Number.isNaN(a);
  const noB = b === null || b === undefined || Number.isNaN(b);
  if (noA || noB) return Number(noA) - Number(noB);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true, sensitivity: 'base' });
}

/** What the cell of `row` shows. */
export function cellText<Row>(column: Column<Row>, row: Row): string {
  if (column.text !== undefined) return column.text(row);
  const value = column.value(row);
  return value === null || value === undefined ? '' : String(value);
}
