import type { MessagePortMain } from 'electron';
import type { JobProcesses } from './job-processes.ts';

/** What is used of Electron's UtilityProcess. */
export type EngineProcess = {
  postMessage(message: unknown, transfer?: MessagePortMain[]): void;
  once(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  kill(): boolean;
};

/** How the engine's process is started and given ports; `utilityProcess.fork` in the app. */
export type EngineHostDependencies = {
  readonly fork: () => EngineProcess;
  readonly channel: () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain };
  readonly after: (ms: number, task: () => void) => void;
  readonly now: () => number;
  /** The engine died so often that starting it again is no use. */
  readonly onGivenUp: (exitCode: number) => void;
  /** The engine can't start until the user does something, which `message` says; it is not started again. */
  readonly onRefused: (message: string) => void;
  readonly log: (message: string) => void;
  /** Processes that the engine asks for. */
  readonly jobs: JobProcesses;
};

export interface EngineHost {
  /** Gives a window a port now, and a new one each time the engine was started again. */
  connect(window: { deliver(port: MessagePortMain): void }): () => void;
  /** Asks the engine to write everything out; resolves when its process is gone, forced after `GRACE_MS`. */
  stop(): Promise<void>;
}

const RESTART_MS = 500;
/** More deaths than this within the window, and the user is asked. */
const MOST_DEATHS = 3;
const DEATH_WINDOW_MS = 60_000;
const GRACE_MS = 8000;

const refusalIn = (message: unknown): string | undefined =>
  typeof message === 'object' &&
  message !== null &&
  'kind' in message &&
  message.kind === 'refused' &&
  'message' in message &&
  typeof message.message === 'string'
    ? message.message
    : undefined;

/** The engine opened another market in the same process: its old ports are closed. */
const isReopened = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'reopened';

/** Keeps one engine process alive and every window connected to it. */
export function createEngineHost(deps: EngineHostDependencies): EngineHost {
  const windows = new Set<{ deliver(port: MessagePortMain): void }>();
  let deaths: number[] = [];
  let stopped: (() => void) | undefined;
  let stopping = false;
  let refused = false;
  let engine: EngineProcess | undefined;

  const hand = (window: { deliver(port: MessagePortMain): void }) => {
    if (!engine) return;
    const { port1, port2 } = deps.channel();
    engine.postMessage({ kind: 'connect' }, [port1]);
    window.deliver(port2);
  };

  const onExit = (code: number) => {
    engine = undefined;
    deps.jobs.endAll();
    if (stopping) {
      stopped?.();
      return;
    }
    if (refused) return;
    deps.log(`engine exited with code ${code}`);
    deaths = [...deaths.filter((at) => deps.now() - at < DEATH_WINDOW_MS), deps.now()];
    if (deaths.length > MOST_DEATHS) deps.onGivenUp(code);
    else deps.after(RESTART_MS, start);
  };

  const onMessage = (sender: EngineProcess, message: unknown) => {
    if (!stopping) deps.jobs.handle(sender, message);
    if (isReopened(message) && engine === sender) for (const window of windows) hand(window);
    const refusal = refusalIn(message);
    if (refusal === undefined || refused || stopping) return;
    refused = true;
    sender.kill();
    deps.log(`engine refused to start: ${refusal}`);
    deps.onRefused(refusal);
  };

  const start = () => {
    if (stopping) return;
    const forked = deps.fork();
    engine = forked;
    forked.once('exit', onExit);
    forked.on('message', (message) => onMessage(forked, message));
    for (const window of windows) hand(window);
  };

  start();
  return {
    connect(window) {
      windows.add(window);
      hand(window);
      return () => void windows.delete(window);
    },
    stop() {
      stopping = true;
      const running = engine;
      if (!running) return Promise.resolve();
      return new Promise((resolve) => {
        stopped = resolve;
        running.postMessage({ kind: 'stop' });
        deps.after(GRACE_MS, () => running.kill());
      });
    },
  };
}
