import { type MessagePortLike, messagePortTransport } from '../../shared/rpc/message-port-transport.ts';
import type { Transport } from '../../shared/rpc/types.ts';

/** What is used of Electron's `process.parentPort`; hosts run without Electron's types. */
export type ParentPort = {
  on(
    event: 'message',
    listener: (message: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void,
  ): unknown;
  postMessage(message: unknown): void;
};

/** What is used of a launched engine. */
export type LaunchedEngine =
  | { readonly ok: true; accept(transport: Transport): void; stop(): Promise<readonly string[]> }
  | { readonly ok: false; readonly message: string };

/** What the process may do besides. */
export type HostProcess = {
  readonly exit: (code: number) => void;
  readonly after: (ms: number, task: () => void) => void;
  /** One line for whoever started the app. */
  readonly report: (message: string) => void;
};

/** Main ends a refused engine as soon as it has heard why; without main it ends by itself. */
const REFUSED_MS = 5000;

const isRequest = (data: unknown): data is { readonly kind: 'connect' | 'stop' } =>
  typeof data === 'object' && data !== null && 'kind' in data;

/**
 * Serves an engine over ports that main hands over: `connect` brings one, `stop` writes everything out and exits. A
 * refused launch is told to main as `{ kind: 'refused', message }`. It doesn't exit at once: what a process posts in its
 * last moment may be lost.
 */
export async function serveParentPort(
  parentPort: ParentPort,
  launching: Promise<LaunchedEngine>,
  host: HostProcess,
): Promise<void> {
  parentPort.on('message', ({ data, ports }) => {
    if (!isRequest(data)) return;
    void launching.then(async (launched) => {
      const [port] = ports;
      if (data.kind === 'connect' && port && launched.ok) launched.accept(messagePortTransport(port));
      if (data.kind === 'stop') {
        const unsaved = launched.ok ? await launched.stop() : [];
        unsaved.forEach(host.report);
        host.exit(launched.ok && unsaved.length === 0 ? 0 : 1);
      }
    });
  });
  const launched = await launching;
  if (launched.ok) return;
  parentPort.postMessage({ kind: 'refused', message: launched.message });
  host.after(REFUSED_MS, () => host.exit(1));
}
