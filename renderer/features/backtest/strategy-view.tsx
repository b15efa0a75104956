import { useEffect, useRef, useState } from 'react';
import type { StoredSeason, Strategy } from '../../../shared/contract/runs.ts';
import type { Currency } from '../../../shared/domain/units.ts';
import { ToolbarButton } from '../../grid/index.ts';
import { models } from '../../stores/models.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { usePastMatches } from '../../stores/past-matches.ts';
import { runs, startRun } from '../../stores/runs.ts';
import { useStatus } from '../../stores/status.ts';
import { failureMessage, notify } from '../../stores/toasts.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { useRows } from '../../stores/use-rows.ts';
import { showPane, useWorkspace } from '../../stores/workspace.ts';
import { engine } from '../../transport/engine.ts';
import { FormField } from '../../ui/form-field.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { MatchPicker } from '../../ui/match-picker.tsx';
import { formActions, useBacktestView } from './backtest-view.ts';
import { firstField, modelName, showRun } from './run-actions.ts';
import {
  beginWith,
  dropStrategy,
  keepStrategy,
  renamedFor,
  renameStrategy,
  runName,
  useStrategies,
  withServedModel,
} from './strategies.ts';
import { type FieldProps, FilterFields, MoneyFields, RuleFields, SourceFields } from './strategy-fields.tsx';
import { inOddsFormat, type Problems, readStrategy, type StrategyForm } from './strategy-form.ts';
import { strategySentence } from './strategy-text.ts';

/** The strategy to run: belief, price, rule, filter and stake. */
export function StrategyView() {
  const reload = useBacktestView((view) => view.reload);
  const currency = useStatus(({ status }) => status?.currency ?? null);
  const isRead = useStrategies((state) => state.isRead);
  const imports = usePastMatches((past) => past.imports);
  const read = useAnswer(`strategies ${reload} ${imports}`, async (signal) => ({
    named: await engine().call('strategies.list', {}, { signal }),
    stored: await engine().call('matches.seasons', {}, { signal }),
  }));
  const isActive = useWorkspace(({ active }) => active === 'backtest');
  const { again } = read;
  // Matches may have been imported in another pane.
  useEffect(() => {
    if (isActive) again();
  }, [isActive, again]);
  if (read.value === null && read.problem !== null && !read.reading)
    return (
      <div className="pane-empty" role="alert">
        <strong>Strategies and seasons could not be read</strong>
        <span>{read.problem}</span>
        <button type="button" className="button" data-pane-focus="" onClick={again}>
          Read again <kbd className="key-cap">F5</kbd>
        </button>
      </div>
    );
  if (read.value === null || currency === null || !isRead)
    return (
      <p className="backtest-note muted" role="status">
        Reading strategies and seasons…
      </p>
    );
  if (read.value.stored.length === 0) return <NoMatches />;
  return <Begun named={read.value.named} stored={read.value.stored} currency={currency} />;
}

/** There is nothing to bet on before there are matches. */
const NoMatches = () => (
  <div className="pane-empty">
    <strong>No matches are imported</strong>
    <span>
      Backtests bet on past matches at the prices recorded then. Import football-data.co.uk CSV files in
      Sources (Alt+6), or with: overround import football-data FILES
    </span>
    <button
      type="button"
      className="button"
      data-pane-focus=""
      onClick={() => showPane('sources', () => document.getElementById('import-files')?.focus())}
    >
      Import matches
    </button>
  </div>
);

type ViewProps = {
  readonly named: readonly Strategy[];
  readonly stored: readonly StoredSeason[];
  readonly currency: Currency;
};

/** A first start begins with the first strategy of the list. */
function Begun(props: ViewProps) {
  const form = useStrategies((state) => state.form);
  const first = props.named[0];
  useEffect(() => {
    if (form === null && first !== undefined) beginNamed(first);
  }, [form, first]);
  return form === null ? null : <StrategyFormView {...props} form={form} />;
}

/** One of Overround's own, believing the model that is served. */
const beginNamed = (strategy: Strategy): void =>
  beginWith(withServedModel(strategy, models.values()), strategy.name);

const setForm = (change: Partial<StrategyForm>): void =>
  useStrategies.setState(({ form }) => (form === null ? {} : { form: { ...form, ...change } }));

