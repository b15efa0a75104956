import { useEffect, useRef } from 'react';
import { formActions } from './models-view.ts';
import { enterForm } from './navigation.ts';

/** Lets the form on screen be sent, and stepped back in, by the pane's keys. */
export function useFormKeys(submit: () => void, back: (() => void) | null = null): void {
  const newest = useRef({ submit, back });
  useEffect(() => {
    newest.current = { submit, back };
    formActions.current = {
      submit: () => newest.current.submit(),
      back: newest.current.back === null ? null : () => newest.current.back?.(),
    };
  });
  useEffect(
    () => () => {
      formActions.current = null;
    },
    [],
  );
  useWaitingKeyboard();
}

/** For views made of what the engine had to answer first: takes the keyboard that waits on the pane meanwhile. */
export function useWaitingKeyboard(): void {
  useEffect(() => {
    if (document.activeElement?.matches('[data-pane="models"]') === true) enterForm();
  }, []);
}
