import { create } from 'zustand';
import type { FeatureSetEntry, Inspection, ModelImport } from '../../../shared/contract/models.ts';
import { type ModelTarget, TARGETS } from '../../../shared/domain/model.ts';
import { models } from '../../stores/models.ts';
import { failureMessage, notify } from '../../stores/toasts.ts';
import { engine } from '../../transport/engine.ts';
import {
  columnProblems,
  featureNames,
  firstMapping,
  idFrom,
  nameFrom,
  namesIn,
  rowLength,
} from './column-mapping.ts';
import { readGolden } from './golden-vector.ts';

export const STEPS = ['File', 'Meaning', 'Golden vector', 'Name and import'] as const;

/** What was typed and read so far. It outlives views and errors, until the import is done. */
export type Wizard = {
  readonly step: number;
  readonly file: string;
  readonly inspection: Inspection | null;
  readonly busy: boolean;
  readonly problem: string | null;
  readonly input: string;
  readonly output: string;
  readonly kind: ModelImport['kind'];
  readonly target: ModelTarget;
  readonly sport: string;
  readonly outcomes: readonly string[];
  /** `null`: columns of a CSV file. */
  readonly featureSet: string | null;
  readonly columns: readonly string[];
  readonly pasted: string;
  readonly golden: string;
  /** Follows the file's name while `null`. */
  readonly name: string | null;
  /** Follows the name while `null`. */
  readonly id: string | null;
  readonly description: string;
};

const EMPTY: Wizard = {
  step: 0,
  file: '',
  inspection: null,
  busy: false,
  problem: null,
  input: '',
  output: '',
  kind: 'probabilities',
  target: 'match-odds',
  sport: 'football',
  outcomes: TARGETS['match-odds'].outcomes,
  featureSet: null,
  columns: [],
  pasted: '',
  golden: '',
  name: null,
  id: null,
  description: '',
};

export const useImportWizard = create<Wizard>(() => EMPTY);
const set = useImportWizard.setState;

