import { useEffect, useRef, useState } from 'react';
import type {
  SourceField,
  SourceOffer,
  SourceSecret,
  SourceSetup,
  TestStep,
} from '../../../shared/contract/sources.ts';
import { useStatus } from '../../stores/status.ts';
import { failureMessage, notify } from '../../stores/toasts.ts';
import { engine } from '../../transport/engine.ts';
import { CheckList } from '../../ui/check-list.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { formOf, readForm, type SetupForm } from './setup-form.ts';
import { closeForm, formActions } from './sources-view.ts';

type Outcome =
  | { readonly state: 'idle' | 'testing' | 'saving' }
  | { readonly state: 'tested'; readonly steps: readonly TestStep[] }
  | { readonly state: 'failed'; readonly message: string };

/** Sets up one source: what to bring, its keys, a test of both, and the age past which its prices take no order. */
export function SetupFormView({
  offer,
  setup,
}: {
  readonly offer: SourceOffer;
  readonly setup: SourceSetup | undefined;
}) {
  const [form, setForm] = useState<SetupForm>(() => formOf(offer, setup));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [outcome, setOutcome] = useState<Outcome>({ state: 'idle' });
  const connected = useStatus((state) => state.connection === 'open');
  const element = useRef<HTMLFormElement>(null);
  const testing = useRef<AbortController>(undefined);
  const busy = outcome.state === 'testing' || outcome.state === 'saving';

  const read = () => {
    const result = readForm(offer, form);
    setProblems(result.ok ? {} : result.problems);
    if (result.ok) return result.draft;
    requestAnimationFrame(() =>
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
    return undefined;
  };
  const save = () => {
    const draft = busy ? undefined : read();
    if (draft === undefined) return;
    setOutcome({ state: 'saving' });
    engine()
      .call('sources.save', draft)
      .then(() => {
        notify('info', `${offer.name} is ${draft.enabled ? 'in the market' : 'set up, and off'}.`);
        closeForm();
      })
      .catch((error: unknown) => setOutcome({ state: 'failed', message: failureMessage(error) }));
  };
  const test = () => {
    const draft = busy ? undefined : read();
    if (draft === undefined) return;
    const abort = new AbortController();
    testing.current = abort;
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
  const newest = useRef({ save, test });
  newest.current = { save, test };
  useEffect(() => {
    formActions.current = { save: () => newest.current.save(), test: () => newest.current.test() };
    return () => {
      formActions.current = null;
      testing.current?.abort();
    };
  }, []);

  const setField = (name: string, value: SetupForm['fields'][string]) =>
    setForm((before) => ({ ...before, fields: { ...before.fields, [name]: value } }));
  // What takes several lines stands below what takes one.
  const isList = (field: SourceField) => field.type === 'list' && field.choices.length > 0;
  const listFields = offer.fields.filter(isList);
  const lineFields = offer.fields.filter((field) => !isList(field));
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
      <p className="setup-about">
        <strong>{offer.name}</strong> <span className="muted">{offer.description}</span>{' '}
        <span className="faint">Account: {offer.account}</span>
      </p>
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
          {lineFields.map((field, index) => (
            <FieldInput
              key={field.name}
              field={field}
              first={offer.secrets.length === 0 && index === 0}
              value={form.fields[field.name] ?? ''}
              problem={problems[field.name]}
              onChange={(value) => setField(field.name, value)}
            />
          ))}
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
                onChange={(event) => setForm({ ...form, maximumAge: event.target.value })}
              />
            )}
          </FormField>
          <Switch
            label="In the market"
            checked={form.enabled}
            onChange={(enabled) => setForm({ ...form, enabled })}
          />
          {listFields.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              first={false}
              value={form.fields[field.name] ?? ''}
              problem={problems[field.name]}
              onChange={(value) => setField(field.name, value)}
            />
          ))}
        </fieldset>
      </div>
      <TestSteps outcome={outcome} />
      <div className="setup-actions">
        <button type="submit" className="button button-primary" disabled={!connected || busy}>
          {outcome.state === 'saving' ? 'Saving…' : setup === undefined ? 'Add' : 'Save'}{' '}
          <KeyCaps chord="Mod+Enter" />
        </button>
        {outcome.state === 'testing' ? (
          <button type="button" className="button" onClick={() => testing.current?.abort()}>
            Stop the test
          </button>
        ) : (
          <button type="button" className="button" disabled={!connected || busy} onClick={test}>
            Test <KeyCaps chord="Mod+Shift+Enter" />
          </button>
        )}
        <button type="button" className="button button-quiet" onClick={closeForm}>
          Cancel <KeyCaps chord="Escape" />
        </button>
        {Object.keys(problems).length > 0 && (
          <span role="alert" className="field-problem">
            Mend the fields marked in red.
          </span>
        )}
      </div>
    </form>
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

