import { create } from 'zustand';

export type PaneId =
  | 'odds'
  | 'edges'
  | 'market'
  | 'ticket'
  | 'bets'
  | 'sources'
  | 'models'
  | 'matching'
  | 'backtest'
  | 'results'
  | 'replay'
  | 'history';

type Workspace = { readonly active: PaneId | null; readonly maximised: boolean };

/** Which pane the keyboard is in. */
export const useWorkspace = create<Workspace>(() => ({ active: null, maximised: false }));

/** What arranges the panes; the app attaches it once it is on screen. */
export type PaneHolder = {
  readonly isOpen: (id: PaneId) => boolean;
  /** Opens the pane if it is closed and brings it to the front; `false` when there is no such pane. */
  readonly bringToFront: (id: PaneId) => boolean;
};

let holder: PaneHolder | undefined;
/** The pane the keyboard came from. */
let cameFrom: PaneId | null = null;

/** Returns the function that lets go. */
export function attachPaneHolder(attached: PaneHolder): () => void {
  holder = attached;
  cameFrom = null;
  return () => {
    if (holder === attached) holder = undefined;
  };
}

/** The pane that has the keyboard, or would get it. */
export function focusedPane(): PaneId | null {
  const element = document.activeElement?.closest<HTMLElement>('[data-pane]');
  return (element?.dataset['pane'] as PaneId | undefined) ?? useWorkspace.getState().active;
}

/** Gives the keyboard to what the pane marked with `data-pane-focus`, or to the pane itself where that can't take it. */
export function focusPane(id: PaneId): void {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${id}"]`);
  if (pane === null || pane.contains(document.activeElement)) return;
  (pane.querySelector<HTMLElement>('[data-pane-focus]:not(:disabled)') ?? pane).focus({
    preventScroll: true,
  });
}

/** Opens the pane if it is closed, brings it to the front and moves the keyboard into it; then calls `then`. */
export function showPane(id: PaneId, then?: () => void): void {
  if (holder === undefined) return;
  const from = focusedPane();
  if (from !== id) cameFrom = from;
  if (!holder.bringToFront(id)) return;
  // The dock puts a hidden pane's element back in the page before the next frame.
  requestAnimationFrame(() => {
    focusPane(id);
    then?.();
    keepKeyboard(id, then, SETTLING_FRAMES);
  });
}

/** A grid whose rows moved in that moment may still be taking the keyboard back, and lose it with the row. */
const SETTLING_FRAMES = 3;
function keepKeyboard(id: PaneId, then: (() => void) | undefined, frames: number): void {
  if (frames === 0) return;
  requestAnimationFrame(() => {
    // Wherever else the user has gone meanwhile.
    if (useWorkspace.getState().active !== id) return;
    const pane = document.querySelector(`[data-pane="${id}"]`);
    if (pane !== null && !pane.contains(document.activeElement)) {
      focusPane(id);
      then?.();
    }
    keepKeyboard(id, then, frames - 1);
  });
}

/** Back to the pane the keyboard was in before this one. */
export function goBack(): void {
  if (cameFrom !== null && holder?.isOpen(cameFrom)) showPane(cameFrom);
}
