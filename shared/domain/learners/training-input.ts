import type { LearnerOptions, LearnerParameter, TrainingContext, TrainingMatrix } from './learner.ts';
import { LearnerRefusal } from './learner-refusal.ts';

/** Rows beyond which quantised gradients would lose their digits. */
const MOST_ROWS = 2 ** 25;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;

/** Throws a `LearnerRefusal` unless the learner can be trained on this. */
export function checkTraining<Name extends string>(
  data: TrainingMatrix,
  options: LearnerOptions<Name>,
  parameters: Readonly<Record<Name, LearnerParameter>>,
  { validation }: TrainingContext,
): void {
  checkOptions(options, parameters);
  checkMatrix(data, 'training');
  if (classesSeen(data) < 2)
    throw new LearnerRefusal(
      'single-class',
      'Every training row with a weight has the same class. Give rows of at least two classes.',
    );
  if (validation === undefined) return;
  checkMatrix(validation, 'validation');
  if (validation.columns !== data.columns || validation.classes !== data.classes)
    throw new LearnerRefusal(
      'wrong-shape',
      `The validation rows have ${validation.columns} columns and ${validation.classes} classes, the training rows ` +
        `${data.columns} and ${data.classes}. Make both from the same features and target.`,
    );
}

function checkOptions<Name extends string>(
  options: LearnerOptions<Name>,
  parameters: Readonly<Record<Name, LearnerParameter>>,
): void {
  for (const name of Object.keys(parameters) as Name[]) {
    const { label, least, most, integer } = parameters[name];
    const value: number | undefined = options[name];
    if (value === undefined || !(value >= least && value <= most) || (integer && !Number.isInteger(value)))
      throw new LearnerRefusal(
        'invalid-option',
        `${label} (${name}) is ${value}. Give ${integer ? 'a whole number' : 'a number'} from ${least} to ${most}.`,
      );
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(parameters, name));
  if (unknown !== undefined)
    throw new LearnerRefusal(
      'invalid-option',
      `There is no parameter ${unknown}. The parameters are ${Object.keys(parameters).join(', ')}.`,
    );
}

function checkMatrix({ rows, columns, classes, x, y, weight }: TrainingMatrix, name: string): void {
  if (rows === 0)
    throw new LearnerRefusal(
      'no-rows',
      `There are no ${name} rows. Choose a span and filter that hold some.`,
    );
  if (!isCount(rows) || !isCount(columns) || !isCount(classes) || classes < 2 || rows > MOST_ROWS)
    throw new LearnerRefusal(
      'wrong-shape',
      `The ${name} rows are ${rows} x ${columns} with ${classes} classes. Give up to ${MOST_ROWS} rows, at least ` +
        'one column and two classes.',
    );
  if (x.length !== rows * columns || y.length !== rows || (weight !== null && weight.length !== rows))
    throw new LearnerRefusal(
      'wrong-shape',
      `The ${name} rows are said to be ${rows} x ${columns}, but hold ${x.length} values, ${y.length} classes and ` +
        `${weight === null ? 'no' : weight.length} weights. Give rows x columns values and a class and weight a row.`,
    );
  checkFinite(x, rows, columns);
  const wrong = y.findIndex((value) => value >= classes);
  if (wrong >= 0)
    throw new LearnerRefusal(
      'class-out-of-range',
      `Row ${wrong} of the ${name} rows has class ${y[wrong]}. Classes run from 0 to ${classes - 1}.`,
    );
  if (weight !== null) checkWeights(weight, name);
}

/** Throws where a value of the rows x columns matrix is infinite. Missing values, `NaN`, are fine. */
export function checkFinite(x: Float32Array, rows: number, columns: number): void {
  const size = rows * columns;
  for (let i = 0; i < size; i += 1) {
    const value = x[i] as number;
    if (!Number.isFinite(value) && !Number.isNaN(value))
      throw new LearnerRefusal(
        'infinite-value',
        `Column ${i % columns} is infinite in row ${Math.floor(i / columns)}. Leave the value out (NaN) instead.`,
      );
  }
}

function checkWeights(weight: Float32Array, name: string): void {
  const wrong = weight.findIndex((value) => !(value >= 0 && Number.isFinite(value)));
  if (wrong >= 0)
    throw new LearnerRefusal(
      'invalid-weight',
      `Row ${wrong} of the ${name} rows has weight ${weight[wrong]}. Weights are finite and not negative.`,
    );
  if (weight.every((value) => value === 0))
    throw new LearnerRefusal(
      'invalid-weight',
      `Every weight of the ${name} rows is 0. Give some row a weight.`,
    );
}

function classesSeen({ classes, y, weight }: TrainingMatrix): number {
  const seen = new Uint8Array(classes);
  y.forEach((value, i) => {
    if (weight === null || (weight[i] as number) > 0) seen[value] = 1;
  });
  return seen.reduce((sum, one) => sum + one, 0);
}

/** What a checkpoint must agree on to be resumed. */
type CheckpointHead = { readonly learner: string; readonly of: string };
export type Checkpoint<State> = CheckpointHead & { readonly state: State };

const describeTraining = (data: TrainingMatrix, options: LearnerOptions): string =>
  JSON.stringify([
    data.rows,
    data.columns,
    data.classes,
    Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);

export const checkpointOf = <State>(
  learner: string,
  data: TrainingMatrix,
  options: LearnerOptions,
  state: State,
): Checkpoint<State> => ({ learner, of: describeTraining(data, options), state });

/** The state in a checkpoint, `undefined` without one; throws where it is another training's. */
export function resumedState<State>(
  learner: string,
  data: TrainingMatrix,
  options: LearnerOptions,
  resume: unknown,
): State | undefined {
  if (resume === undefined) return undefined;
  const head = resume as Partial<Checkpoint<State>> | null;
  if (head?.learner !== learner || head.of !== describeTraining(data, options) || head.state === undefined)
    throw new LearnerRefusal(
      'foreign-checkpoint',
      'The checkpoint was made by another training (learner, rows, columns or parameters differ). Start afresh.',
    );
  return head.state;
}
