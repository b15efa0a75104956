import {
  type FormEvent,
  type KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { MarginMethod } from '../../shared/domain/margin.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import { books } from '../stores/market-data.ts';
import { ODDS_FORMATS, oddsFormatLabel, useOddsFormat } from '../stores/odds-format.ts';
import { loadSettings, saveSettings, useSettings } from '../stores/settings.ts';
import { failureMessage, notify } from '../stores/toasts.ts';
import { Dialog } from '../ui/dialog.tsx';
import { KeyCaps } from '../ui/key-caps.tsx';
import { closeOverlay } from './overlay.ts';
import { chooseOddsFormat, chooseTheme, THEME_CHOICES, usePreferences } from './preferences.ts';
import {
  FAIR_LINE_CHOICES,
  formOf,
  MARGIN_METHODS,
  SETTING_FIELDS,
  type SettingsForm,
  settingsOf,
  unitLabel,
  type WeighedBook,
  weighedBooks,
} from './settings-form.ts';
import './settings-dialog.css';

/** How it looks, how it prices, and how much may be risked. */
export function SettingsDialog() {
  const settings = useSettings((state) => state.settings);
  useEffect(() => {
    void loadSettings();
  }, []);
  return (
    <Dialog label="Settings" className="settings" onClose={closeOverlay}>
      <header className="dialog-header">
        <h2>Settings</h2>
        <button type="button" className="button" onClick={closeOverlay}>
          Close
        </button>
      </header>
      {settings === null ? (
        <p className="dialog-body muted">Reading the settings from the engine…</p>
      ) : (
        <SettingsEditor settings={settings} />
      )}
    </Dialog>
  );
}

function SettingsEditor({ settings }: { readonly settings: Settings }) {
  const [form, setForm] = useState(() => formOf(settings));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [saving, setSaving] = useState(false);
  const save = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (saving) return;
    const result = settingsOf(form, settings);
    setProblems(result.ok ? {} : result.problems);
    if (!result.ok) return;
    setSaving(true);
    saveSettings(result.settings)
      .then(() => {
        notify('ok', 'Settings saved.');
        closeOverlay();
      })
      .catch((error: unknown) => setProblems({ save: `Could not save. ${failureMessage(error)}` }))
      .finally(() => setSaving(false));
  };
  return (
    <form
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.stopPropagation();
        save(event);
      }}
      className="settings-form"
      noValidate
    >
      <div className="dialog-body settings-columns">
        <div>
          <Appearance />
          <h3>Pricing and limits</h3>
          <FairLineField form={form} setForm={setForm} />
          <MethodField form={form} setForm={setForm} />
          {SETTING_FIELDS.map((field) => (
            <FigureField
              key={field.key}
              label={field.label}
              help={field.help}
              unit={unitLabel(field.unit, field.key, settings.currency)}
              value={form.figures[field.key]}
              problem={problems[field.key]}
              onChange={(text) => setForm({ ...form, figures: { ...form.figures, [field.key]: text } })}
            />
          ))}
        </div>
        <div>
          <h3>Weight of each book in the fair price</h3>
          <p className="muted">
            0 leaves a book out. Books without a weight count as the default. The Overround line weighs books
            as it has learned to: of these only 0 counts there.
          </p>
          {[DEFAULT_WEIGHT, ...weighedBooks(books.values(), form.weights)].map(({ id, name, absent }) => (
            <FigureField
              key={id}
              label={name}
              help={absent ? 'not among the books now' : name === id || id === 'default' ? '' : id}
              unit=""
              value={form.weights[id] ?? ''}
              placeholder={form.weights['default']}
              problem={problems[`weight:${id}`]}
              onChange={(text) => setForm({ ...form, weights: { ...form.weights, [id]: text } })}
            />
          ))}
        </div>
      </div>
      <footer className="dialog-footer">
        <p role="alert" className="field-problem">
          {problems['save'] ?? (Object.keys(problems).length > 0 ? 'Mend the fields marked in red.' : '')}
        </p>
        <button type="submit" className="button button-primary" disabled={saving}>
          {saving ? 'Saving…' : 'Save'} <KeyCaps chord="Mod+Enter" />
        </button>
      </footer>
    </form>
  );
}

