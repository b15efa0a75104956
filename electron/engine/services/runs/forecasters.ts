import type { ModelTarget } from '../../../../shared/domain/model.ts';
import { readModels } from '../../inference/registry/index.ts';
import type { Forecaster } from '../../ports/forecaster.ts';
import type { ModelFiles } from '../../ports/model-files.ts';
import { modelForecaster } from '../../training/index.ts';

export type OpenForecasters = {
  readonly forecasters: readonly Forecaster[];
  /** Models of the target that can't forecast matches, with the reason. */
  readonly left: readonly { readonly name: string; readonly message: string }[];
  close(): Promise<void>;
};

/** What forecasts matches of a target beside the books: every registered model whose name is wanted. */
export async function openForecasters(
  files: ModelFiles,
  target: ModelTarget,
  isWanted: (name: string) => boolean = () => true,
): Promise<OpenForecasters> {
  const made: (Forecaster & { close(): Promise<void> })[] = [];
  const left: { name: string; message: string }[] = [];
  for (const model of await readModels(files)) {
    const name = `model:${model.folder.id}`;
    if (!isWanted(name)) continue;
    if (model.manifest !== null && model.manifest.target !== target) continue;
    const forecaster = modelForecaster(files, model);
    if (forecaster.ok) made.push(forecaster.forecaster);
    else left.push({ name, message: forecaster.message });
  }
  return {
    forecasters: made,
    left,
    close: async () => void (await Promise.all(made.map((forecaster) => forecaster.close()))),
  };
}
