import { createHash } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { openSession } from '../../engine/inference/onnx/open-session.ts';
import { writeModel } from '../../engine/inference/registry/index.ts';
import type { MatchSource } from '../../engine/judgement/match-days.ts';
import type { ModelFiles } from '../../engine/ports/model-files.ts';
import {
  createCheckpoints,
  hasCheckpoint,
  type TrainedModel,
  type TrainingRecipe,
  trainModel,
} from '../../engine/training/index.ts';
import type { ProgressLine } from './progress-line.ts';
import { placeProblem, replaceModel } from './train-out.ts';

export type TrainTask = {
  readonly recipe: TrainingRecipe;
  readonly id: string;
  readonly name: string;
  readonly origin: 'trained' | 'shipped';
  readonly parameters: Readonly<Record<string, number>>;
  readonly trials: number;
  readonly seed: number;
  readonly createdAt: EpochMs;
};

/** Where checkpoints of this very task are kept: the same command finds them again. */
export const checkpointFolder = (
  runs: string,
  { recipe, name, parameters, trials, seed }: TrainTask,
): string =>
  join(
    runs,
    `shell-${createHash('sha256')
      .update(JSON.stringify([recipe.id, name, Object.entries(parameters).sort(), trials, seed]))
      .digest('hex')
      .slice(0, 20)}`,
  );

/** Trains and registers one model. Rejects with the signal's reason when it was stopped; what was fitted is kept. */
export async function trainAndWrite(
  task: TrainTask,
  source: MatchSource,
  files: ModelFiles,
  options: {
    readonly checkpoints: string;
    readonly resume: boolean;
    /** The folder asked for, where an earlier model of that id is replaced. */
    readonly out: string | undefined;
    readonly line: ProgressLine;
    readonly signal: AbortSignal;
  },
): Promise<TrainedModel> {
  const { line, signal } = options;
  const problem = options.out === undefined ? undefined : await placeProblem(options.out, task.id);
  if (problem !== undefined) throw new Error(problem);
  politely();
  if (options.resume && !hasCheckpoint(options.checkpoints))
    line.note('overround: there is nothing to resume of this training; it starts afresh.');
  if (!options.resume) createCheckpoints(options.checkpoints, '').clear();
  let last = '';
  const trained = await trainModel({
    ...task,
    source,
    checkpoints: (of) => createCheckpoints(options.checkpoints, of),
    openSession,
    monotonic: () => performance.now(),
    signal,
    onProgress: ({ share, stage }) => {
      const text = `${task.id}: ${Math.floor(share * 100)} % ${stage}`;
      if (text !== last) line.show(text);
      last = text;
    },
  });
  signal.throwIfAborted();
  if (options.out === undefined) await writeModel(files, trained.manifest, trained.files);
  else await replaceModel(options.out, trained.manifest, trained.files);
  createCheckpoints(options.checkpoints, '').clear();
  return trained;
}

/** Whatever else runs on this machine goes first. */
function politely(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not every system allows it.
  }
}
