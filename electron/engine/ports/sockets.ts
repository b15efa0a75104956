/** How a connection ended; `message` is for people and carries no address or secret. */
export type SocketEnd = {
  readonly code: 'closed' | 'refused' | 'timeout' | 'network' | 'certificate' | 'too-large';
  readonly message: string;
};

export type ByteStream = {
  /** Queued until the connection is open. */
  send(text: string): void;
  /** Ends it; nothing more is told. Safe to call again. */
  close(): void;
};

export type TextSocket = {
  /** Dropped unless open. */
  send(text: string): void;
  close(): void;
};

/** Connections that stay open. None of them reconnects: that is the caller's policy. */
export interface Sockets {
  /** TLS with verified certificates. Without TLS to this machine only, where `plain` asks for it. */
  connect(
    to: {
      readonly host: string;
      readonly port: number;
      readonly timeoutMs: number;
      /** PEM certificates to trust besides the system's. */
      readonly authority?: string;
      readonly plain?: boolean;
    },
    told: {
      readonly onOpen: () => void;
      /** Valid until the call returns. */
      readonly onData: (bytes: Uint8Array) => void;
      /** Told once, last, unless `close` was called. */
      readonly onEnd: (end: SocketEnd) => void;
    },
  ): ByteStream;
  /** A WebSocket client: wss, or ws to this machine only. Pings of the server are answered. */
  webSocket(
    to: {
      readonly url: string;
      readonly timeoutMs: number;
      readonly maximumBytes: number;
      readonly headers?: Readonly<Record<string, string>>;
    },
    told: {
      readonly onOpen: () => void;
      readonly onText: (text: string) => void;
      readonly onEnd: (end: SocketEnd) => void;
    },
  ): TextSocket;
}
