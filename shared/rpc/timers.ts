/** Calls `task` once after `ms`; the returned function cancels it. A `Clock`'s `after` is one. */
export type After = (ms: number, task: () => void) => () => void;

/** Real time. */
export const realAfter: After = (ms, task) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};
