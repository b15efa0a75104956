import type { MessagePortLike } from '../../shared/rpc/message-port-transport.ts';
import type { ParentPort } from './parent-port.ts';
import type { EngineLine } from './serve-job.ts';

/** What is used of a forked Node process's own `process`. */
export type ForkedProcess = {
  send?(message: unknown, callback: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
};

/** The line of a process started by `fork`; `undefined` in one that was not. */
export function forkedLine(self: ForkedProcess): EngineLine | undefined {
  const send = self.send?.bind(self);
  if (send === undefined) return undefined;
  return {
    onMessage: (listener) => void self.on('message', listener),
    onClose: (listener) => void self.on('disconnect', listener),
    post: (news) => new Promise((resolve) => void send(news, () => resolve())),
  };
}

/** What a port has posted leaves the process within this; it has no word for having sent. */
const SETTLE_MS = 200;

/** The line of an Electron utility process: the port that main hands over. */
export function portLine(parentPort: ParentPort, after: (ms: number, task: () => void) => void): EngineLine {
  const messages: ((message: unknown) => void)[] = [];
  const closes: (() => void)[] = [];
  let port: MessagePortLike | undefined;
  parentPort.on('message', ({ data, ports: [handed] }) => {
    if (!isJobPort(data) || handed === undefined || port !== undefined) return;
    port = handed;
    const listen =
      'addEventListener' in handed ? handed.addEventListener.bind(handed) : handed.on.bind(handed);
    listen('message', (event) => {
      for (const listener of messages) listener((event as { readonly data?: unknown }).data);
    });
    listen('close', () => {
      for (const listener of closes) listener();
    });
    handed.start?.();
  });
  return {
    onMessage: (listener) => void messages.push(listener),
    onClose: (listener) => void closes.push(listener),
    post: (news) => {
      port?.postMessage(news);
      return news.kind === 'end' ? new Promise((resolve) => after(SETTLE_MS, resolve)) : Promise.resolve();
    },
  };
}

const isJobPort = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'job-port';
