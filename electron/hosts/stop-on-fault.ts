import type { Log } from '../engine/ports/log.ts';

/** What is used of Node's process. */
export type FaultyProcess = {
  /** Rejections that nobody handles come as exceptions too, by Node's default. */
  on(event: 'uncaughtException', listener: (error: unknown) => void): unknown;
  exit(code: number): unknown;
};

export type FaultHost = {
  readonly process: FaultyProcess;
  readonly after: (ms: number, task: () => void) => void;
  /** One line for whoever started the engine. */
  readonly report: (message: string) => void;
};

/** Less than the app waits for an engine that it has asked to stop. */
const STOP_MS = 5000;

const FAULT =
  'A fault of the program stopped the engine. What was recorded is kept, and the log says where it was: please report it.';

/**
 * The last line: what nobody caught is logged and the process ends with 1, once the engine has written out what it can.
 * It does not go on, for nobody knows what was left half done; the app starts a new engine, which asks the venue about
 * every order that was under way.
 */
export function stopOnFault(
  engine: { readonly log: Log; stop(): Promise<readonly string[]> },
  { process, after, report }: FaultHost,
): void {
  let stopping = false;
  process.on('uncaughtException', (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    engine.log.error('a fault of the program was not caught', { error: text });
    if (stopping) return;
    stopping = true;
    report(FAULT);
    after(STOP_MS, () => process.exit(1));
    engine.stop().then(
      (unsaved) => {
        unsaved.forEach(report);
        process.exit(1);
      },
      () => process.exit(1),
    );
  });
}
