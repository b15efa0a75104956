import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  importOf,
  inspectFile,
  mapColumns,
  nextStep,
  previousStep,
  restartImport,
  setColumn,
  stepProblem,
  targetFor,
  typeFile,
  useImportWizard,
} from '../../../../../renderer/features/models/import-wizard.ts';
import { models } from '../../../../../renderer/stores/models.ts';
import { useToasts } from '../../../../../renderer/stores/toasts.ts';
import { OperationFailure } from '../../../../../shared/contract/errors.ts';
import type { FeatureSetEntry, Inspection } from '../../../../../shared/contract/models.ts';
import { modelEntry } from '../../../../support/sample-models.ts';
import { stubEngine } from '../../../../support/stub-engine.ts';

const inspection: Inspection = {
  file: '/models/forest.onnx',
  bytes: 1000,
  sha256: 'a'.repeat(64),
  ir: 8,
  opsets: [{ domain: '', version: 17 }],
  producer: 'skl2onnx',
  inputs: [{ name: 'X', type: 'float32', shape: [null, 2] }],
  outputs: [{ name: 'p', type: 'float32', shape: [null, 3] }],
  problems: [],
  suggestion: { input: 'X', output: 'p', kind: 'probabilities', columns: 2, classes: 3 },
};
const sets: readonly FeatureSetEntry[] = [
  {
    id: 'football-results@1',
    sport: 'soccer',
    description: '',
    resultsOnly: true,
    features: ['elo-home', 'elo-away', 'form'].map((name) => ({ name, meaning: name })),
  },
];
const wizard = useImportWizard.getState;
const problem = () => stepProblem(wizard(), sets);

