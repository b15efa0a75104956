import type { FeatureSetEntry, Inspection } from '../../../shared/contract/models.ts';
import { MODEL_TARGETS, TARGETS } from '../../../shared/domain/model.ts';
import { FormField } from '../../ui/form-field.tsx';
import { columnProblems, featureNames, orders } from './column-mapping.ts';
import {
  chooseTarget,
  mapColumns,
  SPORTS,
  setColumn,
  useImportWizard,
  type Wizard,
} from './import-wizard.ts';

type StepProps = {
  readonly wizard: Wizard;
  readonly inspection: Inspection;
  readonly sets: readonly FeatureSetEntry[];
  readonly setsProblem: string | null;
};

const KINDS: Readonly<Record<Wizard['kind'], string>> = {
  probabilities: 'Probabilities: they sum to 1',
  scores: 'Scores: softmax makes them probabilities',
  number: 'One number',
};

/** What goes in, what comes out, and what of it means what. */
export function ImportMeaningStep({ wizard, inspection, sets, setsProblem }: StepProps) {
  const set = useImportWizard.setState;
  const { target, outcomes } = wizard;
  return (
    <div className="form-columns">
      <div className="form-column">
        <Select
          label="Target"
          first
          value={target}
          options={MODEL_TARGETS.map((value) => ({ value, label: TARGETS[value].label }))}
          onChange={(value) => {
            const chosen = MODEL_TARGETS.find((one) => one === value);
            if (chosen !== undefined) chooseTarget(chosen);
          }}
        />
        <Select
          label="Outcomes, in the order of the output's columns"
          value={outcomes.join(', ')}
          options={orders(TARGETS[target].outcomes).map((order) => ({
            value: order.join(', '),
            label: order.join(', '),
          }))}
          onChange={(value) => set({ outcomes: value.split(', ') })}
        />
        <Select
          label="Output"
          value={wizard.output}
          options={inspection.outputs.map(({ name, type }) => ({ value: name, label: `${name} (${type})` }))}
          onChange={(output) => set({ output })}
        />
        <Select
          label="The output is"
          value={wizard.kind}
          options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
          onChange={(value) => {
            if (value === 'probabilities' || value === 'scores' || value === 'number') set({ kind: value });
          }}
        />
        <Select
          label="Input"
          value={wizard.input}
          options={inspection.inputs.map(({ name, type }) => ({ value: name, label: `${name} (${type})` }))}
          onChange={(input) => mapColumns({ input }, sets)}
        />
        <Select
          label="Its columns are"
          value={wizard.featureSet ?? ''}
          help={setsProblem === null ? undefined : `Feature sets could not be read: ${setsProblem}`}
          options={[
            { value: '', label: 'Columns of a CSV file of numbers' },
            ...sets.map(({ id, description }) => ({ value: id, label: `${id}: ${description}` })),
          ]}
          onChange={(value) => mapColumns({ featureSet: value === '' ? null : value }, sets)}
        />
        <FormField
          label="Sport"
          help="Models of one sport and target share a slot."
          {...(wizard.sport.trim() === '' ? { problem: 'Say which sport it is about.' } : {})}
        >
          {(attributes) => (
            <input
              {...attributes}
              className="input"
              autoComplete="off"
              spellCheck={false}
              list="import-sports"
              value={wizard.sport}
              onChange={(event) => set({ sport: event.target.value })}
            />
          )}
        </FormField>
        <datalist id="import-sports">
          {[...new Set([...SPORTS, ...sets.map(({ sport }) => sport)])].map((sport) => (
            <option key={sport} value={sport} />
          ))}
        </datalist>
      </div>
      <Mapping wizard={wizard} sets={sets} />
    </div>
  );
}

type SelectProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly help?: string | undefined;
  readonly first?: boolean;
  readonly onChange: (value: string) => void;
};

const Select = ({ label, value, options, help, first = false, onChange }: SelectProps) => (
  <FormField label={label} help={help}>
    {(attributes) => (
      <select
        {...attributes}
        className="input"
        {...(first ? { 'data-first-field': '' } : {})}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    )}
  </FormField>
);

const PROBLEM_WORDS = {
  missing: 'choose one',
  unknown: 'no such feature',
  repeated: 'named twice',
} as const;

/** Each input column with the feature it is. */
function Mapping({ wizard, sets }: { readonly wizard: Wizard; readonly sets: readonly FeatureSetEntry[] }) {
  const chosen = sets.find(({ id }) => id === wizard.featureSet);
  const features = featureNames(chosen);
  const problems = columnProblems(wizard.columns, features);
  const open = problems.filter((problem) => problem !== null).length;
  return (
    <div className="form-column mapping">
      <FormField
        label="Names of the columns, in the model's order"
        help="Pasted with commas or one a line: each is matched with the feature of that name."
      >
        {(attributes) => (
          <textarea
            {...attributes}
            className="input"
            rows={3}
            spellCheck={false}
            placeholder="elo_home, elo_away, form_home, ..."
            value={wizard.pasted}
            onChange={(event) => mapColumns({ pasted: event.target.value }, sets)}
          />
        )}
      </FormField>
      <p role="status" className={open === 0 ? 'muted' : 'field-problem'}>
        {open === 0
          ? `All ${wizard.columns.length} columns are mapped.`
          : `${open} of ${wizard.columns.length} columns to map.`}
      </p>
      {features !== null && (
        <datalist id="import-features">
          {chosen?.features.map(({ name, meaning }) => (
            <option key={name} value={name}>
              {meaning}
            </option>
          ))}
        </datalist>
      )}
      <ol className="mapping-list">
        {wizard.columns.map((column, index) => {
          const problem = problems[index] ?? null;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
            <li key={index} className={problem === null ? '' : 'is-open'}>
              <span className="figure muted">{index + 1}</span>
              <input
                className="input"
                aria-label={`Column ${index + 1}`}
                aria-invalid={problem !== null}
                autoComplete="off"
                spellCheck={false}
                list={features === null ? undefined : 'import-features'}
                title={chosen?.features.find(({ name }) => name === column)?.meaning}
                value={column}
                onChange={(event) => setColumn(index, event.target.value)}
              />
              <span className="field-problem">{problem === null ? '' : PROBLEM_WORDS[problem]}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
