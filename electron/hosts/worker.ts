/** A process for one run: forked by a Node host, or started by Electron's main process; it ends with its run or its engine. */
import { constants, setPriority } from 'node:os';
import { isExportJob, performExport } from '../engine/services/history/export/perform-export.ts';
import { performRun } from '../engine/services/runs/perform-run.ts';
import type { RunJob } from '../engine/services/runs/run-job.ts';
import { type ForkedProcess, forkedLine, portLine } from './engine-lines.ts';
import { createNodeClock } from './node-ports/clock.ts';
import type { ParentPort } from './parent-port.ts';
import { type PerformJob, serveJob } from './serve-job.ts';

const self = process as NodeJS.Process & ForkedProcess & { readonly parentPort?: ParentPort };
const line = self.parentPort
  ? portLine(self.parentPort, (ms, task) => void setTimeout(task, ms))
  : forkedLine(self);
if (line === undefined)
  throw new Error(
    'This file is started by an engine. Use `overround train` or `overround evaluate` instead.',
  );

try {
  // The market must not wait for a training.
  setPriority(constants.priority.PRIORITY_LOW);
} catch {
  // Some systems forbid it; the run is as right, if less polite.
}

const clock = createNodeClock();
// The engine posts what these are; nobody else has this line.
const perform: PerformJob = (job, context) =>
  isExportJob(job) ? performExport(job, context) : performRun(job as RunJob, { ...context, clock });
serveJob(line, perform, {
  exit: (code) => process.exit(code),
  monotonic: () => clock.monotonic(),
});
