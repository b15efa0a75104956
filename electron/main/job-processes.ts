import type { MessagePortMain } from 'electron';

/** What is used of the UtilityProcess of a job. */
export type JobProcess = {
  postMessage(message: unknown, transfer?: MessagePortMain[]): void;
  once(event: 'exit', listener: (code: number) => void): unknown;
  readonly stderr: { on(event: 'data', listener: (chunk: unknown) => void): unknown } | null;
  kill(): boolean;
};

export type JobProcessesDependencies = {
  readonly fork: () => JobProcess;
  readonly channel: () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain };
};

/** The engine that asks for processes. */
export type AskingEngine = { postMessage(message: unknown, transfer?: MessagePortMain[]): void };

export interface JobProcesses {
  /** Starts or ends a process when the engine asks for it; anything else is ignored. */
  handle(engine: AskingEngine, message: unknown): void;
  /** Ends all of them: their engine is gone. */
  endAll(): void;
}

type Request = { readonly kind: 'start-job' | 'kill-job'; readonly id: number };

const requestIn = (message: unknown): Request | undefined =>
  typeof message === 'object' &&
  message !== null &&
  'kind' in message &&
  (message.kind === 'start-job' || message.kind === 'kill-job') &&
  'id' in message &&
  typeof message.id === 'number'
    ? (message as Request)
    : undefined;

/** Enough for the message of a crash. */
const KEPT_CHARACTERS = 8_000;

/**
 * Processes for the engine's jobs: it can't start any itself, for the app refuses to run as Node. Each gets one end of a
 * channel and the engine the other; nothing of a job passes through here.
 */
export function createJobProcesses(deps: JobProcessesDependencies): JobProcesses {
  const running = new Map<number, JobProcess>();
  const start = (engine: AskingEngine, id: number) => {
    const job = deps.fork();
    let said = '';
    running.set(id, job);
    job.stderr?.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-KEPT_CHARACTERS);
    });
    job.once('exit', (code) => {
      if (running.get(id) !== job) return;
      running.delete(id);
      engine.postMessage({ kind: 'job-exit', id, code, said });
    });
    const { port1, port2 } = deps.channel();
    job.postMessage({ kind: 'job-port' }, [port1]);
    engine.postMessage({ kind: 'job-port', id }, [port2]);
  };
  return {
    handle(engine, message) {
      const request = requestIn(message);
      if (request?.kind === 'start-job') start(engine, request.id);
      if (request?.kind === 'kill-job') running.get(request.id)?.kill();
    },
    endAll() {
      const all = [...running.values()];
      running.clear();
      for (const job of all) job.kill();
    },
  };
}