function StrategyFormView({ named, stored, currency, form }: ViewProps & { readonly form: StrategyForm }) {
  const connected = useStatus((state) => state.connection === 'open');
  const format = useOddsFormat((state) => state.format);
  const usable = useRows(models).filter(
    ({ target, sport, problem }) => target === form.market && sport === 'football' && problem === null,
  );
  const { own, begunWith } = useStrategies();
  const [shown, setShown] = useState<Problems>({});
  const [refusal, setRefusal] = useState('');
  const [starting, setStarting] = useState(false);
  useEffect(() => {
    if (form.oddsFormat !== format) setForm(inOddsFormat(form, format));
  }, [form, format]);
  const read = readStrategy(
    form,
    currency,
    stored,
    usable.map(({ id }) => id),
  );
  // What was refused stays marked only as long as it is wrong.
  const problems: Problems = read.ok
    ? {}
    : Object.fromEntries(
        Object.entries(read.problems).filter(([field]) => shown[field as keyof Problems] !== undefined),
      );
  const checked = (): Strategy | null => {
    setShown(read.ok ? {} : read.problems);
    setRefusal('');
    if (read.ok) return read.strategy;
    // Once the marks are on the page.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('[data-pane="backtest"] [aria-invalid="true"]')?.focus(),
    );
    return null;
  };
  const isOwn = own.some(({ name }) => name === begunWith);
  const run = () => {
    const strategy = checked();
    if (starting || strategy === null || !connected) return;
    setStarting(true);
    const taken = [...runs.values()].map(({ name }) => name);
    startRun({ kind: 'backtest', strategy: { ...strategy, name: runName(strategy.name, taken) } })
      .then(({ id }) => showRun(id))
      .catch((error: unknown) => setRefusal(failureMessage(error)))
      .finally(() => setStarting(false));
  };
  const save = () => {
    const strategy = checked();
    if (strategy === null) return;
    if (named.some(({ name }) => name === strategy.name))
      setShown({ name: 'Overround has a strategy of this name: give yours another one.' });
    else keepStrategy(strategy);
  };
  const rename = () => {
    const strategy = checked();
    if (strategy === null || begunWith === null) return;
    if (!isOwn)
      notify('info', 'Only strategies of your own can be renamed: save this one under a name first.');
    else if (strategy.name === begunWith) notify('info', 'Type the new name first.');
    else renameStrategy(begunWith, strategy);
  };
  useFormKeys({ run, save, rename });
  const nameTaken = named.some(({ name }) => name === form.name.trim()) ? shown.name : undefined;
  const fields: FieldProps = {
    form,
    problems,
    set: (change) =>
      setForm(
        change.model === undefined || change.name !== undefined
          ? change
          : { ...change, name: renamedFor(form.name, modelName(form.model), modelName(change.model)) },
      ),
  };
  return (
    <form
      className="strategy-form"
      data-pane-focus=""
      tabIndex={-1}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <div className="strategy-columns">
        <div className="strategy-column">
          <StartingPoints named={named} own={own} begunWith={begunWith} />
          <FormField label="Name" problem={problems.name ?? nameTaken}>
            {(attributes) => (
              <input
                {...attributes}
                className="input"
                autoComplete="off"
                spellCheck={false}
                value={form.name}
                onChange={(event) => setForm({ name: event.target.value })}
              />
            )}
          </FormField>
          <div className="strategy-own">
            <ToolbarButton
              onClick={save}
              hint="Keep it among your strategies, as a new one under a new name (Ctrl+S)"
            >
              Save as mine
            </ToolbarButton>
            {isOwn && (
              <>
                <ToolbarButton
                  onClick={rename}
                  hint={`Call ${begunWith ?? ''} by the name above (Ctrl+Shift+S)`}
                >
                  Rename
                </ToolbarButton>
                <ToolbarButton
                  onClick={() => dropStrategy(begunWith ?? '')}
                  hint="Delete it from your strategies"
                >
                  Delete
                </ToolbarButton>
              </>
            )}
          </div>
        </div>
        <SourceFields {...fields} usable={usable} />
        <div className="strategy-column">
          <RuleFields {...fields} />
          <FilterFields {...fields} />
        </div>
        <MoneyFields {...fields} currency={currency} />
        <div className="strategy-column is-matches">
          <MatchPicker
            stored={stored}
            filter={form}
            onChange={({ competitions, seasons }) =>
              setForm({ competitions: [...competitions], seasons: [...seasons] })
            }
          />
          <p role="alert" className="field-problem">
            {problems.matches}
          </p>
        </div>
      </div>
      <footer className="strategy-footer">
        <button type="submit" className="button button-primary" disabled={!connected || starting}>
          {starting ? 'Starting…' : 'Run'} <KeyCaps chord="Mod+Enter" />
        </button>
        {refusal !== '' || Object.keys(problems).length > 0 ? (
          <p role="alert" className="field-problem">
            {refusal === '' ? 'Mend what is marked in red.' : refusal}
          </p>
        ) : (
          <p className="strategy-sentence">
            {read.ok ? strategySentence(read.strategy, { currency, format, modelName }) : 'Not complete yet.'}
          </p>
        )}
      </footer>
    </form>
  );
}

type StartProps = {
  readonly named: readonly Strategy[];
  readonly own: readonly Strategy[];
  readonly begunWith: string | null;
};

/** The strategies to begin with: Overround's and the user's own. */
function StartingPoints({ named, own, begunWith }: StartProps) {
  const all = [...own, ...named];
  const options = (strategies: readonly Strategy[]) =>
    strategies.map(({ name }) => (
      <option key={name} value={name}>
        {name}
      </option>
    ));
  return (
    <FormField label="Begin with" help="Choosing one fills the form">
      {(attributes) => (
        <select
          {...attributes}
          className="input strategy-list"
          size={Math.min(12, Math.max(6, all.length + (own.length > 0 ? 2 : 0)))}
          data-first-field=""
          value={all.some(({ name }) => name === begunWith) ? (begunWith ?? '') : ''}
          onChange={(event) => {
            const chosen = all.find(({ name }) => name === event.target.value);
            if (chosen === undefined) return;
            if (own.includes(chosen)) beginWith(chosen);
            else beginNamed(chosen);
          }}
        >
          {own.length > 0 && <optgroup label="Yours">{options(own)}</optgroup>}
          {own.length > 0 ? <optgroup label="Overround's">{options(named)}</optgroup> : options(named)}
        </select>
      )}
    </FormField>
  );
}

/** Lets the form on screen be run and saved by the pane's keys. */
function useFormKeys(actions: NonNullable<typeof formActions.current>): void {
  const newest = useRef(actions);
  useEffect(() => {
    newest.current = actions;
  });
  useEffect(() => {
    formActions.current = {
      run: () => newest.current.run(),
      save: () => newest.current.save(),
      rename: () => newest.current.rename(),
    };
    // What the form is made of came after the keyboard, which waits on the pane.
    if (document.activeElement?.matches('[data-pane="backtest"]') === true) firstField()?.focus();
    return () => {
      formActions.current = null;
    };
  }, []);
}
