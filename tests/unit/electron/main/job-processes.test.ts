import type { MessagePortMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { createJobProcesses, type JobProcess } from '../../../../electron/main/job-processes.ts';

type Posted = { readonly message: unknown; readonly ports: number };

function bench() {
  const processes: {
    readonly posted: Posted[];
    killed: boolean;
    die(code: number): void;
    say(text: string): void;
  }[] = [];
  const toEngine: Posted[] = [];
  const jobs = createJobProcesses({
    channel: () => ({ port1: {} as MessagePortMain, port2: {} as MessagePortMain }),
    fork: () => {
      let onExit: ((code: number) => void) | undefined;
      let onText: ((chunk: unknown) => void) | undefined;
      const posted: Posted[] = [];
      const seen = {
        posted,
        killed: false,
        die: (code: number) => onExit?.(code),
        say: (text: string) => onText?.(text),
      };
      processes.push(seen);
      const job: JobProcess = {
        postMessage: (message, ports) => void posted.push({ message, ports: ports?.length ?? 0 }),
        once: (_event, listener) => {
          onExit = listener;
        },
        stderr: {
          on: (_event, listener) => {
            onText = listener;
          },
        },
        kill: () => {
          seen.killed = true;
          return true;
        },
      };
      return job;
    },
  });
  const engine = {
    postMessage: (message: unknown, ports?: MessagePortMain[]) =>
      void toEngine.push({ message, ports: ports?.length ?? 0 }),
  };
  return { jobs, processes, toEngine, ask: (message: unknown) => jobs.handle(engine, message) };
}

describe('processes of jobs', () => {
  it('get one end of a channel, the engine the other and word of their end', () => {
    const { ask, processes, toEngine } = bench();
    ask({ kind: 'start-job', id: 7 });
    expect(processes[0]?.posted).toEqual([{ message: { kind: 'job-port' }, ports: 1 }]);
    expect(toEngine).toEqual([{ message: { kind: 'job-port', id: 7 }, ports: 1 }]);
    processes[0]?.say('FATAL ERROR');
    processes[0]?.die(134);
    expect(toEngine[1]).toEqual({
      message: { kind: 'job-exit', id: 7, code: 134, said: 'FATAL ERROR' },
      ports: 0,
    });
  });

  it('are ended one by one on request, and all when the engine is gone, which is told no one', () => {
    const { ask, jobs, processes, toEngine } = bench();
    ask({ kind: 'start-job', id: 1 });
    ask({ kind: 'start-job', id: 2 });
    ask({ kind: 'kill-job', id: 2 });
    expect(processes.map(({ killed }) => killed)).toEqual([false, true]);
    jobs.endAll();
    expect(processes.map(({ killed }) => killed)).toEqual([true, true]);
    processes[0]?.die(0);
    expect(toEngine).toHaveLength(2);
  });

  it.each([null, 'start-job', { kind: 'start-job' }, { kind: 'refused', id: 1 }])('ignore %j', (message) => {
    const { ask, processes } = bench();
    ask(message);
    expect(processes).toEqual([]);
  });
});
