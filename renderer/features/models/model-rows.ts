import type { ModelEntry } from '../../../shared/contract/models.ts';
import type { ModelState } from '../../../shared/domain/model.ts';
import { createRankedRows, type RankedRow, type RankedRows } from '../../grid/index.ts';
import { models } from '../../stores/models.ts';
import type { Table } from '../../stores/table.ts';
import { useModelsView } from './models-view.ts';
import { gapOf, metricOf } from './score-text.ts';

export type ModelRow = RankedRow<ModelEntry>;

const RANK: Readonly<Record<ModelState, number>> = { champion: 0, shadow: 1, draft: 2, retired: 3 };

const logLoss = metricOf('logLoss');

/**
 * By slot, its champion first, then shadows, drafts and the retired, each by how far its log loss is from its market's:
 * log losses alone compare the matches that models were judged on.
 */
export function compareModels(a: ModelEntry, b: ModelEntry): number {
  const gap = ({ overall }: ModelEntry) => gapOf(logLoss, overall) ?? Number.MAX_VALUE;
  return (
    a.slot.localeCompare(b.slot, 'en') ||
    RANK[a.state] - RANK[b.state] ||
    Math.sign(gap(a) - gap(b)) ||
    a.name.localeCompare(b.name, 'en', { numeric: true }) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The models of `table` as rows. `onState` hears when one changed its state, so that the list can be put in order. */
export function createModelRows(table: Table<ModelEntry>, onState: () => void): RankedRows<ModelEntry> {
  const rows = createRankedRows<ModelEntry>({ compare: compareModels, keepGone: false });
  for (const model of table.values()) rows.put(model.id, model);
  table.subscribe((changes) => {
    let moved = false;
    for (const [id, model] of changes) {
      const before = rows.get(id)?.value.state;
      if (model === undefined) rows.remove(id);
      else rows.put(id, model);
      moved ||= before !== undefined && model !== undefined && before !== model.state;
    }
    if (!moved) return;
    // Every row says how it compares with its slot's champion.
    for (const model of table.values()) rows.touch(model.id);
    onState();
  });
  return rows;
}

let settle = () => {};
/** The grid that shows the models leaves its way of ranking them here. */
export const onModelStates = (rank: () => void): void => {
  settle = rank;
};

export const modelRows = createModelRows(models, () => settle());

useModelsView.subscribe(({ marked }, before) => {
  if (marked === before.marked) return;
  for (const id of new Set([...marked, ...before.marked])) modelRows.touch(id);
});
