import { afterEach, beforeEach, expect } from 'vitest';
import { OperationFailure } from '../../shared/contract/errors.ts';
import { connect } from '../../shared/rpc/connect.ts';
import type { ServerFrame } from '../../shared/rpc/frames.ts';
import { type Server, serve } from '../../shared/rpc/serve.ts';
import type { Client, Implementations, Transport } from '../../shared/rpc/types.ts';
import type { Carrier } from './rpc-carriers.ts';
import { type SampleContract, sampleContract, sampleImplementations } from './sample-contract.ts';
import { createSilentLog } from './silent-log.ts';

/** Servers and clients of the sample contract over one carrier, closed after each test of the enclosing describe. */
export function rpcSession(createCarrier: () => Promise<Carrier>) {
  let carrier: Carrier;
  let log = createSilentLog();
  let closing: (() => void)[] = [];

  beforeEach(async () => {
    carrier = await createCarrier();
    log = createSilentLog();
    closing = [];
  });
  afterEach(async () => {
    for (const close of closing) close();
    await carrier.close();
  });

  return {
    get carrier() {
      return carrier;
    },
    get log() {
      return log;
    },
    /** Takes over new connections. */
    startServer(
      changed: Partial<Implementations<SampleContract>> = {},
      epoch = 'epoch-1',
      contract: SampleContract = sampleContract,
    ): Server {
      let logIds = 0;
      const server = serve(
        contract,
        { ...sampleImplementations, ...changed },
        { engineVersion: '1.2.3', epoch, log, nextLogId: () => `log-${++logIds}` },
      );
      carrier.accept = (transport) => server.accept(transport);
      closing.push(() => server.close());
      return server;
    },
    startClient(contract: SampleContract = sampleContract): Client<SampleContract> {
      const client = connect(contract, () => carrier.open(), {
        log,
        backoff: { firstMs: 2, maximumMs: 10 },
        random: () => 0.5,
      });
      closing.push(() => client.close());
      return client;
    },
    /** Speaks frames by hand, as a client that is not ours. */
    speak(): { transport: Transport; frames: ServerFrame[]; closed: () => boolean } {
      const transport = carrier.open();
      const frames: ServerFrame[] = [];
      let closed = false;
      transport.onFrame((frame) => frames.push(frame as ServerFrame));
      transport.onClose(() => {
        closed = true;
      });
      closing.push(() => transport.close());
      return { transport, frames, closed: () => closed };
    },
  };
}

/** What the promise rejected with; fails the test if it did not, or with anything but an `OperationFailure`. */
export async function failureOf(promise: Promise<unknown>): Promise<OperationFailure> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(OperationFailure);
  return thrown as OperationFailure;
}
