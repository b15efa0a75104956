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
  useEffect(() => {
    // What the form is made of came after the keyboard, which waits on the pane.
    if (document.activeElement?.matches('[data-pane="models"]') === true) enterForm();
    return () => {
      formActions.current = null;
    };
  }, []);
}
