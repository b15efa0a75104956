/** What the network did, as a payload of its own channel: contracts whose books no longer come. */
export const CONNECTION_CHANNEL = 'connection';
export const STREAM_CHANNEL = 'stream';

export type ConnectionLoss = { readonly lost: readonly string[]; readonly reason: string };

export const connectionLoss = (loss: ConnectionLoss): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(loss));

/** `undefined` when it is no loss of a connection. */
export function readConnectionLoss(value: unknown): ConnectionLoss | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { lost, reason } = value as Record<string, unknown>;
  if (!Array.isArray(lost) || typeof reason !== 'string') return undefined;
  return { lost: lost.filter((id) => typeof id === 'string'), reason };
}
