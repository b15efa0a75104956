import type { MessagePortLike } from '../../shared/rpc/message-port-transport.ts';
import type { ProcessEnd, StartJobProcess } from './node-ports/jobs.ts';
import type { ParentPort } from './parent-port.ts';

type Waiting = {
  readonly onPort: (port: MessagePortLike) => void;
  readonly onExit: (end: ProcessEnd) => void;
};

type FromMain =
  | { readonly kind: 'job-port'; readonly id: number }
  | { readonly kind: 'job-exit'; readonly id: number; readonly code: number | null; readonly said: string };

const fromMain = (data: unknown): FromMain | undefined =>
  typeof data === 'object' &&
  data !== null &&
  'kind' in data &&
  (data.kind === 'job-port' || data.kind === 'job-exit')
    ? (data as FromMain)
    : undefined;

/**
 * Processes for jobs under Electron, where a utility process can start none: main starts one, hands both ends of a
 * channel out, and tells when it is gone.
 */
export function utilityJobProcesses(parentPort: ParentPort): StartJobProcess {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  parentPort.on('message', ({ data, ports }) => {
    const message = fromMain(data);
    if (message === undefined) return;
    const job = waiting.get(message.id);
    if (message.kind === 'job-exit') {
      waiting.delete(message.id);
      job?.onExit({ code: message.code, signal: null, said: message.said });
    } else if (ports[0] !== undefined) job?.onPort(ports[0]);
  });
  return ({ onMessage, onExit }) => {
    const id = ++last;
    const unsent: unknown[] = [];
    let port: MessagePortLike | undefined;
    waiting.set(id, {
      onExit,
      onPort(handed) {
        port = handed;
        const listen =
          'addEventListener' in handed ? handed.addEventListener.bind(handed) : handed.on.bind(handed);
        listen('message', (event) => onMessage((event as { readonly data?: unknown }).data));
        handed.start?.();
        for (const order of unsent.splice(0)) handed.postMessage(order);
      },
    });
    parentPort.postMessage({ kind: 'start-job', id });
    return {
      post: (order) => {
        if (port === undefined) unsent.push(order);
        else port.postMessage(order);
      },
      kill: () => parentPort.postMessage({ kind: 'kill-job', id }),
    };
  };
}
