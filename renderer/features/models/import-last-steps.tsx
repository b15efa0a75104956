import { TARGETS } from '../../../shared/domain/model.ts';
import { FormField } from '../../ui/form-field.tsx';
import { rowLength } from './column-mapping.ts';
import { readGolden } from './golden-vector.ts';
import { idOf, nameOf, useImportWizard, type Wizard } from './import-wizard.ts';

const set = useImportWizard.setState;

/** A row whose output is known, from where the model was made. */
export function ImportGoldenStep({ wizard }: { readonly wizard: Wizard }) {
  const classes = wizard.inspection === null ? null : rowLength(wizard.inspection, 'outputs', wizard.output);
  const read = readGolden(wizard.golden, wizard.columns.length, classes);
  return (
    <>
      <FormField
        label="An input row and the output it must give"
        help={`${wizard.columns.length} numbers in${classes === null ? '' : `, ${classes} out`}, from where the model was made. Left empty, a row of zeros is run and remembered: it catches a changed file, not a wrong mapping.`}
        problem={read.ok ? undefined : read.problem}
      >
        {(attributes) => (
          <textarea
            {...attributes}
            className="input golden"
            rows={8}
            spellCheck={false}
            placeholder={'{"input": [1512.3, 1480.1], "output": [0.46, 0.27, 0.27]}'}
            data-first-field=""
            value={wizard.golden}
            onChange={(event) => set({ golden: event.target.value, problem: null })}
          />
        )}
      </FormField>
      {read.ok && read.golden !== null && (
        <p role="status" className="models-note muted">
          {read.golden.input.length} numbers in, {read.golden.output.length} out: checked when the model is
          imported and each time it is opened.
        </p>
      )}
    </>
  );
}

/** What it is called, and everything once more before it is copied. */
export function ImportNameStep({ wizard }: { readonly wizard: Wizard }) {
  const { golden, target, outcomes, columns, featureSet, kind, input, output, sport } = wizard;
  const facts = [
    ['File', wizard.inspection?.file ?? ''],
    ['Slot', `${sport} ${TARGETS[target].label}`],
    ['Output', `${output}, ${kind}: ${outcomes.join(', ')}`],
    ['Input', `${input}, ${columns.length} columns of ${featureSet ?? 'a CSV file'}`],
    ['Golden vector', golden.trim() === '' ? 'none: zeros are run and remembered' : 'given'],
  ] as const;
  return (
    <div className="form-columns">
      <div className="form-column">
        <FormField label="Name">
          {(attributes) => (
            <input
              {...attributes}
              className="input"
              autoComplete="off"
              maxLength={120}
              data-first-field=""
              value={nameOf(wizard)}
              onChange={(event) => set({ name: event.target.value, problem: null })}
            />
          )}
        </FormField>
        <FormField label="Id" help="Its folder's name, and how the command line calls it.">
          {(attributes) => (
            <input
              {...attributes}
              className="input"
              autoComplete="off"
              spellCheck={false}
              maxLength={64}
              value={idOf(wizard)}
              onChange={(event) =>
                set({ id: event.target.value === '' ? null : event.target.value, problem: null })
              }
            />
          )}
        </FormField>
        <FormField label="Description" help="Where it comes from, what it learned from.">
          {(attributes) => (
            <textarea
              {...attributes}
              className="input"
              rows={4}
              maxLength={4000}
              value={wizard.description}
              onChange={(event) => set({ description: event.target.value })}
            />
          )}
        </FormField>
      </div>
      <dl className="models-facts form-column">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
