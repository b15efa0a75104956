import { messagePortTransport } from '../../shared/rpc/message-port-transport.ts';
import type { Transport } from '../../shared/rpc/types.ts';

/** The message with which the preload script hands the window its port to the engine. */
const PORT_MESSAGE = 'overround:port';

type MessageTarget = {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
};

/**
 * Opens transports over the ports the preload posts: one at the start, and one more each time the engine was started
 * again. Asked before a port has come, it waits for it. Only messages of the page's own window count.
 */
export function portTransports(page: MessageTarget): () => Promise<Transport> {
  let unused: MessagePort | undefined;
  let waiting: ((port: MessagePort) => void) | undefined;
  page.addEventListener('message', (event) => {
    const port = event.ports[0];
    if (event.source !== page || event.data !== PORT_MESSAGE || port === undefined) return;
    unused?.close();
    unused = port;
    if (waiting !== undefined) {
      unused = undefined;
      waiting(port);
      waiting = undefined;
    }
  });
  const nextPort = () =>
    new Promise<MessagePort>((resolve) => {
      if (unused === undefined) {
        waiting = resolve;
        return;
      }
      resolve(unused);
      unused = undefined;
    });
  return async () => messagePortTransport(await nextPort());
}
