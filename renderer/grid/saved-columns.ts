import type { ColumnState } from 'ag-grid-community';
import { OperationFailure } from '../../shared/contract/errors.ts';
import { notifyFailure } from '../stores/toasts.ts';
import { engine } from '../transport/engine.ts';

/** What is kept of a column between starts. */
type SavedColumn = Pick<ColumnState, 'colId' | 'width' | 'hide' | 'pinned' | 'sort' | 'sortIndex'>;

const SAVE_AFTER_MS = 600;

/** Reads what was saved, leaving out anything that is not a column; `[]` when it is something else altogether. */
export function parseSavedColumns(value: unknown): readonly SavedColumn[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { colId, width, hide, pinned, sort, sortIndex } = entry as Record<string, unknown>;
    if (typeof colId !== 'string') return [];
    return [
      {
        colId,
        hide: hide === true,
        pinned: pinned === 'left' || pinned === 'right' ? pinned : null,
        sort: sort === 'asc' || sort === 'desc' ? sort : null,
        sortIndex: typeof sortIndex === 'number' ? sortIndex : null,
        ...(typeof width === 'number' && width >= 20 && width <= 2000 ? { width } : {}),
      },
    ];
  });
}

/** What is kept of `state`: widths only of the columns `sized` by the user. */
export const savedColumns = (
  state: readonly ColumnState[],
  sized: ReadonlySet<string>,
): readonly SavedColumn[] =>
  state.map(({ colId, width, hide, pinned, sort, sortIndex }) => ({
    colId,
    hide: hide ?? false,
    pinned: pinned ?? null,
    sort: sort ?? null,
    sortIndex: sortIndex ?? null,
    ...(width === undefined || !sized.has(colId) ? {} : { width }),
  }));

/**
 * The ids of all columns in the order saved; one that was not there when it was saved comes after the one that it follows
 * in `ids`.
 */
export function columnOrder(saved: readonly SavedColumn[], ids: readonly string[]): readonly string[] {
  const order = saved.map(({ colId }) => colId);
  ids.forEach((id, index) => {
    if (order.includes(id)) return;
    const before = ids[index - 1];
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  });
  return order;
}

/** The columns saved for grid `id`; empty when there are none or the engine cannot be asked. */
export async function loadColumns(id: string): Promise<readonly SavedColumn[]> {
  try {
    return parseSavedColumns(await engine().call('workspace.get', { key: `grid.${id}` }));
  } catch (error) {
    if (error instanceof OperationFailure) return [];
    throw error;
  }
}

/** Saves the columns of grid `id` once the user has stopped moving them. */
export function createColumnSaver(id: string): {
  readonly save: (columns: readonly SavedColumn[]) => void;
  readonly stop: () => void;
} {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    save(columns) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const value = columns.map(
          (column) => ({ ...column }) as Record<string, string | number | boolean | null>,
        );
        engine()
          .call('workspace.save', { key: `grid.${id}`, value })
          .catch(notifyFailure('save the columns'));
      }, SAVE_AFTER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
