import { type ReactNode, useLayoutEffect, useRef } from 'react';

type DialogProps = {
  readonly label: string;
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A modal over the page: it holds the focus, Escape and a press outside close it, and the focus goes back after. */
export function Dialog({ label, className = '', onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  // Before the browser goes on: what is typed right after the opening key belongs in the dialog.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const dialog = element.current;
    dialog?.showModal();
    // The browser would choose the first focusable element, which need not be where one types.
    dialog?.querySelector<HTMLElement>('[data-dialog-focus]')?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key, and the browser sends `cancel` for it
    <dialog
      ref={element}
      aria-label={label}
      className={`dialog ${className}`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={(event) => {
        // The browser refuses to be held off twice in a row: whether to close stays with the one who opened it.
        if (event.target !== element.current || element.current.open) return;
        element.current.showModal();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
