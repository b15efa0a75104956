const MOVES = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

export type Keyboard = {
  /** Whether the keyboard is in the grid, also while the cell that held it is being replaced. */
  readonly isHere: () => boolean;
  readonly stop: () => void;
};

type Heard = {
  /** The user went to a cell, by key or otherwise; AG Grid has moved its focus there. */
  readonly onUserMove: (byKey: boolean) => void;
  /** The element that held the keyboard is gone and nothing has taken it. */
  readonly onFallen: () => void;
};

/** Tells what the user does with the keyboard's place in `host` from what merely happens to it. */
export function followKeyboard(host: HTMLElement, { onUserMove, onFallen }: Heard): Keyboard {
  const abort = new AbortController();
  const { signal } = abort;
  let here = false;
  const frame = host.parentElement ?? host;
  const onACell = ({ target }: Event): boolean =>
    target instanceof Element && host.contains(target) && target.closest('.ag-cell') !== null;

  // AG Grid has answered the event further in by the time that it gets here.
  host.addEventListener('keydown', (event) => void (MOVES.has(event.key) && onUserMove(true)), { signal });
  host.addEventListener('mousedown', (event) => void (onACell(event) && onUserMove(false)), { signal });
  frame.addEventListener(
    'focusin',
    (event) => {
      const fromOutside = !here;
      here = true;
      if (fromOutside && onACell(event)) onUserMove(false);
    },
    { signal },
  );
  frame.addEventListener(
    'focusout',
    ({ target }) => {
      setTimeout(() => {
        if (signal.aborted || frame.contains(document.activeElement)) return;
        const removed = target instanceof Element && !target.isConnected;
        if (removed && document.activeElement === document.body) onFallen();
        else here = false;
      });
    },
    { signal },
  );
  /** Told later by `focusout`: what moved the keyboard may change the grid before. */
  const isElsewhere = (): boolean => {
    const active = document.activeElement;
    return active !== null && active !== document.body && !frame.contains(active);
  };
  return { isHere: () => here && !isElsewhere(), stop: () => abort.abort() };
}
