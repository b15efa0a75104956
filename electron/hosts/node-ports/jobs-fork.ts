import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StartJobProcess } from './jobs.ts';

const WORKER = fileURLToPath(new URL('../worker.ts', import.meta.url));
/** Enough for the message of a crash. */
const KEPT_CHARACTERS = 8_000;

/** Starts `worker` under this Node; plain data reaches it as structured clones, so numbers stay what they are. */
export const forkJobProcess =
  (worker = WORKER): StartJobProcess =>
  ({ onMessage, onExit, onFailure }) => {
    const child = fork(worker, [], {
      // Not this process's own, such as a debugger's port.
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-KEPT_CHARACTERS);
    });
    child.on('message', onMessage);
    // `close` comes after the last message and the last line, `exit` may come before them.
    child.on('close', (code, signal) => onExit({ code, signal, said }));
    child.on('error', (error) => {
      if (child.pid === undefined) onFailure(`No process could be started for it: ${error.message}.`);
    });
    return {
      // A process that has just died ends the job by its exit, not by a failed send.
      post: (order) => void (child.connected && child.send(order, () => {})),
      kill: () => void child.kill('SIGKILL'),
    };
  };
