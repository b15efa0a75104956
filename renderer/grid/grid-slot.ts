import type { GridView } from './grid-view.ts';

/** What commands may do with a mounted grid. */
export type GridControls<Row> = Pick<
  GridView<Row>,
  'focus' | 'focused' | 'isLost' | 'link' | 'settle' | 'shownRows'
> & {
  readonly exportCsv: () => void;
};

/** Where a pane leaves its grid for its commands: they run outside React, on whatever is mounted. */
export type GridSlot<Row> = {
  readonly current: () => GridControls<Row> | null;
  readonly put: (controls: GridControls<Row> | null) => void;
};

export function createGridSlot<Row>(): GridSlot<Row> {
  let mounted: GridControls<Row> | null = null;
  return {
    current: () => mounted,
    put: (controls) => {
      mounted = controls;
    },
  };
}
