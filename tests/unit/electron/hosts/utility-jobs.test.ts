import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { JobEnd, JobProgress } from '../../../../electron/engine/ports/jobs.ts';
import { portLine } from '../../../../electron/hosts/engine-lines.ts';
import { createJobs } from '../../../../electron/hosts/node-ports/jobs.ts';
import type { ParentPort } from '../../../../electron/hosts/parent-port.ts';
import { serveJob } from '../../../../electron/hosts/serve-job.ts';
import { utilityJobProcesses } from '../../../../electron/hosts/utility-jobs.ts';
import type { MessagePortLike } from '../../../../shared/rpc/message-port-transport.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

/** One end of what a utility process and main say to each other. */
function parentPort() {
  const listeners: Parameters<ParentPort['on']>[1][] = [];
  const posted: unknown[] = [];
  const port: ParentPort = {
    on: (_event, listener) => void listeners.push(listener),
    postMessage: (message) => void posted.push(message),
  };
  return {
    port,
    posted,
    say: (data: unknown, ports: readonly MessagePortLike[] = []) =>
      listeners.forEach((listener) => void listener({ data, ports })),
  };
}

describe('jobs under Electron', () => {
  it('are asked of main and talk over the port it hands out', async () => {
    const [engine, worker] = [parentPort(), parentPort()];
    const clock = createManualClock();
    const told: JobProgress[] = [];
    const jobs = createJobs(utilityJobProcesses(engine.port), clock);
    const end = new Promise<JobEnd<unknown>>((resolve) => {
      jobs.start({ kind: 'any', value: 5 }, { onProgress: (item) => void told.push(item), onEnd: resolve });
    });
    expect(engine.posted).toEqual([{ kind: 'start-job', id: 1 }]);

    const exited = new Promise<number>((exit) =>
      serveJob(
        portLine(worker.port, (_ms, task) => void setImmediate(task)),
        (job, { onProgress }) => {
          onProgress({ share: 0.5, stage: 'half' });
          return Promise.resolve({ kind: 'done', result: job });
        },
        { exit, monotonic: () => 0 },
      ),
    );
    const { port1, port2 } = new MessageChannel();
    worker.say({ kind: 'job-port' }, [port1 as unknown as MessagePortLike]);
    engine.say({ kind: 'job-port', id: 1 }, [port2 as unknown as MessagePortLike]);
    expect(await exited).toBe(0);
    while (told.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 20));
    engine.say({ kind: 'job-exit', id: 1, code: 0, said: '' });
    expect(await end).toEqual({ kind: 'done', result: { kind: 'any', value: 5 } });
    expect(told).toEqual([{ share: 0.5, stage: 'half' }]);
    port1.close();
  });

  it('are ended by main when they do not stop, and told of by their exit', () => {
    const engine = parentPort();
    const clock = createManualClock();
    const ends: JobEnd<unknown>[] = [];
    const job = createJobs(utilityJobProcesses(engine.port), clock).start(
      { kind: 'any' },
      { onProgress: () => {}, onEnd: (end) => void ends.push(end) },
    );
    job.cancel();
    clock.advance(1000);
    expect(engine.posted).toEqual([
      { kind: 'start-job', id: 1 },
      { kind: 'kill-job', id: 1 },
    ]);
    engine.say({ kind: 'job-exit', id: 1, code: 15, said: '' });
    expect(ends).toEqual([{ kind: 'cancelled' }]);
  });

  it('end when their engine goes away', async () => {
    const worker = parentPort();
    const exited = new Promise<number>((exit) =>
      serveJob(
        portLine(worker.port, () => {}),
        () => new Promise(() => {}),
        { exit, monotonic: () => 0 },
      ),
    );
    const { port1, port2 } = new MessageChannel();
    worker.say({ kind: 'job-port' }, [port1 as unknown as MessagePortLike]);
    port2.close();
    expect(await exited).toBe(1);
  });
});
