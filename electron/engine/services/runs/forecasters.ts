import type { ModelTarget } from '../../../../shared/domain/model.ts';
import { lineForecaster, readLine } from '../../inference/line/index.ts';
import { readModels } from '../../inference/registry/index.ts';
import type { Forecaster } from '../../ports/forecaster.ts';
import type { ModelFiles } from '../../ports/model-files.ts';
import { modelForecaster } from '../../training/index.ts';

export type OpenForecasters = {
  readonly forecasters: readonly Forecaster[];
  /** What was wanted and can't forecast, with the reason. */
  readonly left: readonly { readonly name: string; readonly message: string }[];
  /**
   * The year of the first match that any of them goes on learning from; empty: the first there is. `null` where none of
   * them learns.
   */
  readonly learnsFrom: string | null;
  close(): Promise<void>;
};

const LINE_NAMES = { 'pre-closing': 'overround-line', closing: 'overround-line-close' } as const;

/** What forecasts matches of a target beside the books: the Overround line, and every registered model, if wanted. */
export async function openForecasters(
  files: ModelFiles,
  target: ModelTarget,
  isWanted: (name: string) => boolean = () => true,
): Promise<OpenForecasters> {
  const lines: Forecaster[] = [];
  const models: (Forecaster & { close(): Promise<void> })[] = [];
  const left: { name: string; message: string }[] = [];
  const years: string[] = [];
  const stages = (['pre-closing', 'closing'] as const).filter((stage) => isWanted(LINE_NAMES[stage]));
  // The line is learned on 1X2 markets alone.
  if (target === 'match-odds' && stages.length > 0) {
    const learned = await readLine(files);
    for (const stage of stages)
      if (learned.ok) {
        lines.push(lineForecaster(stage, learned.line));
        years.push(learned.line.versions[0]?.season.slice(0, 4) ?? '');
      } else left.push({ name: LINE_NAMES[stage], message: learned.message });
  }
  for (const model of await readModels(files)) {
    const name = `model:${model.folder.id}`;
    if (!isWanted(name) || (model.manifest !== null && model.manifest.target !== target)) continue;
    const made = modelForecaster(files, model);
    if (made.ok) {
      models.push(made.forecaster);
      years.push(model.manifest?.versions[0]?.trainedTo?.slice(0, 4) ?? '');
    } else left.push({ name, message: made.message });
  }
  return {
    forecasters: [...lines, ...models],
    left,
    learnsFrom: years.length === 0 ? null : (years.sort()[0] ?? ''),
    close: async () => void (await Promise.all(models.map((model) => model.close()))),
  };
}
