import { execFileSync } from 'node:child_process';

/** Ids of the processes in which a served engine does its long work. */
export const jobProcesses = (engine: number | undefined): readonly number[] =>
  execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [pid, parent] = line.trim().split(/\s+/, 2).map(Number);
      return pid !== undefined && parent === engine && line.includes('worker.ts') ? [pid] : [];
    });
