import type { Column } from './column.ts';

/**
 * Titles on the headers under the pointer. AG Grid's tooltip module would also refresh a tooltip on every cell of every
 * update; this costs nothing until a header is pointed at. Answers with the function that stops it.
 */
export function explainHeaders<Row>(host: HTMLElement, columns: () => readonly Column<Row>[]): () => void {
  const explain = ({ target }: Event) => {
    const header = target instanceof Element ? target.closest<HTMLElement>('.ag-header-cell') : null;
    const column = header && columns().find(({ id }) => id === header.getAttribute('col-id'));
    if (header && column) header.title = column.hint ?? column.header;
  };
  host.addEventListener('pointerover', explain, { passive: true });
  return () => host.removeEventListener('pointerover', explain);
}
