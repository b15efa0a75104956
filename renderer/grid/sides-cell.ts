import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';

/** What stands left and right, and between them what is never cut short. */
export type Sides = readonly [left: string, between: string, right: string];

/** `text` with the figure at its end never cut short: of `Asian handicap -0.75` the line is what tells it apart. */
export function endKept(text: string): Sides {
  const [, words = text, figure = ''] = /^(.*\S) ([+-]?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  return [words, figure, ''];
}

/** AG Grid's renderer of a cell with two sides that give way to each other; on two rows with `stacked`. */
export const sidesCell = <Row>(
  sides: (row: Row) => Sides,
  stacked?: (row: Row) => readonly [left: string, right: string],
): (new () => ICellRendererComp<Row>) =>
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
      const hasEnd = right === '';
      this.#cell.classList.toggle('has-end', hasEnd);
      // With its spaces: whoever reads the cell's text reads one line.
      const middle = hasEnd ? (between === '' ? '' : ` ${between}`) : ` ${between} `;
      [left, middle, right].forEach((text, at) => {
        const part = this.#parts[at];
        if (part !== undefined) part.textContent = text;
      });
      const [ofLeft, ofRight] = (data === undefined ? undefined : stacked?.(data)) ?? ['', ''];
      this.#cell.dataset['left'] = ofLeft;
      this.#cell.dataset['right'] = ofRight;
      return true;
    }
  };
