/** The engine as Electron's utility process: one message port a window, handed over by the main process. */
import { type MessagePortLike, messagePortTransport } from '../../shared/rpc/message-port-transport.ts';
import { parseLaunchArguments } from './launch-arguments.ts';
import { launchEngine } from './launch-engine.ts';

/** What is used of Electron's `process.parentPort`; hosts run without Electron's types. */
type ParentPort = {
  on(
    event: 'message',
    listener: (message: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void,
  ): unknown;
};

const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort };
if (!parentPort)
  throw new Error('This file runs as an Electron utility process. Use `overround serve` elsewhere.');

const isRequest = (data: unknown): data is { readonly kind: 'connect' | 'stop' } =>
  typeof data === 'object' && data !== null && 'kind' in data;

const launching = launchEngine(parseLaunchArguments(process.argv.slice(2)));

parentPort.on('message', ({ data, ports }) => {
  if (!isRequest(data)) return;
  void launching.then(async (launched) => {
    if (!launched.ok) return;
    const [port] = ports;
    if (data.kind === 'connect' && port) launched.server.accept(messagePortTransport(port));
    if (data.kind === 'stop') {
      await launched.stop();
      process.exit(0);
    }
  });
});

const launched = await launching;
if (!launched.ok) {
  process.stderr.write(`overround: ${launched.message}\n`);
  process.exit(1);
}
