/** A process of jobs that end in every way there is, for the tests of what starts them. */
import { setTimeout as wait } from 'node:timers/promises';
import { type ForkedProcess, forkedLine } from '../../electron/hosts/engine-lines.ts';
import { type PerformJob, serveJob } from '../../electron/hosts/serve-job.ts';

type TestJob =
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'throw' | 'crash' | 'exit' | 'out-of-memory' | 'deaf' | 'patient' }
  | { readonly kind: 'steps'; readonly shares: readonly number[] };

function fillMemory(): never {
  const kept: number[][] = [];
  for (;;) kept.push(new Array<number>(1_000_000).fill(kept.length));
}

const perform: PerformJob = async (given, { signal, onProgress }) => {
  const job = given as TestJob;
  switch (job.kind) {
    case 'double':
      return { kind: 'done', result: { value: 2 * job.value, nothing: Number.NaN, pid: process.pid } };
    case 'throw':
      throw new Error('The matches are not there.');
    case 'crash':
      setImmediate(() => {
        throw new TypeError('a bug of ours');
      });
      return wait(60_000, { kind: 'cancelled' });
    case 'exit':
      return process.exit(3);
    case 'out-of-memory':
      return fillMemory();
    case 'deaf':
      onProgress({ share: 0.5, stage: String(process.pid) });
      await wait(50);
      for (;;);
    case 'patient':
      onProgress({ share: 0.5, stage: String(process.pid) });
      while (!signal.aborted) await wait(5);
      return { kind: 'cancelled' };
    case 'steps':
      for (const share of job.shares) {
        onProgress({ share, stage: `at ${share}` });
        await wait(120);
      }
      return { kind: 'done', result: null };
  }
};

const line = forkedLine(process as ForkedProcess);
if (line) serveJob(line, perform, { exit: (code) => process.exit(code), monotonic: () => performance.now() });
