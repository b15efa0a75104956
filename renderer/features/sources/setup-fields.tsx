import type { SourceField, SourceSecret } from '../../../shared/contract/sources.ts';
import { CheckList } from '../../ui/check-list.tsx';
import { FormField } from '../../ui/form-field.tsx';
import type { SetupForm } from './setup-form.ts';

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
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
};

/** A key: never shown as it was kept, only typed anew. */
export function SecretInput({ secret, first, place, value, problem, onChange }: SecretInputProps) {
  const shared = {
    className: 'input',
    value,
    placeholder: PLACES[place],
    spellCheck: false,
    autoComplete: 'off',
    ...(first ? { 'data-dialog-focus': '' } : {}),
  };
  return (
    <FormField
      label={secret.optional ? `${secret.label} (if needed)` : secret.label}
      help={secret.help}
      problem={problem}
    >
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
            type={secret.visible ? 'text' : 'password'}
            // Browsers offer to keep what looks like a log-in; these keys belong to the engine alone.
            autoComplete={secret.visible ? 'off' : 'new-password'}
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

/** One setting of a source, by its type. */
export function FieldInput({ field, first, value, problem, onChange }: FieldInputProps) {
  const begin = first ? { 'data-dialog-focus': '' } : {};
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
            note: '',
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

export const Switch = (props: {
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
