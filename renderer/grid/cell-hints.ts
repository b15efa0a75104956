import { type Column, cellText } from './column.ts';

/**
 * Titles on headers and cells under the pointer: what a column means, what is to be said of a cell, and text that is cut
 * short. AG Grid's tooltip module would also refresh a tooltip on every cell of every update; this costs nothing until
 * something is pointed at. Answers with the function that stops it.
 */
export function explainCells<Row>(
  host: HTMLElement,
  columns: () => readonly Column<Row>[],
  rowOf: (id: string) => Row | undefined,
): () => void {
  const columnOf = (element: HTMLElement) =>
    columns().find(({ id }) => id === element.getAttribute('col-id'));
  const explain = ({ target }: Event) => {
    const pointed = target instanceof Element ? target : null;
    const header = pointed?.closest<HTMLElement>('.ag-header-cell') ?? null;
    if (header !== null) {
      const column = columnOf(header);
      if (column) header.title = column.hint ?? column.header;
      return;
    }
    const cell = pointed?.closest<HTMLElement>('.ag-cell') ?? null;
    const row = rowOf(cell?.closest('.ag-row')?.getAttribute('row-id') ?? '');
    const column = cell === null ? undefined : columnOf(cell);
    if (cell === null || row === undefined || column === undefined) return;
    cell.title = cellTitle(column, row, isCut(cell));
  };
  host.addEventListener('pointerover', explain, { passive: true });
  return () => host.removeEventListener('pointerover', explain);
}

/** Whether anything in the cell is wider than it. */
const isCut = (cell: HTMLElement): boolean =>
  [cell, ...cell.querySelectorAll<HTMLElement>('.cell-main, .cell-minor, .cell-side, .ag-cell-value')].some(
    ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
  );

/** What a cell's title says; empty where there is nothing that the cell doesn't show. */
export function cellTitle<Row>(column: Column<Row>, row: Row, isCutShort: boolean): string {
  const whole = isCutShort ? [cellText(column, row), column.minor?.(row) ?? ''] : [];
  return [...whole, column.note?.(row) ?? ''].filter((line) => line !== '').join('\n');
}
