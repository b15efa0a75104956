import type { ComponentType } from 'react';
import type { PaneId } from '../stores/workspace.ts';

/** A pane of the workspace. `panes.ts` is the table of them; each lives in `features/<id>/`. */
export type Pane = {
  readonly id: PaneId;
  readonly title: string;
  /** The digit, or letter, that moves to it with Alt. */
  readonly digit: string;
  readonly component: ComponentType;
};
