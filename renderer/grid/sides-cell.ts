import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';

/** What stands left and right, and between them what is never cut short. */
export type Sides = readonly [left: string, between: string, right: string];

/** AG Grid's renderer of a cell with two sides that give way to each other. */
export const sidesCell = <Row>(sides: (row: Row) => Sides): (new () => ICellRendererComp<Row>) =>
  class implements ICellRendererComp<Row> {
    readonly #cell = document.createElement('span');
    readonly #parts = [0, 1, 2].map((at) => {
      const part = document.createElement('span');
      part.className = at === 1 ? 'cell-between' : 'cell-side';
      return part;
    });

    init(params: ICellRendererParams<Row>): void {
      this.#cell.className = 'cell-sides';
      this.#cell.append(...this.#parts);
      this.refresh(params);
    }

    getGui(): HTMLElement {
      return this.#cell;
    }

    refresh({ data }: ICellRendererParams<Row>): boolean {
      const [left, between, right] = data === undefined ? ['', '', ''] : sides(data);
      // With its spaces: whoever reads the cell's text reads one line.
      [left, ` ${between} `, right].forEach((text, at) => {
        const part = this.#parts[at];
        if (part !== undefined) part.textContent = text;
      });
      return true;
    }
  };
