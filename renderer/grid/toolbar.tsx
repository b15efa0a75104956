import { type ReactNode, type Ref, useId } from 'react';

/** The bar over a grid. */
export function GridToolbar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="pane-toolbar grid-toolbar" role="toolbar" aria-label={label}>
      {children}
    </div>
  );
}

type FilterBoxProps = {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly inputRef: Ref<HTMLInputElement>;
  /** Enter and ArrowDown move on to the rows; Escape does so after clearing the box. */
  readonly onLeave: () => void;
};

/** The text filter of a grid. */
export function FilterBox({ value, onChange, label, inputRef, onLeave }: FilterBoxProps) {
  return (
    <input
      ref={inputRef}
      className="filter-box"
      type="search"
      value={value}
      placeholder={`${label}  /`}
      aria-label={label}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (!['Enter', 'ArrowDown', 'Escape'].includes(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key === 'Escape' && value !== '') onChange('');
        onLeave();
      }}
    />
  );
}

type ChoiceProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly hint?: string }[];
  readonly onChange: (value: Value) => void;
};

/** One of a few, side by side. */
export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset className="choice" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} title={option.hint} className={option.value === value ? 'is-chosen' : ''}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

type ToggleProps = {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly hint?: string;
  readonly children: ReactNode;
};

export function Toggle({ on, onChange, hint, children }: ToggleProps) {
  return (
    <button type="button" className="bar-button" aria-pressed={on} title={hint} onClick={() => onChange(!on)}>
      {children}
    </button>
  );
}

export function ToolbarButton({
  onClick,
  hint,
  children,
}: {
  readonly onClick: () => void;
  readonly hint: string;
  readonly children: ReactNode;
}) {
  return (
    <button type="button" className="bar-button" title={hint} onClick={onClick}>
      {children}
    </button>
  );
}
