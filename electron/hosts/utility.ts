/** The engine as Electron's utility process: one message port a window, handed over by the main process. */
import { parseLaunchArguments } from './launch-arguments.ts';
import { launchEngine } from './launch-engine.ts';
import { type ParentPort, serveParentPort } from './parent-port.ts';
import { stopOnFault } from './stop-on-fault.ts';
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

const report = (message: string) => void process.stderr.write(`overround: ${message}\n`);
const after = (ms: number, task: () => void) => void setTimeout(task, ms);
await serveParentPort(parentPort, launching, { exit: (code) => process.exit(code), report, after });
const launched = await launching;
if (launched.ok) stopOnFault(launched, { process, after, report });
