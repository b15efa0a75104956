import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { CLIENT_FRAME_BYTES } from '../../../../shared/rpc/frames.ts';
import { messagePortTransport } from '../../../../shared/rpc/message-port-transport.ts';
import { FrameTooLarge } from '../../../../shared/rpc/transport-error.ts';
import { type WebSocketLike, webSocketTransport } from '../../../../shared/rpc/web-socket-transport.ts';

/** Electron's MessagePortMain: an emitter of `{ data }` events, without addEventListener. */
function createElectronPort() {
  const events = new EventEmitter();
  const port = {
    on: (type: 'message' | 'close', listener: (event: unknown) => void) => events.on(type, listener),
    postMessage: vi.fn(),
    start: vi.fn(),
    close: vi.fn(),
  };
  return { port, events };
}

function createSocket() {
  const events = new EventTarget();
  const sent: string[] = [];
  const socket = {
    readyState: 1,
    bufferedAmount: 7,
    send: (text: string) => void sent.push(text),
    close: vi.fn(),
    addEventListener: events.addEventListener.bind(events) as WebSocketLike['addEventListener'],
  };
  const receive = (data: unknown) => events.dispatchEvent(new MessageEvent('message', { data }));
  return { socket, sent, receive, events };
}

describe('message port transport', () => {
  it('speaks to a port of Electron’s main side', () => {
    const { port, events } = createElectronPort();
    const transport = messagePortTransport(port);
    const frames: unknown[] = [];
    const closed = vi.fn();
    events.emit('message', { data: 'early' });
    transport.onFrame((frame) => frames.push(frame));
    transport.onClose(closed);
    events.emit('message', { data: { kind: 'x' } });
    transport.send({ kind: 'y' });
    events.emit('close');
    transport.send({ kind: 'late' });
    expect(port.start).toHaveBeenCalledTimes(1);
    expect(frames).toEqual(['early', { kind: 'x' }]);
    expect(port.postMessage.mock.calls).toEqual([[{ kind: 'y' }]]);
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it('tells a listener that comes after the close', async () => {
    const { port, events } = createElectronPort();
    const transport = messagePortTransport(port);
    events.emit('close');
    const closed = vi.fn();
    transport.onClose(closed);
    await Promise.resolve();
    expect(closed).toHaveBeenCalledTimes(1);
  });
});

describe('web socket transport', () => {
  it.each([
    ['binary', new Uint8Array([1])],
    ['no JSON', '{"kind":'],
    ['longer than a client may send', `"${'x'.repeat(CLIENT_FRAME_BYTES)}"`],
  ])('hands on what is %s as no frame', (_what, data) => {
    const { socket, receive } = createSocket();
    const frames: unknown[] = [];
    webSocketTransport(socket, { side: 'server' }).onFrame((frame) => frames.push(frame));
    receive(data);
    expect(frames).toEqual([undefined]);
  });

  it('refuses to send more bytes than the peer takes, counted in UTF-8', () => {
    const { socket, sent } = createSocket();
    const transport = webSocketTransport(socket, { side: 'client' });
    const quotes = 2;
    for (const [character, bytes] of [
      ['a', 1],
      ['é', 2],
      ['€', 3],
      ['🐎', 4],
    ] as const) {
      const fits = Math.floor((CLIENT_FRAME_BYTES - quotes) / bytes);
      transport.send(character.repeat(fits));
      expect(Buffer.byteLength(sent.at(-1) ?? '')).toBeLessThanOrEqual(CLIENT_FRAME_BYTES);
      expect(() => transport.send(character.repeat(fits + 1))).toThrow(FrameTooLarge);
    }
    expect(sent).toHaveLength(4);
  });

  it('tells what waits, and sends nothing while not open', () => {
    const { socket, sent } = createSocket();
    const transport = webSocketTransport(socket, { side: 'client' });
    expect(transport.pending).toBe(7);
    socket.readyState = 0;
    transport.send({});
    expect(sent).toEqual([]);
  });
});
