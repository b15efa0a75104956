import { useCallback, useEffect, useMemo } from 'react';
import type { ModelEntry } from '../../../shared/contract/models.ts';
import { DataGrid, type RowBreak } from '../../grid/index.ts';
import { models } from '../../stores/models.ts';
import { useRow } from '../../stores/use-row.ts';
import { useRows } from '../../stores/use-rows.ts';
import { modelsSlot } from './list-slots.ts';
import { modelColumns, modelSearchText } from './model-columns.ts';
import { ModelComparison } from './model-comparison.tsx';
import { ModelDetails } from './model-details.tsx';
import { type ModelRow, modelRows, onModelStates } from './model-rows.ts';
import { useModelsView } from './models-view.ts';
import { enterDetails } from './navigation.ts';

/** Every model by slot, and the details of one or the comparison of those marked. */
export function ModelsList({ onCount }: { readonly onCount: (shown: number) => void }) {
  const { text, inDetails } = useModelsView();
  const look = useCallback(({ id }: ModelRow) => useModelsView.setState({ model: id }), []);
  useEffect(() => {
    // The promoted model goes to its place at once: the user has just put it there.
    onModelStates(() => modelsSlot.current()?.settle());
    return () => onModelStates(() => {});
  }, []);
  useEffect(() => {
    modelsSlot.current()?.link(useModelsView.getState().model);
    return useModelsView.subscribe(({ model }) => modelsSlot.current()?.link(model));
  }, []);
  return (
    <div className={inDetails ? 'models-split is-in-details' : 'models-split'}>
      <DataGrid
        id="models"
        label="Models by slot"
        columns={modelColumns}
        source={modelRows}
        rowId={rowId}
        filter={text}
        searchText={modelSearchText}
        breakBetween={slotBreak}
        slot={modelsSlot}
        onFocus={look}
        onAction={enterDetails}
        onCount={onCount}
        empty={
          <>
            <strong>No models yet</strong>
            <span>Train one on imported matches (3), or import an ONNX file (5).</span>
          </>
        }
        noneShown={
          <>
            <strong>No model passes the filter</strong>
            <span>Esc in the box clears it.</span>
          </>
        }
      />
      <Aside />
    </div>
  );
}

const rowId = ({ id }: ModelRow): string => id;
const slotBreak = (above: ModelRow, row: ModelRow): RowBreak =>
  above.value.slot === row.value.slot ? 'none' : 'group';

function Aside() {
  const { model: id, comparing, marked } = useModelsView();
  const all = useRows(models);
  const shown = useRow(models, id) ?? modelRows.rows()[0]?.value;
  const compared = useMemo(
    () => marked.flatMap((one): readonly ModelEntry[] => all.filter((model) => model.id === one)),
    [marked, all],
  );
  if (comparing && compared.length >= 2) return <ModelComparison models={compared} />;
  return shown === undefined ? null : <ModelDetails key={shown.id} model={shown} />;
}
