import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';

/** AG Grid's renderer of a cell with a line of `main` and a quieter one of `minor`. */
export const doubleCell = <Row>(
  main: (row: Row) => string,
  minor: (row: Row) => string,
): (new () => ICellRendererComp<Row>) =>
  class implements ICellRendererComp<Row> {
    readonly #cell = document.createElement('span');
    readonly #main = document.createElement('span');
    readonly #minor = document.createElement('span');

    init(params: ICellRendererParams<Row>): void {
      this.#main.className = 'cell-main';
      this.#minor.className = 'cell-minor';
      this.#cell.append(this.#main, this.#minor);
      this.refresh(params);
    }

    getGui(): HTMLElement {
      return this.#cell;
    }

    refresh({ data }: ICellRendererParams<Row>): boolean {
      this.#main.textContent = data === undefined ? '' : main(data);
      this.#minor.textContent = data === undefined ? '' : minor(data);
      return true;
    }
  };