/** The wizard past its first step. */
async function inspected(more: Partial<Inspection> = {}): Promise<void> {
  const calls = stubEngine();
  typeFile('/models/forest.onnx');
  const reading = inspectFile();
  calls[0]?.resolve({ ...inspection, ...more });
  await reading;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', () => 0);
  useToasts.setState({ toasts: [] });
  restartImport();
  models.clear();
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

describe('the file', () => {
  it('is asked for without the quotes of a file manager, and begins the mapping', async () => {
    const calls = stubEngine();
    typeFile(' "/models/forest.onnx" ');
    const reading = inspectFile();
    expect(calls).toMatchObject([{ name: 'models.inspect', input: { file: '/models/forest.onnx' } }]);
    calls[0]?.resolve(inspection);
    await reading;
    expect(wizard()).toMatchObject({
      input: 'X',
      output: 'p',
      kind: 'probabilities',
      target: 'match-odds',
      outcomes: ['home', 'draw', 'away'],
      columns: ['column_1', 'column_2'],
      busy: false,
    });
  });

  it('is not taken for another one typed since', async () => {
    const calls = stubEngine();
    typeFile('/models/forest.onnx');
    const reading = inspectFile();
    typeFile('/models/other.onnx');
    calls[0]?.resolve(inspection);
    await reading;
    expect(wizard().inspection).toBeNull();
  });

  it('stays in the field when it could not be read', async () => {
    const calls = stubEngine();
    typeFile('/missing.onnx');
    const reading = inspectFile();
    calls[0]?.reject(new OperationFailure({ code: 'not-found', message: 'There is no such file.' }));
    await reading;
    expect(wizard()).toMatchObject({ file: '/missing.onnx', problem: 'There is no such file.', busy: false });
  });

  it('goes no further while it can not be served', async () => {
    await inspected({ problems: [{ code: 'zip-map', fatal: true, message: 'ZipMap' }] });
    nextStep(sets, () => {});
    expect(wizard()).toMatchObject({ step: 0, problem: expect.stringMatching(/can’t be served/) });
  });
});

it.each([
  [3, 'probabilities', 'winner', 'match-odds'],
  [2, 'probabilities', 'winner', 'winner'],
  [2, 'scores', 'match-odds', 'over-under-2.5'],
  [1, 'number', 'match-odds', 'number'],
  [1, 'probabilities', 'winner', 'winner'],
] as const)('%i %s with %s chosen is taken for %s', (classes, kind, chosen, target) => {
  expect(targetFor(classes, kind, chosen)).toBe(target);
});

describe('the meaning', () => {
  it('asks for a sport, and for every column of a feature set', async () => {
    await inspected();
    expect(wizard().sport).toBe('football');
    useImportWizard.setState({ sport: ' ' });
    nextStep(sets, () => {});
    expect(problem()).toBe('Say which sport it is about.');
    mapColumns({ featureSet: 'football-results@1' }, sets);
    expect(wizard()).toMatchObject({ sport: 'soccer', columns: ['', ''] });
    mapColumns({ pasted: 'ELO_HOME, gf' }, sets);
    expect(wizard().columns).toEqual(['elo-home', 'gf']);
    expect(problem()).toBe('1 of 2 columns is not mapped: see those marked.');
    setColumn(1, 'elo-away');
    expect(problem()).toBe('');
  });

  it('counts the names pasted and the outcomes of the target', async () => {
    await inspected();
    nextStep(sets, () => {});
    mapColumns({ featureSet: 'football-results@1', pasted: 'elo-home, elo-away, form' }, sets);
    expect(problem()).toBe('3 names were pasted, and the model has 2 columns.');
    useImportWizard.setState({ target: 'winner' });
    expect(problem()).toMatch(/3 values a row, and Winner has 2 outcomes/);
  });
});

describe('the import', () => {
  async function ready(): Promise<void> {
    await inspected();
    nextStep(sets, () => {});
    mapColumns({ featureSet: 'football-results@1', pasted: 'elo-home, elo-away' }, sets);
    nextStep(sets, () => {});
    useImportWizard.setState({ golden: '1, 2\n0.5, 0.3, 0.2' });
    nextStep(sets, () => {});
    expect(wizard()).toMatchObject({ step: 3, problem: null });
  }

  it('is named after its file until its user says otherwise, and never as another model', async () => {
    await ready();
    expect(importOf(wizard())).toMatchObject({ id: 'forest', name: 'forest' });
    models.set('forest', modelEntry('forest'));
    expect(problem()).toBe('There is a model forest already: choose another id.');
    useImportWizard.setState({ id: 'Forest' });
    expect(problem()).toMatch(/lower-case/);
    useImportWizard.setState({ id: null, name: 'Forest 2' });
    expect(problem()).toBe('');
  });

  it('sends everything, tells of the model and begins anew', async () => {
    await ready();
    const calls = stubEngine();
    const imported = vi.fn();
    nextStep(sets, imported);
    expect(calls).toMatchObject([
      {
        name: 'models.import',
        input: {
          file: '/models/forest.onnx',
          outcomes: ['home', 'draw', 'away'],
          featureSet: 'football-results@1',
          columns: ['elo-home', 'elo-away'],
          golden: { input: [1, 2], output: [0.5, 0.3, 0.2] },
        },
      },
    ]);
    calls[0]?.resolve(modelEntry('forest'));
    await vi.waitFor(() => expect(imported).toHaveBeenCalledWith('forest'));
    expect(wizard()).toMatchObject({ step: 0, file: '' });
    expect(models.get('forest')).toBeDefined();
  });

  it('loses nothing when it is refused', async () => {
    await ready();
    const calls = stubEngine();
    nextStep(sets, () => {});
    nextStep(sets, () => {});
    expect(calls).toHaveLength(1);
    const before = importOf(wizard());
    calls[0]?.reject(new OperationFailure({ code: 'refused', message: 'The golden vector is not met.' }));
    await vi.waitFor(() => expect(wizard().busy).toBe(false));
    expect(wizard()).toMatchObject({ step: 3, problem: 'The golden vector is not met.' });
    expect(importOf(wizard())).toEqual(before);
    previousStep();
    expect(wizard()).toMatchObject({ step: 2, problem: null, golden: '1, 2\n0.5, 0.3, 0.2' });
  });
});
