import type { Log } from './ports/log.ts';

/** What has been opened so far, to be closed in the opposite order whatever goes wrong on the way. */
export function createClosing(log: Log) {
  const steps: { readonly name: string; readonly close: () => void | Promise<void> }[] = [];
  return {
    add: (name: string, close: () => void | Promise<void>) => void steps.unshift({ name, close }),
    /** Closes everything; answers with what could not be closed properly. */
    async run(): Promise<readonly string[]> {
      const problems: string[] = [];
      for (const { name, close } of steps.splice(0)) {
        try {
          await close();
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          problems.push(message);
          log.error('closing failed', { part: name, error: message });
        }
      }
      return problems;
    },
  };
}
export type Closing = ReturnType<typeof createClosing>;