const DEFAULT_WEIGHT: WeighedBook = { id: 'default', name: 'Default', absent: false };

function Appearance() {
  const first = useRef<HTMLButtonElement>(null);
  // The settings may come after the dialog was opened and took the focus.
  useLayoutEffect(() => first.current?.focus(), []);
  const theme = usePreferences((state) => state.theme);
  const format = useOddsFormat((state) => state.format);
  return (
    <>
      <h3>Appearance</h3>
      <div className="setting">
        <span className="setting-label">Theme</span>
        <div className="button-group">
          {THEME_CHOICES.map((choice) => (
            <button
              key={choice}
              type="button"
              className="button"
              {...(theme === choice && { ref: first, 'data-dialog-focus': '' })}
              aria-pressed={theme === choice}
              onClick={() => chooseTheme(choice)}
            >
              {choice[0]?.toUpperCase()}
              {choice.slice(1)}
            </button>
          ))}
        </div>
      </div>
      <label className="setting">
        <span className="setting-label">Odds</span>
        <select
          className="input"
          value={format}
          onChange={(event) => {
            const chosen = ODDS_FORMATS.find((candidate) => candidate === event.target.value);
            if (chosen !== undefined) chooseOddsFormat(chosen);
          }}
        >
          {ODDS_FORMATS.map((option) => (
            <option key={option} value={option}>
              {oddsFormatLabel(option)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

type FormPart = { readonly form: SettingsForm; readonly setForm: (form: SettingsForm) => void };

const FairLineField = ({ form, setForm }: FormPart) => (
  <label className="setting">
    <span className="setting-label">Fair price</span>
    <select
      className="input"
      value={form.fairLine}
      title="The mean stands in where the line covers nothing, and the line where no model predicts"
      onChange={(event) => {
        const chosen = FAIR_LINE_CHOICES.find(({ value }) => value === event.target.value);
        if (chosen !== undefined) setForm({ ...form, fairLine: chosen.value });
      }}
    >
      {FAIR_LINE_CHOICES.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  </label>
);

const methodName = (method: MarginMethod): string =>
  `${method.charAt(0).toUpperCase()}${method.slice(1).replaceAll('_', ' ')}`;

const MethodField = ({ form, setForm }: FormPart) => (
  <label className="setting">
    <span className="setting-label">Margin removal</span>
    <select
      className="input"
      value={form.marginMethod}
      onChange={(event) => setForm({ ...form, marginMethod: event.target.value as MarginMethod })}
    >
      {MARGIN_METHODS.map((method) => (
        <option key={method} value={method}>
          {methodName(method)}
        </option>
      ))}
    </select>
  </label>
);

type FigureFieldProps = {
  readonly label: string;
  readonly help: string;
  readonly unit: string;
  readonly value: string;
  readonly placeholder?: string | undefined;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
};

function FigureField({ label, help, unit, value, placeholder, problem, onChange }: FigureFieldProps) {
  const id = useId();
  return (
    <div className="setting">
      <label className="setting-label" htmlFor={id}>
        {label}
        {help !== '' && <small>{help}</small>}
      </label>
      <span className="setting-figure">
        <input
          id={id}
          className="input input-figure"
          inputMode="decimal"
          autoComplete="off"
          value={value}
          placeholder={placeholder}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : `${id}-problem`}
          onChange={(event) => onChange(event.target.value)}
        />
        <span className="faint">{unit}</span>
      </span>
      {problem !== undefined && (
        <span id={`${id}-problem`} className="field-problem">
          {problem}
        </span>
      )}
    </div>
  );
}
