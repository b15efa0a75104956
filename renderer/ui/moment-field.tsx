import { type KeyboardEvent, useId, useState } from 'react';
import type { EpochMs } from '../../shared/domain/units.ts';
import { isoMoment, readMomentText } from './moment-text.ts';
import './moment-field.css';

type MomentFieldProps = {
  readonly id?: string;
  readonly label: string;
  /** What stands; `null` shows an empty field. */
  readonly value: EpochMs | null;
  /** The day a time alone is of, where nothing stands. */
  readonly near: EpochMs;
  /** Called with Enter, and when the field is left with another moment in it unless `onlyEnter`. */
  readonly onMoment: (at: EpochMs) => void;
  /** Called for an emptied field; without it an empty field means nothing was typed. */
  readonly onEmpty?: () => void;
  /** What is typed and not entered is dropped when the field is left. */
  readonly onlyEnter?: boolean;
  /** Why a moment that can be read can't be taken, in plain words; `null` when it can. */
  readonly refuse?: (at: EpochMs) => string | null;
  readonly title?: string;
  /** Marks the input for commands that move into it. */
  readonly data?: Readonly<Record<`data-${string}`, string>>;
};

/** A moment as text: ISO, 24 hours, in the machine's zone. Enter takes it, Escape restores what stood. */
export function MomentField(props: MomentFieldProps) {
  const { label, value, near, onMoment, onEmpty, onlyEnter = false, refuse, title, data } = props;
  const own = useId();
  const id = props.id ?? own;
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const stands = value === null ? '' : isoMoment(value);
  const restore = () => {
    setText(null);
    setProblem(null);
  };
  /** `true`: nothing typed is left in the field. */
  const take = (typed: string): boolean => {
    if (typed.trim() === '') {
      onEmpty?.();
      restore();
      return true;
    }
    const read = readMomentText(typed, value ?? near);
    const wrong = read.ok ? (refuse?.(read.at) ?? null) : read.problem;
    setProblem(wrong);
    if (!read.ok || wrong !== null) return false;
    restore();
    onMoment(read.at);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      take(text ?? stands);
    } else if (event.key === 'Escape' && text !== null) {
      event.preventDefault();
      event.stopPropagation();
      restore();
    }
  };
  return (
    <span className="moment-field">
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      <input
        {...data}
        id={id}
        className="input moment-input"
        placeholder="YYYY-MM-DD HH:MM:SS"
        spellCheck={false}
        autoComplete="off"
        title={title}
        value={text ?? stands}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
        onFocus={(event) => event.target.select()}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (onlyEnter || text === null || text === stands) restore();
          else take(text);
        }}
      />
      {problem !== null && (
        <small id={`${id}-problem`} role="alert" className="field-problem moment-problem">
          {problem}
        </small>
      )}
    </span>
  );
}
