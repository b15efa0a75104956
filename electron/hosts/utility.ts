/** The engine as Electron's utility process: one message port a window, handed over by the main process. */
import { parseLaunchArguments } from './launch-arguments.ts';
import { launchEngine } from './launch-engine.ts';
import { type ParentPort, serveParentPort } from './parent-port.ts';
import { utilityJobProcesses } from './utility-jobs.ts';

const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort };
if (!parentPort)
  throw new Error('This file runs as an Electron utility process. Use `overround serve` elsewhere.');

const parsed = parseLaunchArguments(process.argv.slice(2));
const launching = parsed.ok
  ? launchEngine(parsed.options, {
      startJobProcess: utilityJobProcesses(parentPort),
      onReopened: () => parentPort.postMessage({ kind: 'reopened' }),
      onGone: (message) => parentPort.postMessage({ kind: 'refused', message }),
    })
  : Promise.resolve(parsed);

await serveParentPort(parentPort, launching, {
  exit: (code) => process.exit(code),
  report: (message) => void process.stderr.write(`overround: ${message}\n`),
  after: (ms, task) => void setTimeout(task, ms),
});