const PLACES = {
  missing: '',
  stored: 'stored: leave empty to keep it',
  environment: 'given by the environment, which wins',
} as const;

type SecretInputProps = {
  readonly secret: SourceSecret;
  readonly first: boolean;
  readonly place: keyof typeof PLACES;
  readonly value: string;
  readonly onChange: (text: string) => void;
};

function SecretInput({ secret, first, place, value, onChange }: SecretInputProps) {
  const shared = {
    className: 'input',
    value,
    placeholder: PLACES[place],
    spellCheck: false,
    autoComplete: 'off',
    ...(first ? { 'data-first-field': '' } : {}),
  };
  return (
    <FormField label={secret.optional ? `${secret.label} (if needed)` : secret.label} help={secret.help}>
      {(attributes) =>
        secret.multiline ? (
          <textarea
            {...attributes}
            {...shared}
            className="input secret-text"
            rows={3}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <input
            {...attributes}
            {...shared}
            type="password"
            // Browsers offer to keep what looks like a log-in; these keys belong to the engine alone.
            autoComplete="new-password"
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </FormField>
  );
}

type FieldInputProps = {
  readonly field: SourceField;
  readonly first: boolean;
  readonly value: SetupForm['fields'][string];
  readonly problem: string | undefined;
  readonly onChange: (value: SetupForm['fields'][string]) => void;
};

function FieldInput({ field, first, value, problem, onChange }: FieldInputProps) {
  const begin = first ? { 'data-first-field': '' } : {};
  if (field.type === 'switch')
    return <Switch label={field.label} help={field.help} checked={value === true} onChange={onChange} />;
  if (field.type === 'list' && field.choices.length > 0)
    return (
      <div className="setup-list">
        <CheckList
          label={field.label}
          items={field.choices.map((choice) => ({
            value: choice.value,
            label: choice.label,
            note: choice.value === choice.label ? '' : choice.value,
          }))}
          chosen={Array.isArray(value) ? value : []}
          emptyMeansAll={false}
          onChange={onChange}
        />
        <small className={problem === undefined ? 'faint' : 'field-problem'}>{problem ?? field.help}</small>
      </div>
    );
  return (
    <FormField label={field.label} help={field.help} problem={problem}>
      {(attributes) =>
        field.type === 'choice' ? (
          <select
            {...attributes}
            {...begin}
            className="input"
            value={String(value)}
            onChange={(event) => onChange(event.target.value)}
          >
            {field.choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        ) : (
          <input
            {...attributes}
            {...begin}
            className="input"
            autoComplete="off"
            spellCheck={false}
            inputMode={field.type === 'number' ? 'decimal' : 'text'}
            value={String(value)}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </FormField>
  );
}

const Switch = (props: {
  readonly label: string;
  readonly help?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) => (
  <label className="setup-switch">
    <input
      type="checkbox"
      checked={props.checked}
      onChange={(event) => props.onChange(event.target.checked)}
    />
    <span>{props.label}</span>
    {props.help !== undefined && <small className="faint">{props.help}</small>}
  </label>
);
