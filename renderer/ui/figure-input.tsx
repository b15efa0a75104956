import { type KeyboardEvent, useRef } from 'react';

type FigureInputProps = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  /** Shown but not changed for now; the input keeps its focus. */
  readonly disabled?: boolean;
  /** Names the field to commands that move into it. */
  readonly field: string;
  /** Characters that belong to its figures besides digits, signs, points and commas. */
  readonly extra?: string;
  /** Whether + and - step too; off where they are part of a figure. */
  readonly signsStep: boolean;
  readonly onChange: (text: string) => void;
  readonly onStep: (direction: 1 | -1) => void;
  /** Gives the keyboard back to where the field belongs. */
  readonly onLeave: () => void;
};

/**
 * A field for a figure: arrows, + and - step it, Enter leaves it, Escape leaves it as it was found. Marked `data-figures`, so that letters pressed in it are commands
 * of its pane.
 */
export function FigureInput(props: FigureInputProps) {
  const { id, label, value, problem, disabled = false, field, extra = '' } = props;
  const { signsStep, onChange, onStep, onLeave } = props;
  const found = useRef(value);
  const leave = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    if (event.key === 'Escape' && value !== found.current) onChange(found.current);
    onLeave();
  };
  const step = (event: KeyboardEvent) => {
    // Shift is how + is typed on many keyboards; with an arrow it belongs to the pane.
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key !== '+')) return;
    const up = event.key === 'ArrowUp' || (signsStep && event.key === '+');
    const down = event.key === 'ArrowDown' || (signsStep && event.key === '-');
    if (!up && !down) return;
    event.preventDefault();
    onStep(up ? 1 : -1);
  };
  return (
    <div className="stepper">
      <button
        type="button"
        className="button"
        tabIndex={-1}
        aria-label={`${label} down`}
        disabled={disabled}
        onClick={() => onStep(-1)}
      >
        −
      </button>
      <input
        id={id}
        className="input input-figure"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        data-figures={extra}
        data-ticket-field={field}
        value={value}
        readOnly={disabled}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => onChange(event.target.value)}
        onFocus={(event) => {
          found.current = value;
          event.target.select();
        }}
        onKeyDown={(event) => {
          step(event);
          leave(event);
        }}
      />
      <button
        type="button"
        className="button"
        tabIndex={-1}
        aria-label={`${label} up`}
        disabled={disabled}
        onClick={() => onStep(1)}
      >
        +
      </button>
    </div>
  );
}
