import type { Command } from '../stores/command.ts';
import { focusedPane } from '../stores/workspace.ts';
import { chordOf, worksWhileTyping } from '../ui/chord.ts';
import { onMac } from '../ui/platform.ts';
import { useKeyBindings } from './key-bindings.ts';
import { commandFor } from './keymap.ts';
import { useOverlay } from './overlay.ts';
import { leaveField } from './workspace.ts';

/** Keys that may act again while they are held down. */
const REPEATING = /(?:Arrow(?:Up|Down|Left|Right)|Page(?:Up|Down)|\+|-)$/;
/** What a field for figures keeps for itself: everything else is a command, since letters mean nothing in it. */
const FIGURE_KEYS = /^(?:Shift\+)?(?:[0-9.,+-]|Backspace|Delete|ArrowLeft|ArrowRight|Home|End|Tab)$/;
/** What activates the focused button: never a command, or Enter on `Disarm` would place. */
const ACTIVATION_KEYS = new Set(['Enter', 'Space']);

const SELECT_ALL = 'Mod+A';

const ACTIVATED = 'button, a[href], summary, [role="button"], [role="tab"], [role="option"]';
const NOT_TEXT = new Set(['checkbox', 'radio', 'button', 'submit', 'range', 'color', 'file']);

function isField(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !NOT_TEXT.has(target.type);
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLElement && target.isContentEditable;
}

/** Whether the key belongs to the element it was pressed in. */
function keptByTarget(target: Element, chord: string): boolean {
  if (ACTIVATION_KEYS.has(chord) && target.closest(ACTIVATED) !== null) return true;
  const extra = target.getAttribute('data-figures');
  return extra !== null && (FIGURE_KEYS.test(chord) || (chord.length === 1 && extra.includes(chord)));
}

/** A letter in a field for figures is a command or nothing. */
const isStrayLetter = (target: Element, chord: string): boolean =>
  target.hasAttribute('data-figures') && /^(?:(?:Shift\+)?[A-Z]|Space)$/.test(chord);

/** What means nothing where it was pressed, and must not be the browser's either: it would mark the whole screen. */
const isStray = (target: Element, chord: string): boolean =>
  isStrayLetter(target, chord) || (chord === SELECT_ALL && !isField(target));

const isTyping = (target: Element): boolean => isField(target) && !target.hasAttribute('data-figures');

/**
 * Turns key presses into commands. Chords that type nothing are taken before anything on the page sees them; the rest
 * only when nothing on the page wanted them. Returns the function that stops it.
 */
export function listenToKeyboard(commands: readonly Command[]): () => void {
  const handle = (event: KeyboardEvent, early: boolean) => {
    if (event.isComposing || event.defaultPrevented) return;
    const chord = chordOf({ ...press(event), altGraph: event.getModifierState('AltGraph') }, onMac);
    if (chord === undefined || worksWhileTyping(chord) !== early) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const dialog = useOverlay.getState().open !== null || target.closest('dialog[open]') !== null;
    const typing = isTyping(target);
    if (chord === 'Escape' && typing && !dialog) {
      leaveField();
      event.preventDefault();
      return;
    }
    if (!early && keptByTarget(target, chord)) return;
    const context = { pane: focusedPane(), typing, dialog };
    const command = commandFor(chord, context, commands, useKeyBindings.getState().overrides);
    if (command === undefined) {
      if (isStray(target, chord)) event.preventDefault();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat && !REPEATING.test(chord)) return;
    command.run();
  };
  const early = (event: KeyboardEvent) => handle(event, true);
  const late = (event: KeyboardEvent) => handle(event, false);
  window.addEventListener('keydown', early, { capture: true });
  window.addEventListener('keydown', late);
  return () => {
    window.removeEventListener('keydown', early, { capture: true });
    window.removeEventListener('keydown', late);
  };
}

const press = ({ key, code, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) => ({
  key,
  code,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
});
