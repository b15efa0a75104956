import { MessageChannel } from 'node:worker_threads';
import { type Launched, launchEngine } from '../../electron/hosts/launch-engine.ts';
import type { NodeClock } from '../../electron/hosts/node-ports/clock.ts';
import { contract, type OverroundContract } from '../../shared/contract/index.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { messagePortTransport } from '../../shared/rpc/message-port-transport.ts';
import type { Client } from '../../shared/rpc/types.ts';
import { createSilentLog } from './silent-log.ts';

export type LaunchedEngine = {
  readonly launched: Extract<Launched, { readonly ok: true }>;
  /** Comes back to whichever market is open, as the page does. */
  readonly client: Client<OverroundContract>;
  /** What the host was told each time a market was opened again. */
  readonly reopened: (readonly string[])[];
  stop(): Promise<void>;
};

/** The engine of a host, in this process, with one client. */
export async function startLaunchedEngine(
  data: string,
  source: 'practice' | 'real',
  clock?: NodeClock,
): Promise<LaunchedEngine> {
  const reopened: (readonly string[])[] = [];
  const launched = await launchEngine(
    { data, source, speed: 1, sports: [], regions: [] },
    { onReopened: (notices) => reopened.push(notices), ...(clock === undefined ? {} : { clock }) },
  );
  if (!launched.ok) throw new Error(launched.message);
  const client = connect(
    contract,
    async () => {
      const { port1, port2 } = new MessageChannel();
      launched.accept(messagePortTransport(port2));
      return messagePortTransport(port1);
    },
    { log: createSilentLog() },
  );
  return {
    launched,
    client,
    reopened,
    async stop() {
      client.close();
      await launched.stop();
    },
  };
}
