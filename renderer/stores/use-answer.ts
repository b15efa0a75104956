import { useCallback, useEffect, useState } from 'react';
import { useStatus } from './status.ts';
import { failureMessage } from './toasts.ts';

export type Answer<T> = {
  /** As last read; it stays while it is read again and after a failure. `null` before the first answer. */
  readonly value: T | null;
  readonly reading: boolean;
  /** Why it could not be read; `null` while all is well. */
  readonly problem: string | null;
};

/**
 * What `ask` answers, asked again whenever `key` changes, the connection comes back, or `again` is called. With a `null`
 * key nothing is asked. An answer to another key is never shown.
 */
export function useAnswer<T>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<T>,
): Answer<T> & { readonly again: () => void } {
  const connected = useStatus((state) => state.connection === 'open');
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<Answer<T> & { readonly key: string | null }>({
    key: null,
    value: null,
    reading: true,
    problem: null,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` names what `ask` asks for, and `turn` asks again.
  useEffect(() => {
    if (key === null || !connected) return;
    const abort = new AbortController();
    setAnswer((before) =>
      before.key === key ? { ...before, reading: true } : { key, value: null, reading: true, problem: null },
    );
    ask(abort.signal).then(
      (value) => {
        if (!abort.signal.aborted) setAnswer({ key, value, reading: false, problem: null });
      },
      (error: unknown) => {
        if (!abort.signal.aborted)
          setAnswer((before) => ({ ...before, key, reading: false, problem: failureMessage(error) }));
      },
    );
    return () => abort.abort();
  }, [key, connected, turn]);

  const again = useCallback(() => setTurn((count) => count + 1), []);
  const current = answer.key === key ? answer : { value: null, reading: key !== null, problem: null };
  return { value: current.value, reading: current.reading, problem: current.problem, again };
}
