import { useRef, useState } from 'react';
import type { Recipe, StoredSeason } from '../../../shared/contract/runs.ts';
import { TARGETS } from '../../../shared/domain/model.ts';
import { usePastMatches } from '../../stores/past-matches.ts';
import { startRun } from '../../stores/runs.ts';
import { useStatus } from '../../stores/status.ts';
import { failureMessage } from '../../stores/toasts.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { FormField } from '../../ui/form-field.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { soundFilter } from '../../ui/match-choice.ts';
import { MatchPicker } from '../../ui/match-picker.tsx';
import { useModelsView } from './models-view.ts';
import { NoMatches } from './no-matches.tsx';
import { showRun } from './run-actions.ts';
import { defaultName, type Problems, parameterText, trainSpec, useTrainForm } from './train-form.ts';
import { useFormKeys } from './use-form-keys.ts';

/** Starts a training by a recipe on imported matches. */
export function TrainView() {
  const reload = useModelsView((view) => view.reload);
  const imports = usePastMatches((past) => past.imports);
  const read = useAnswer(`train ${reload} ${imports}`, async (signal) => ({
    recipes: await engine().call('recipes.list', {}, { signal }),
    stored: await engine().call('matches.seasons', {}, { signal }),
  }));
  if (read.value === null)
    return read.problem === null || read.reading ? (
      <p className="models-note muted" role="status">
        Reading recipes and seasons…
      </p>
    ) : (
      <div className="pane-empty" role="alert">
        <strong>Recipes and seasons could not be read</strong>
        <span>{read.problem}</span>
        <button type="button" className="button" onClick={read.again}>
          Read again <kbd className="key-cap">F5</kbd>
        </button>
      </div>
    );
  const { recipes, stored } = read.value;
  if (stored.length === 0) return <NoMatches />;
  const first = recipes[0];
  if (first === undefined)
    return <p className="pane-empty">This engine has no recipes: it can't train models.</p>;
  return <TrainForm recipes={recipes} first={first} stored={stored} />;
}

type TrainFormProps = {
  readonly recipes: readonly Recipe[];
  readonly first: Recipe;
  readonly stored: readonly StoredSeason[];
};

function TrainForm({ recipes, first, stored }: TrainFormProps) {
  const form = useTrainForm();
  const connected = useStatus((state) => state.connection === 'open');
  const [problems, setProblems] = useState<Problems>({});
  const [starting, setStarting] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const recipe = recipes.find(({ id }) => id === form.recipe) ?? first;
  const submit = () => {
    if (starting) return;
    const result = trainSpec(form, recipe, stored);
    setProblems(result.ok ? {} : result.problems);
    if (!result.ok) {
      requestAnimationFrame(() =>
        element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
      );
      return;
    }
    setStarting(true);
    startRun(result.spec)
      .then(({ id }) => {
        useTrainForm.setState({ name: null });
        showRun(id);
      })
      .catch((error: unknown) => setProblems({ start: failureMessage(error) }))
      .finally(() => setStarting(false));
  };
  useFormKeys(submit);
  return (
    <form
      ref={element}
      className="models-form"
      data-pane-focus=""
      tabIndex={-1}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="form-columns">
        <div className="form-column">
          <RecipeList recipes={recipes} recipe={recipe} />
          <p className="recipe-text">{recipe.description}</p>
          <FormField label="Name" problem={problems['name']}>
            {(attributes) => (
              <input
                {...attributes}
                className="input"
                autoComplete="off"
                spellCheck={false}
                value={form.name ?? defaultName(recipe.name, soundFilter(stored, form.filter))}
                onChange={(event) => useTrainForm.setState({ name: event.target.value })}
              />
            )}
          </FormField>
        </div>
        <div className="form-column">
          <MatchPicker
            stored={stored}
            filter={form.filter}
            onChange={(filter) => useTrainForm.setState({ filter })}
          />
          {problems['matches'] !== undefined && (
            <p role="alert" className="field-problem">
              {problems['matches']}
            </p>
          )}
        </div>
        <ParameterFields recipe={recipe} problems={problems} />
      </div>
      <FormFooter
        problem={
          problems['start'] ?? (Object.keys(problems).length > 0 ? 'Mend the fields marked in red.' : '')
        }
        action={starting ? 'Starting…' : 'Train'}
        disabled={!connected || starting}
        note="Walk-forward by season: each is forecast by a version that had not seen it."
      />
    </form>
  );
}

const RecipeList = ({
  recipes,
  recipe,
}: {
  readonly recipes: readonly Recipe[];
  readonly recipe: Recipe;
}) => (
  <FormField
    label="Recipe"
    help={`${TARGETS[recipe.target].label} of ${recipe.sport}, by ${recipe.learner}${recipe.featureSet === null ? '' : `, on ${recipe.featureSet}`}`}
  >
    {(attributes) => (
      <select
        {...attributes}
        className="input recipe-list"
        size={Math.min(10, Math.max(3, recipes.length))}
        value={recipe.id}
        onChange={(event) => useTrainForm.setState({ recipe: event.target.value })}
      >
        {recipes.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    )}
  </FormField>
);

function ParameterFields({ recipe, problems }: { readonly recipe: Recipe; readonly problems: Problems }) {
  const form = useTrainForm();
  const setParameter = (name: string, text: string) =>
    useTrainForm.setState(({ parameters }) => ({
      parameters: { ...parameters, [recipe.id]: { ...parameters[recipe.id], [name]: text } },
    }));
  return (
    <fieldset className="form-column">
      <legend>Parameters</legend>
      <div className="parameter-grid">
        {recipe.parameters.map(({ name, label, least, most, default: usual }) => (
          <FigureField
            key={name}
            label={label}
            help={`${least} to ${most}; ${usual} by default`}
            problem={problems[`parameter ${name}`]}
            value={parameterText(form, recipe, name)}
            onChange={(text) => setParameter(name, text)}
          />
        ))}
        <FigureField
          label="Trials of the search"
          help="Random draws of the parameters, judged before the last seasons; 0 for none"
          problem={problems['trials']}
          value={form.trials}
          onChange={(trials) => useTrainForm.setState({ trials })}
        />
        <FigureField
          label="Seed"
          help="The same seed and matches give the same model"
          problem={problems['seed']}
          value={form.seed}
          onChange={(seed) => useTrainForm.setState({ seed })}
        />
      </div>
    </fieldset>
  );
}

type FigureFieldProps = {
  readonly label: string;
  readonly help: string;
  readonly problem: string | undefined;
  readonly value: string;
  readonly onChange: (text: string) => void;
};

const FigureField = ({ label, help, problem, value, onChange }: FigureFieldProps) => (
  <FormField label={label} help={help} problem={problem}>
    {(attributes) => (
      <input
        {...attributes}
        className="input input-figure"
        inputMode="decimal"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </FormField>
);

type FormFooterProps = {
  readonly problem: string;
  readonly action: string;
  readonly disabled: boolean;
  readonly note?: string;
};

/** The form's own button with its key, and what keeps it from being sent. */
export const FormFooter = ({ problem, action, disabled, note = '' }: FormFooterProps) => (
  <footer className="form-footer">
    <button type="submit" className="button button-primary" disabled={disabled}>
      {action} <KeyCaps chord="Mod+Enter" />
    </button>
    <p role="alert" className="field-problem">
      {problem}
    </p>
    <p className="faint">{problem === '' ? note : ''}</p>
  </footer>
);
