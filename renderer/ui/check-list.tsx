import { type KeyboardEvent, useId, useState } from 'react';
import './pickers.css';

export type CheckItem = { readonly value: string; readonly label: string; readonly note: string };

type CheckListProps = {
  readonly label: string;
  readonly items: readonly CheckItem[];
  /** Empty: all of them, unless `emptyMeansAll` says otherwise. */
  readonly chosen: readonly string[];
  readonly emptyMeansAll?: boolean;
  readonly onChange: (chosen: readonly string[]) => void;
};

/**
 * Any number of many, in one stop of the Tab key: arrows move, Space chooses, Shift with arrows chooses on the way, `A`
 * goes back to all.
 */
export function CheckList({ label, items, chosen, emptyMeansAll = true, onChange }: CheckListProps) {
  const id = useId();
  const [at, setAt] = useState(0);
  const current = Math.min(at, items.length - 1);
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  const move = (to: number, choose: boolean) => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    setAt(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    const item = items[next];
    if (choose && item !== undefined && !chosen.includes(item.value)) onChange([...chosen, item.value]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = {
      ArrowDown: current + 1,
      ArrowRight: current + 1,
      ArrowUp: current - 1,
      ArrowLeft: current - 1,
      PageDown: current + 10,
      PageUp: current - 10,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    const item = items[current];
    if (to !== undefined) move(to, event.shiftKey);
    else if (event.key === ' ' && item !== undefined) toggle(item.value);
    else if (event.key.toLowerCase() === 'a' && emptyMeansAll) onChange([]);
    else return;
    event.preventDefault();
  };
  return (
    <div className="check-list">
      <div className="check-list-head">
        <span id={`${id}-label`} className="field-label">
          {label}
        </span>
        {emptyMeansAll && (
          <button
            type="button"
            className="bar-button"
            aria-pressed={chosen.length === 0}
            tabIndex={-1}
            onClick={() => onChange([])}
            title="All (A)"
          >
            All
          </button>
        )}
      </div>
      <div
        role="listbox"
        aria-multiselectable="true"
        aria-labelledby={`${id}-label`}
        aria-activedescendant={items.length === 0 ? undefined : `${id}-${current}`}
        tabIndex={0}
        className="check-list-items"
        onKeyDown={onKeyDown}
      >
        {items.map(({ value, label: name, note }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the list holds the focus and names its active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the list
          <div
            key={value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={(emptyMeansAll && chosen.length === 0) || chosen.includes(value)}
            className={[
              'check-item',
              chosen.includes(value) ? 'is-chosen' : '',
              emptyMeansAll && chosen.length === 0 ? 'is-implied' : '',
              index === current ? 'is-current' : '',
            ].join(' ')}
            onClick={() => {
              setAt(index);
              toggle(value);
            }}
          >
            <span className="check-name">{name}</span>
            <span className="check-note">{note}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
