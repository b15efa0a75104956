import type { ConnectionState } from '../../shared/rpc/types.ts';

/** So long without a connection, and the page says that its address may be an old one, milliseconds. */
export const LONG_AWAY_MS = 10_000;

/**
 * What the banner says while there is no engine behind the page. A browser's page carries the token of one launch: after a
 * restart of Overround only the new address connects.
 */
export function disconnectedText(page: {
  readonly connection: Exclude<ConnectionState, 'open'>;
  /** Why, when the engine said so. */
  readonly reason: string | null;
  readonly longAway: boolean;
  readonly inElectron: boolean;
}): { readonly headline: string; readonly detail: string } {
  const { connection, reason, longAway, inElectron } = page;
  const closed = connection === 'closed';
  const sentences = [
    'Everything below is old and nothing can be placed.',
    reason,
    closed ? 'Reload the window once the engine runs again.' : null,
    !closed && longAway && !inElectron
      ? 'If Overround was restarted, open the new address it printed.'
      : null,
  ];
  return {
    headline: closed ? 'Disconnected from the engine.' : 'Engine not reachable, retrying.',
    detail: sentences.filter((sentence) => sentence !== null).join(' '),
  };
}
