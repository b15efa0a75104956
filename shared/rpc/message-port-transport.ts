import { createTransportListeners } from './transport-listeners.ts';
import type { Transport } from './types.ts';

type Listen = (type: 'message' | 'close', listener: (event: unknown) => void) => unknown;

/** What DOM MessagePort, Node's MessagePort (`addEventListener`) and Electron's MessagePortMain (`on`) share. */
export type MessagePortLike = {
  postMessage(message: unknown): void;
  start?(): void;
  close(): void;
} & ({ readonly addEventListener: Listen } | { readonly on: Listen });

/**
 * Frames as structured clones, without transfer lists: Electron loses messages whose buffers are transferred
 * (electron #34905). A port cannot tell what it has queued, so `pending` is 0 and credits alone hold the sender.
 */
export function messagePortTransport(port: MessagePortLike): Transport {
  const listeners = createTransportListeners();
  const listen: Listen = 'addEventListener' in port ? port.addEventListener.bind(port) : port.on.bind(port);
  listen('message', (event) => listeners.frame((event as { readonly data?: unknown }).data));
  listen('close', () => listeners.close());
  port.start?.();
  return {
    send(frame) {
      if (!listeners.closed) port.postMessage(frame);
    },
    pending: 0,
    onFrame: listeners.onFrame,
    onClose: listeners.onClose,
    close() {
      port.close();
      listeners.close();
    },
  };
}
