import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { SourceField, SourceOffer, SourceSetup, TestStep } from '../../../shared/contract/sources.ts';
import { useStatus } from '../../stores/status.ts';
import { failureMessage, notify } from '../../stores/toasts.ts';
import { engine } from '../../transport/engine.ts';
import { FormField } from '../../ui/form-field.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { noteSaved } from './saved-note.ts';
import { FieldInput, SecretInput, Switch } from './setup-fields.tsx';
import { formOf, isTouched, readForm, type SetupForm } from './setup-form.ts';
import { closeForm, formActions } from './sources-view.ts';

type Outcome =
  | { readonly state: 'idle' | 'testing' | 'saving' }
  | { readonly state: 'tested'; readonly steps: readonly TestStep[] }
  | { readonly state: 'failed'; readonly message: string };

type SetupFormProps = { readonly offer: SourceOffer; readonly setup: SourceSetup | undefined };

/** Sets up one source: what to bring, its keys, a test of both, and the age past which its prices take no order. */
export function SetupFormView({ offer, setup }: SetupFormProps) {
  const [form, setForm] = useState<SetupForm>(() => formOf(offer, setup));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [outcome, setOutcome] = useState<Outcome>({ state: 'idle' });
  const [leaving, setLeaving] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const testing = useRef<AbortController>(undefined);
  const busy = outcome.state === 'testing' || outcome.state === 'saving';

  const read = (to: 'test' | 'save') => {
    const result = readForm(offer, form, setup, to);
    setProblems(result.ok ? {} : result.problems);
    if (result.ok) return result.draft;
    requestAnimationFrame(() =>
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
    return undefined;
  };
  const save = () => {
    const draft = busy ? undefined : read('save');
    if (draft === undefined) return;
    setLeaving(false);
    setOutcome({ state: 'saving' });
    engine()
      .call('sources.save', draft)
      .then(() => {
        if (draft.enabled) noteSaved(offer);
        else notify('info', `${offer.name} is kept, and off.`);
        closeForm();
      })
      .catch((error: unknown) => setOutcome({ state: 'failed', message: failureMessage(error) }));
  };
  const test = () => {
    const draft = busy ? undefined : read('test');
    if (draft === undefined) return;
    const abort = new AbortController();
    testing.current = abort;
    setLeaving(false);
    setOutcome({ state: 'testing' });
    engine()
      .call('sources.test', draft, { signal: abort.signal })
      .then((steps) => setOutcome({ state: 'tested', steps }))
      .catch((error: unknown) =>
        setOutcome(
          abort.signal.aborted ? { state: 'idle' } : { state: 'failed', message: failureMessage(error) },
        ),
      );
  };
  /** What was typed is not thrown away by one key: asked first, and asked again it is kept. */
  const leave = () => {
    if (leaving) setLeaving(false);
    else if (isTouched(form, formOf(offer, setup))) setLeaving(true);
    else closeForm();
  };
  const newest = useRef({ save, test, leave });
  newest.current = { save, test, leave };
  useEffect(() => {
    formActions.current = {
      save: () => newest.current.save(),
      test: () => newest.current.test(),
      leave: () => newest.current.leave(),
    };
    return () => {
      formActions.current = null;
      testing.current?.abort();
    };
  }, []);

  return (
    <form
      ref={element}
      className="setup"
      aria-label={`${setup === undefined ? 'Add' : 'Change'} ${offer.name}`}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <header className="dialog-header">
        <h2>
          {setup === undefined ? 'Add' : 'Change'} {offer.name}
        </h2>
      </header>
      <div className="dialog-body">
        <p className="setup-about">
          <span className="muted">{offer.description}</span>{' '}
          <span className="faint">
            {offer.secrets.length === 0
              ? `Of ${offer.account}; no account is needed.`
              : `Account: ${offer.account}`}
          </span>
        </p>
        <FormColumns offer={offer} setup={setup} form={form} setForm={setForm} problems={problems} />
      </div>
      <div className="setup-foot">
        <TestSteps outcome={outcome} />
        {leaving ? (
          <LeaveQuestion onKeep={() => setLeaving(false)} />
        ) : (
          <FormActions
            verb={setup === undefined ? 'Add' : 'Save'}
            outcome={outcome}
            hasProblems={Object.keys(problems).length > 0}
            onTest={test}
            onStop={() => testing.current?.abort()}
            onCancel={leave}
          />
        )}
      </div>
    </form>
  );
}

type FormColumnsProps = SetupFormProps & {
  readonly form: SetupForm;
  readonly setForm: (change: (before: SetupForm) => SetupForm) => void;
  readonly problems: Readonly<Record<string, string>>;
};

// What takes several lines stands below what takes one.
const isList = (field: SourceField): boolean => field.type === 'list' && field.choices.length > 0;

function FormColumns({ offer, setup, form, setForm, problems }: FormColumnsProps) {
  const fieldInput = (field: SourceField, first: boolean) => (
    <FieldInput
      key={field.name}
      field={field}
      first={first}
      value={form.fields[field.name] ?? ''}
      problem={problems[field.name]}
      onChange={(value) =>
        setForm((before) => ({ ...before, fields: { ...before.fields, [field.name]: value } }))
      }
    />
  );
  return (
    <div className="setup-columns">
      {offer.secrets.length > 0 && (
        <fieldset className="setup-column">
          <legend>Keys</legend>
          {offer.secrets.map((secret, index) => (
            <SecretInput
              key={secret.name}
              secret={secret}
              first={index === 0}
              place={setup?.secrets[secret.name] ?? 'missing'}
              value={form.secrets[secret.name] ?? ''}
              problem={problems[secret.name]}
              onChange={(text) =>
                setForm((before) => ({ ...before, secrets: { ...before.secrets, [secret.name]: text } }))
              }
            />
          ))}
          <p className="setup-note faint">
            Kept in secrets.json, readable by you alone; never in a database, a log or an address.
          </p>
        </fieldset>
      )}
      <fieldset className="setup-column setup-fields">
        <legend>What it brings</legend>
        {offer.fields
          .filter((field) => !isList(field))
          .map((field, index) => fieldInput(field, offer.secrets.length === 0 && index === 0))}
        <FormField
          label="Oldest price, seconds"
          help="Older ones of this source price nothing and take no order. Empty: as in the settings."
          problem={problems['maximumAge']}
        >
          {(attributes) => (
            <input
              {...attributes}
              className="input"
              inputMode="decimal"
              value={form.maximumAge}
              onChange={({ target: { value } }) => setForm((before) => ({ ...before, maximumAge: value }))}
            />
          )}
        </FormField>
        <Switch
          label="In the market"
          checked={form.enabled}
          onChange={(enabled) => setForm((before) => ({ ...before, enabled }))}
        />
        {offer.fields.filter(isList).map((field) => fieldInput(field, false))}
      </fieldset>
    </div>
  );
}

type FormActionsProps = {
  readonly verb: string;
  readonly outcome: Outcome;
  readonly hasProblems: boolean;
  readonly onTest: () => void;
  readonly onStop: () => void;
  readonly onCancel: () => void;
};

function FormActions({ verb, outcome, hasProblems, onTest, onStop, onCancel }: FormActionsProps) {
  const connected = useStatus((state) => state.connection === 'open');
  const busy = outcome.state === 'testing' || outcome.state === 'saving';
  return (
    <footer className="dialog-footer">
      <span role="alert" className="field-problem">
        {hasProblems ? 'Mend the fields marked in red.' : ''}
      </span>
      <button type="button" className="button button-quiet" onClick={onCancel}>
        Cancel <KeyCaps chord="Escape" />
      </button>
      {outcome.state === 'testing' ? (
        <button type="button" className="button" onClick={onStop}>
          Stop the test
        </button>
      ) : (
        <button type="button" className="button" disabled={!connected || busy} onClick={onTest}>
          Test <KeyCaps chord="Mod+Shift+Enter" />
        </button>
      )}
      <button type="submit" className="button button-primary" disabled={!connected || busy}>
        {outcome.state === 'saving' ? 'Saving…' : verb} <KeyCaps chord="Mod+Enter" />
      </button>
    </footer>
  );
}

/** Enter keeps what was typed: it is the safer of the two. The keyboard goes back to where it was. */
function LeaveQuestion({ onKeep }: { readonly onKeep: () => void }) {
  const before = useRef<Element>(null);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    before.current = document.activeElement;
    keep.current?.focus();
    return () => {
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    };
  }, []);
  const stay = (event: KeyboardEvent) => {
    // Tab goes to and fro between the two answers.
    if (event.key !== 'Tab') return;
    event.preventDefault();
    const answers = [...event.currentTarget.querySelectorAll('button')];
    answers.find((answer) => answer !== document.activeElement)?.focus();
  };
  return (
    <div role="alertdialog" aria-label="Leave without saving?" className="dialog-footer" onKeyDown={stay}>
      <strong className="setup-question">Leave without saving what you changed?</strong>
      <button ref={keep} type="button" className="button button-primary" onClick={onKeep}>
        Keep editing <KeyCaps chord="Escape" />
      </button>
      <button type="button" className="button" onClick={closeForm}>
        Discard
      </button>
    </div>
  );
}

const TestSteps = ({ outcome }: { readonly outcome: Outcome }) => {
  if (outcome.state === 'failed')
    return (
      <p role="alert" className="field-problem setup-outcome">
        {outcome.message}
      </p>
    );
  if (outcome.state === 'testing')
    return (
      <p role="status" className="muted setup-outcome">
        Testing…
      </p>
    );
  if (outcome.state !== 'tested') return null;
  return (
    <ol role="status" className="setup-outcome setup-steps">
      {outcome.steps.map((step) => (
        <li key={step.name} className={step.ok ? 'is-good' : 'is-bad'}>
          <span aria-hidden="true">{step.ok ? '✓' : '✗'}</span>
          <strong>{step.name}</strong>
          <span>{step.ok ? step.message : `Failed. ${step.message}`}</span>
          <span className="faint figure">{Math.round(step.elapsedMs).toLocaleString('en-GB')} ms</span>
        </li>
      ))}
    </ol>
  );
};
