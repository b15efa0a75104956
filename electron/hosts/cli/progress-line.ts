export type ProgressLine = {
  /** Replaces what was shown; nothing where standard error is no terminal. */
  show(text: string): void;
  /** A line that stays. */
  note(text: string): void;
  clear(): void;
};

/** One line of standard error that says how far a command is. */
export function createProgressLine(): ProgressLine {
  const { isTTY } = process.stderr;
  const clear = (): void => void (isTTY && process.stderr.write('\r\u001b[K'));
  return {
    show: (text) => void (isTTY && process.stderr.write(`\r\u001b[K${text}`)),
    note(text) {
      clear();
      process.stderr.write(`${text}\n`);
    },
    clear,
  };
}
