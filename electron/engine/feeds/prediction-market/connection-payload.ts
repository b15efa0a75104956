/** What the network did, as a payload of its own channel: contracts whose books no longer come. */
export const CONNECTION_CHANNEL = 'connection';
/** Each socket has a channel of its own: `stream 1`. */
export const streamChannel = (socket: number): string => `stream ${socket}`;
export const isStreamChannel = (channel: string): boolean => channel.startsWith('stream ');

export type ConnectionLoss = {
  readonly lost: readonly string[];
  readonly reason: string;
  /** The channel of the socket that went; empty where polling failed. */
  readonly stream: string;
};

export const connectionLoss = (loss: ConnectionLoss): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(loss));

/** `undefined` when it is no loss of a connection. */
export function readConnectionLoss(value: unknown): ConnectionLoss | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { lost, reason, stream } = value as Record<string, unknown>;
  if (!Array.isArray(lost) || typeof reason !== 'string' || typeof stream !== 'string') return undefined;
  return { lost: lost.filter((id) => typeof id === 'string'), reason, stream };
}
