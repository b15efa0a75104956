import type { Contract } from '../contract/operation.ts';
import { type OperationTable, operationTable } from './operation-table.ts';
import type { ServeOptions } from './serve-options.ts';
import { createServerConnection, type ServerConnection } from './server-connection.ts';
import { realAfter } from './timers.ts';
import type { Implementations, Transport } from './types.ts';

export interface Server {
  /** Speaks to one client until its transport closes; the returned function ends it sooner. */
  accept(transport: Transport): () => void;
  readonly clients: number;
  /** Items emitted and not yet sent, over all clients and streams. */
  readonly waitingItems: number;
  /** Aborts every implementation and closes every transport. */
  close(): void;
}

/**
 * Offers `implementations` to any number of clients. Input is checked before an implementation sees it, results
 * and items before they leave; an implementation's `OperationFailure` passes as it is and anything else it throws
 * becomes `internal` with a log id.
 */
export function serve<C extends Contract>(
  contract: C,
  implementations: Implementations<C>,
  options: ServeOptions,
): Server {
  const table: OperationTable = operationTable(contract);
  const connections = new Set<ServerConnection>();
  const settings = { maximumOpen: 64, after: realAfter, ...options };
  return {
    accept(transport) {
      const connection = createServerConnection(transport, table, implementations, settings, () =>
        connections.delete(connection),
      );
      connections.add(connection);
      connection.start();
      return () => connection.close();
    },
    get clients() {
      return connections.size;
    },
    get waitingItems() {
      let total = 0;
      for (const connection of connections) total += connection.waitingItems;
      return total;
    },
    close() {
      for (const connection of [...connections]) connection.close();
    },
  };
}
