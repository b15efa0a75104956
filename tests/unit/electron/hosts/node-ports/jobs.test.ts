import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { JobEnd, JobHandle, JobProgress } from '../../../../../electron/engine/ports/jobs.ts';
import { createNodeClock } from '../../../../../electron/hosts/node-ports/clock.ts';
import { createJobs, deathOf } from '../../../../../electron/hosts/node-ports/jobs.ts';
import { forkJobProcess } from '../../../../../electron/hosts/node-ports/jobs-fork.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const worker = fileURLToPath(new URL('../../../../support/job-worker.ts', import.meta.url));
const jobs = createJobs(forkJobProcess(worker), createNodeClock());

type TestJob = { readonly kind: string; readonly value?: number; readonly shares?: readonly number[] };

/** Runs a job to its end; `onProgress` may cancel it. */
function run(job: TestJob, onProgress: (progress: JobProgress, handle: JobHandle) => void = () => {}) {
  const told: JobProgress[] = [];
  return new Promise<{ readonly end: JobEnd<unknown>; readonly told: readonly JobProgress[] }>((resolve) => {
    const handle = jobs.start<TestJob, unknown>(job, {
      onProgress: (progress) => {
        told.push(progress);
        onProgress(progress, handle);
      },
      onEnd: (end) => resolve({ end, told }),
    });
  });
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('jobs in processes of their own', () => {
  it('answer with plain data, not-a-numbers included', async () => {
    const { end } = await run({ kind: 'double', value: 21 });
    expect(end).toMatchObject({ kind: 'done', result: { value: 42, nothing: Number.NaN } });
    expect(end.kind === 'done' && (end.result as { pid: number }).pid).not.toBe(process.pid);
  });

  it('fail with the message of what was thrown', async () => {
    expect((await run({ kind: 'throw' })).end).toEqual({
      kind: 'failed',
      message: 'The matches are not there.',
    });
  });

  it('fail with the reason when the process crashes, exits or runs out of memory', async () => {
    const messageOf = async (kind: string) => {
      const { end } = await run({ kind });
      return end.kind === 'failed' ? end.message : end.kind;
    };
    expect(await messageOf('crash')).toMatch(/with code 1 .*TypeError: a bug of ours/);
    expect(await messageOf('exit')).toMatch(/ended with code 3 before it had finished\. .*resume it/);
    const limited = process.env['NODE_OPTIONS'];
    process.env['NODE_OPTIONS'] = '--max-old-space-size=64';
    try {
      expect(await messageOf('out-of-memory')).toMatch(/ran out of memory.*fewer competitions or seasons/);
    } finally {
      if (limited === undefined) delete process.env['NODE_OPTIONS'];
      else process.env['NODE_OPTIONS'] = limited;
    }
  });

  it('stop when cancelled, and are ended where they do not listen', async () => {
    for (const kind of ['patient', 'deaf']) {
      const { end, told } = await run({ kind }, (_progress, handle) => handle.cancel());
      expect(end).toEqual({ kind: 'cancelled' });
      await until(() => !isAlive(Number(told[0]?.stage)));
    }
  });

  it('tell progress that never goes back', async () => {
    const { told } = await run({ kind: 'steps', shares: [0.2, 0.1, 0.6, 7] });
    expect(told.map(({ share }) => share)).toEqual([0.2, 0.2, 0.6, 1]);
  });

  it('end with the process that started them', async () => {
    const script = `
      import { forkJobProcess } from ${JSON.stringify(new URL('../../../../../electron/hosts/node-ports/jobs-fork.ts', import.meta.url).href)};
      const child = forkJobProcess(${JSON.stringify(worker)})({
        onMessage: (message) => console.log(message.progress.stage), onExit() {}, onFailure() {},
      });
      child.post({ kind: 'start', job: { kind: 'patient' } });`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (text) => resolve(Number(String(text)))),
    );
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });

  it('fail when no process can be started', () => {
    const clock = createManualClock();
    const ends: JobEnd<unknown>[] = [];
    createJobs(({ onFailure, onExit }) => {
      queueMicrotask(() => {
        onFailure('No process could be started for it: spawn EAGAIN.');
        onExit({ code: -11, signal: null, said: '' });
      });
      return { post: () => {}, kill: () => {} };
    }, clock).start({ kind: 'any' }, { onProgress: () => {}, onEnd: (end) => void ends.push(end) });
    return Promise.resolve().then(() =>
      expect(ends).toEqual([
        { kind: 'failed', message: 'No process could be started for it: spawn EAGAIN.' },
      ]),
    );
  });

  it('say that the system ended them', () => {
    expect(deathOf({ code: null, signal: 'SIGKILL', said: '' })).toMatch(
      /by signal SIGKILL: memory may have run out, or someone stopped it/,
    );
  });
});
