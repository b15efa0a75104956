import { createGridSlot } from '../../grid/index.ts';
import type { ForecasterRow } from './evaluation-rows.ts';
import type { ModelRow } from './model-rows.ts';
import { type ModelsTab, useModelsView } from './models-view.ts';
import type { RunRow } from './run-rows.ts';

export const modelsSlot = createGridSlot<ModelRow>();
export const runsSlot = createGridSlot<RunRow>();
export const evaluationSlot = createGridSlot<ForecasterRow>();

const SLOTS = { models: modelsSlot, runs: runsSlot, evaluate: evaluationSlot } as const;
const hasList = (tab: ModelsTab): tab is keyof typeof SLOTS => tab in SLOTS;

/** The grid of the tab on screen; `null` where it has none. */
export function currentList() {
  const { tab } = useModelsView.getState();
  return hasList(tab) ? SLOTS[tab].current() : null;
}
