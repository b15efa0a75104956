import type { GridControls } from './data-grid.tsx';

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
