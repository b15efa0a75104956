import { type KeyboardEvent, useState } from 'react';
import type { Command } from '../stores/command.ts';
import { chordOf } from '../ui/chord.ts';
import { Dialog } from '../ui/dialog.tsx';
import { KeyCaps } from '../ui/key-caps.tsx';
import { onMac } from '../ui/platform.ts';
import { commands } from './commands.ts';
import { bind, currentChords, resetBindings, unbind, useKeyBindings } from './key-bindings.ts';
import { keyConflicts } from './keymap.ts';
import { closeOverlay } from './overlay.ts';
import { panes } from './panes.ts';
import './key-sheet.css';

const groups: readonly { readonly title: string; readonly commands: readonly Command[] }[] = [
  { title: 'Everywhere', commands: commands.filter((command) => command.pane === undefined) },
  ...panes.map((pane) => ({
    title: pane.title,
    commands: commands.filter((command) => command.pane === pane.id),
  })),
].filter((group) => group.commands.length > 0);

/** Every key by pane, made from the commands table, and where the user changes them. */
export function KeySheet() {
  const overrides = useKeyBindings((state) => state.overrides);
  const [asking, setAsking] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const conflicts = keyConflicts(commands, overrides);

  const hear = (command: Command) => (event: KeyboardEvent) => {
    if (asking !== command.id || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setAsking(null);
      return;
    }
    const chord = chordOf({ ...press(event), altGraph: event.getModifierState('AltGraph') }, onMac);
    if (chord === undefined) return;
    const taken = bind(command, chord, commands);
    setProblem(
      taken === undefined ? null : `${chord} already means "${taken.title}". Give that another key first.`,
    );
    setAsking(null);
  };

  return (
    <Dialog label="Keys" className="key-sheet" onClose={closeOverlay}>
      <header className="dialog-header">
        <h2>Keys</h2>
        <span className="muted">Choose a key to change it; Esc leaves it as it is.</span>
        <button
          type="button"
          className="button"
          onClick={resetBindings}
          disabled={Object.keys(overrides).length === 0}
        >
          Reset all
        </button>
        <button type="button" className="button" onClick={closeOverlay}>
          Close
        </button>
      </header>
      <div className="dialog-body">
        <p role="alert" className="field-problem">
          {problem ??
            conflicts
              .map(
                ({ chord, commands: [one, other] }) =>
                  `${chord} means both "${one.title}" and "${other.title}".`,
              )
              .join(' ')}
        </p>
        <div className="key-groups">
          {groups.map((group) => (
            <section key={group.title} aria-label={group.title}>
              <h3>{group.title}</h3>
              <ul>
                {group.commands.map((command) => (
                  <li key={command.id}>
                    <span>{command.title}</span>
                    {overrides[command.id] !== undefined && (
                      <button type="button" className="button button-quiet" onClick={() => unbind(command)}>
                        Undo
                      </button>
                    )}
                    <button
                      type="button"
                      className="key-change"
                      aria-label={`Change the key of ${command.title}`}
                      onClick={() => {
                        setProblem(null);
                        setAsking(command.id);
                      }}
                      onBlur={() => setAsking(null)}
                      onKeyDown={hear(command)}
                    >
                      {asking === command.id ? (
                        <em>press a key</em>
                      ) : (
                        currentChords(command).map((chord) => <KeyCaps key={chord} chord={chord} />)
                      )}
                      {asking !== command.id && currentChords(command).length === 0 && (
                        <span className="faint">none</span>
                      )}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

const press = ({ key, code, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) => ({
  key,
  code,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
});
