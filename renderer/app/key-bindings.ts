import { create } from 'zustand';
import type { Command } from '../stores/command.ts';
import { savedValue, saveValue } from '../stores/saved-value.ts';
import type { Chord } from '../ui/chord.ts';
import { chordsOf, chordTakenBy, type KeyOverrides, readOverrides } from './keymap.ts';

type KeyBindings = { readonly overrides: KeyOverrides };

/** What the user changed of the commands' default keys. */
export const useKeyBindings = create<KeyBindings>(() => ({ overrides: {} }));

const keep = (overrides: KeyOverrides): void => {
  useKeyBindings.setState({ overrides });
  saveValue('keymap', overrides);
};

/** Gives `command` this chord alone; answers with the command that has it already, and changes nothing then. */
export function bind(command: Command, chord: Chord, commands: readonly Command[]): Command | undefined {
  const { overrides } = useKeyBindings.getState();
  const taken = chordTakenBy(chord, command, commands, overrides);
  if (taken === undefined) keep({ ...overrides, [command.id]: [chord] });
  return taken;
}

/** Back to the command's own keys. */
export function unbind(command: Command): void {
  const { [command.id]: _dropped, ...rest } = useKeyBindings.getState().overrides;
  keep(rest);
}

export const resetBindings = (): void => keep({});

export const currentChords = (command: Command): readonly Chord[] =>
  chordsOf(command, useKeyBindings.getState().overrides);

export async function loadBindings(): Promise<void> {
  useKeyBindings.setState({ overrides: readOverrides(await savedValue('keymap')) });
}
