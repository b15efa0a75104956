import { create } from 'zustand';
import { OperationFailure } from '../../shared/contract/errors.ts';
import { onOtherMarket } from './status.ts';

export type Toast = {
  readonly id: number;
  readonly tone: 'ok' | 'info' | 'warn' | 'error';
  readonly message: string;
  /** What it is about, where only the newest word on that counts. */
  readonly topic?: string;
};

type ToastStore = { readonly toasts: readonly Toast[] };

export const useToasts = create<ToastStore>(() => ({ toasts: [] }));

/** Milliseconds a message stays; `null` until it is dismissed. */
const LIFETIME: Readonly<Record<Toast['tone'], number | null>> = {
  ok: 5000,
  info: 6000,
  warn: 12_000,
  error: null,
};
/** Older messages give way beyond this many. */
const MAXIMUM = 5;
let nextId = 1;

/**
 * Tells the user something, on screen and to assistive technology. The same message twice is shown once, anew; one on a
 * topic takes the place of what was said on it before.
 */
export function notify(tone: Toast['tone'], message: string, topic?: string): void {
  const id = nextId;
  nextId += 1;
  const toast: Toast = { id, tone, message, ...(topic !== undefined && { topic }) };
  const isReplaced = (other: Toast) =>
    other.message === message || (topic !== undefined && other.topic === topic);
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((other) => !isReplaced(other)), toast].slice(-MAXIMUM),
  }));
  const lifetime = LIFETIME[tone];
  if (lifetime !== null) setTimeout(() => dismissToast(id), lifetime);
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** What was said on the topic holds no longer. */
export const dismissTopic = (topic: string): void =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.topic !== topic) }));

/** Answers whether there was one. */
export function dismissNewestToast(): boolean {
  const newest = useToasts.getState().toasts.at(-1);
  if (newest !== undefined) dismissToast(newest.id);
  return newest !== undefined;
}

export const dismissAllToasts = (): void => useToasts.setState({ toasts: [] });

/** Runs go on through every market; all else that is said is of the one that was open. */
export const runTopic = (id: string): string => `run ${id}`;
onOtherMarket(() =>
  useToasts.setState(({ toasts }) => ({
    toasts: toasts.filter(({ topic }) => topic?.startsWith(runTopic(''))),
  })),
);

/** The sentence to show for a failed operation. */
export const failureMessage = (error: unknown): string =>
  error instanceof OperationFailure
    ? error.message
    : `Something failed that should not have: ${error instanceof Error ? error.message : String(error)}`;

/** For `.catch`: says what could not be done and why. `action` reads on from "Could not": `save the settings`. */
export const notifyFailure =
  (action: string) =>
  (error: unknown): void => {
    if (error instanceof OperationFailure && error.code === 'cancelled') return;
    notify('error', `Could not ${action}. ${failureMessage(error)}`);
  };
