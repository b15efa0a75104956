import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, it, vi } from 'vitest';
import { portTransports } from '../../../../renderer/transport/electron-port.ts';

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1, port2 } of channels.splice(0)) {
    port1.close();
    port2.close();
  }
});

/** A window to which a preload script posts ports. */
function page() {
  let listener: (event: MessageEvent) => void = () => {};
  const target = {
    addEventListener: (_type: 'message', hear: (event: MessageEvent) => void) => {
      listener = hear;
    },
  };
  const post = (data: unknown, source: unknown = target) => {
    const channel = new MessageChannel();
    channels.push(channel);
    listener({ data, source, ports: [channel.port1] } as unknown as MessageEvent);
    return channel.port2;
  };
  return { open: portTransports(target), post };
}

const firstFrame = (port: { once(event: 'message', hear: (frame: unknown) => void): unknown }) =>
  new Promise((resolve) => port.once('message', resolve));

it('uses a port that came before it was asked for', async () => {
  const { open, post } = page();
  const far = post('overround:port');
  (await open()).send({ kind: 'hello' });
  expect(await firstFrame(far)).toEqual({ kind: 'hello' });
});

it('waits for a port, and takes the next one after the engine was started again', async () => {
  const { open, post } = page();
  const first = open();
  const far = post('overround:port');
  (await first).send(1);
  expect(await firstFrame(far)).toBe(1);
  const second = open();
  const next = post('overround:port');
  (await second).send(2);
  expect(await firstFrame(next)).toBe(2);
});

it('listens to its own window and its own message only', async () => {
  const { open, post } = page();
  const opened = vi.fn();
  const waiting = open().then(opened);
  post('overround:port', { another: 'frame' });
  post('something else');
  await new Promise((resolve) => setImmediate(resolve));
  expect(opened).not.toHaveBeenCalled();
  post('overround:port');
  await waiting;
  expect(opened).toHaveBeenCalledOnce();
});
