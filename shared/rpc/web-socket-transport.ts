import { CLIENT_FRAME_BYTES, SERVER_FRAME_BYTES } from './frames.ts';
import { FrameTooLarge } from './transport-error.ts';
import { createTransportListeners } from './transport-listeners.ts';
import type { Transport } from './types.ts';

/** What a browser's WebSocket and one of `ws` share. */
export type WebSocketLike = {
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message' | 'close' | 'error', listener: (event: unknown) => void): void;
};

const OPEN = 1;
const CLOSING = 2;

/**
 * Frames as JSON text. `side` is the end this is: each end may send frames up to its own limit and closes on
 * larger ones. `send` throws `FrameTooLarge`; on a socket that is not open it does nothing.
 */
export function webSocketTransport(
  socket: WebSocketLike,
  options: { readonly side: 'client' | 'server' },
): Transport {
  const listeners = createTransportListeners();
  const [sendable, receivable] =
    options.side === 'client'
      ? [CLIENT_FRAME_BYTES, SERVER_FRAME_BYTES]
      : [SERVER_FRAME_BYTES, CLIENT_FRAME_BYTES];
  socket.addEventListener('message', (event) => {
    if (!listeners.closed) listeners.frame(parse((event as { readonly data?: unknown }).data, receivable));
  });
  socket.addEventListener('close', () => listeners.close());
  // A close always follows; `ws` throws an error nobody listens for.
  socket.addEventListener('error', () => {});
  return {
    send(frame) {
      if (socket.readyState !== OPEN) return;
      const text = JSON.stringify(frame);
      const bytes = text.length * 3 <= sendable ? 0 : utf8Bytes(text);
      if (bytes > sendable) throw new FrameTooLarge(bytes, sendable);
      socket.send(text);
    },
    get pending() {
      return socket.bufferedAmount;
    },
    onFrame: listeners.onFrame,
    onClose: listeners.onClose,
    close() {
      if (socket.readyState < CLOSING) socket.close(1000);
      listeners.close();
    },
  };
}

/** A frame, or `undefined`, which is none, for what is not JSON text or is too long. */
function parse(data: unknown, limit: number): unknown {
  if (typeof data !== 'string' || data.length > limit) return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    // A surrogate is half of a four-byte character, other units above U+07FF take three.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