/** A path as pasted from a file manager: quotes round it don't count. */
const bare = (path: string): string => path.trim().replace(/^(["'])(.*)\1$/, '$2');

/** A file that was read is not the one in the field any more. */
export const typeFile = (file: string): void => set({ file, inspection: null, problem: null });

/** What the terminal knows sports by; others can be typed. */
export const SPORTS: readonly string[] = ['football', 'tennis', 'basketball', 'american-football'];

export const canBeServed = ({ problems, suggestion }: Inspection): boolean =>
  suggestion !== null && !problems.some(({ fatal }) => fatal);

/** Which target has so many outcomes; the one chosen when it does. */
export function targetFor(classes: number, kind: ModelImport['kind'], chosen: ModelTarget): ModelTarget {
  if (kind === 'number') return 'number';
  if (chosen !== 'number' && TARGETS[chosen].outcomes.length === classes) return chosen;
  if (classes === 3) return 'match-odds';
  return classes === 2 ? 'over-under-2.5' : chosen;
}

/** Asks the engine what the file is, and begins with its suggestion. */
export async function inspectFile(): Promise<void> {
  const { file, busy } = useImportWizard.getState();
  const path = bare(file);
  if (busy) return;
  if (path === '') return set({ problem: "Type the path of an ONNX file on the engine's machine." });
  set({ busy: true, problem: null, inspection: null });
  await engine()
    .call('models.inspect', { file: path })
    .then((inspection) => {
      if (bare(useImportWizard.getState().file) === path) takeInspection(inspection);
    })
    .catch((error: unknown) => set({ problem: failureMessage(error) }))
    .finally(() => set({ busy: false }));
}

function takeInspection(inspection: Inspection): void {
  const { suggestion } = inspection;
  const before = useImportWizard.getState();
  set({ inspection });
  if (suggestion === null) return;
  const target = targetFor(suggestion.classes, suggestion.kind, before.target);
  set({
    input: suggestion.input,
    output: suggestion.output,
    kind: suggestion.kind,
    target,
    outcomes: TARGETS[target].outcomes,
    featureSet: null,
    columns: firstMapping(suggestion.columns, namesIn(before.pasted), null),
  });
}

export function chooseTarget(target: ModelTarget): void {
  set(({ kind }) => ({
    target,
    outcomes: TARGETS[target].outcomes,
    kind: target === 'number' ? 'number' : kind === 'number' ? 'probabilities' : kind,
  }));
}

/** How many columns the chosen input has; what was pasted decides where the file leaves it open. */
const columnCount = ({ inspection, input, pasted, columns }: Wizard): number =>
  (inspection === null ? null : rowLength(inspection, 'inputs', input)) ??
  (namesIn(pasted).length || columns.length || 1);

/** Matches the columns anew, with the names pasted so far. */
export function mapColumns(
  change: Partial<Pick<Wizard, 'input' | 'featureSet' | 'pasted'>>,
  sets: readonly FeatureSetEntry[],
): void {
  const next = { ...useImportWizard.getState(), ...change };
  const chosen = sets.find(({ id }) => id === next.featureSet);
  set({
    ...change,
    ...(change.featureSet !== undefined && chosen !== undefined ? { sport: chosen.sport } : {}),
    columns: firstMapping(columnCount(next), namesIn(next.pasted), featureNames(chosen)),
  });
}

export const setColumn = (at: number, name: string): void =>
  set(({ columns }) => ({ columns: columns.map((column, index) => (index === at ? name : column)) }));

export const nameOf = ({ name, inspection }: Pick<Wizard, 'name' | 'inspection'>): string =>
  name ?? nameFrom(inspection?.file ?? '');
export const idOf = (wizard: Pick<Wizard, 'id' | 'name' | 'inspection'>): string =>
  wizard.id ?? idFrom(nameOf(wizard));

/** What keeps a step from being left; empty when nothing does. */
export function stepProblem(
  wizard: Wizard,
  sets: readonly FeatureSetEntry[],
  taken: (id: string) => boolean = (id) => models.get(id) !== undefined,
): string {
  const { inspection } = wizard;
  if (inspection === null) return 'Read the file first.';
  switch (wizard.step) {
    case 0:
      return canBeServed(inspection) ? '' : 'This file can’t be served: see above what to do.';
    case 1:
      return meaningProblem(wizard, inspection, sets);
    case 2: {
      const read = readGolden(
        wizard.golden,
        wizard.columns.length,
        rowLength(inspection, 'outputs', wizard.output),
      );
      return read.ok ? '' : read.problem;
    }
    default:
      return nameProblem(wizard, taken);
  }
}

function meaningProblem(wizard: Wizard, inspection: Inspection, sets: readonly FeatureSetEntry[]): string {
  const classes = rowLength(inspection, 'outputs', wizard.output);
  const { label, outcomes } = TARGETS[wizard.target];
  if (classes !== null && classes !== outcomes.length)
    return `The output has ${classes} ${classes === 1 ? 'value' : 'values'} a row, and ${label} has ${outcomes.length} outcomes: choose another output or target.`;
  if (wizard.sport.trim() === '') return 'Say which sport it is about.';
  const names = namesIn(wizard.pasted).length;
  const columns = rowLength(inspection, 'inputs', wizard.input);
  if (names > 0 && columns !== null && names !== columns)
    return `${names} names were pasted, and the model has ${columns} columns.`;
  const chosen = sets.find(({ id }) => id === wizard.featureSet);
  if (wizard.featureSet !== null && chosen === undefined)
    return `There is no feature set ${wizard.featureSet} any more: choose another.`;
  const wrong = columnProblems(wizard.columns, featureNames(chosen)).filter((problem) => problem !== null);
  return wrong.length === 0
    ? ''
    : `${wrong.length} of ${wizard.columns.length} columns ${wrong.length === 1 ? 'is' : 'are'} not mapped: see those marked.`;
}

function nameProblem(wizard: Wizard, taken: (id: string) => boolean): string {
  if (nameOf(wizard).trim() === '') return 'Give it a name.';
  const id = idOf(wizard);
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id))
    return 'The id has lower-case letters, digits and hyphens only, begins with a letter or digit, and is at most 64 long.';
  return taken(id) ? `There is a model ${id} already: choose another id.` : '';
}

/** The import as the engine takes it. */
export function importOf(wizard: Wizard): ModelImport {
  const golden = readGolden(wizard.golden, null, null);
  return {
    file: wizard.inspection?.file ?? bare(wizard.file),
    id: idOf(wizard),
    name: nameOf(wizard).trim(),
    description: wizard.description.trim(),
    sport: wizard.sport.trim(),
    target: wizard.target,
    input: wizard.input,
    output: wizard.output,
    kind: wizard.kind,
    outcomes: [...wizard.outcomes],
    featureSet: wizard.featureSet,
    columns: [...wizard.columns],
    golden: golden.ok ? golden.golden : null,
  };
}

export function nextStep(sets: readonly FeatureSetEntry[], imported: (id: string) => void): void {
  const wizard = useImportWizard.getState();
  if (wizard.busy) return;
  if (wizard.inspection === null) return void inspectFile();
  const problem = stepProblem(wizard, sets);
  if (problem !== '') set({ problem });
  else if (wizard.step < STEPS.length - 1) set({ step: wizard.step + 1, problem: null });
  else void sendImport(imported);
}

export const previousStep = (): void => set(({ step }) => ({ step: Math.max(0, step - 1), problem: null }));

async function sendImport(imported: (id: string) => void): Promise<void> {
  set({ busy: true, problem: null });
  await engine()
    .call('models.import', importOf(useImportWizard.getState()))
    .then((model) => {
      models.set(model.id, model);
      set(EMPTY, true);
      notify(
        'ok',
        model.featureSet === null
          ? `${model.name} was imported as a draft. On its columns of numbers: overround predict ${model.id} --csv FILE`
          : `${model.name} was imported as a draft. S lets it predict in the shadow of the champion.`,
      );
      imported(model.id);
    })
    .catch((error: unknown) => set({ problem: failureMessage(error) }))
    .finally(() => set({ busy: false }));
}

export const restartImport = (): void => set(EMPTY, true);
