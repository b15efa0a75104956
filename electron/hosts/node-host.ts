/** The Node host's server: the renderer's files and the RPC socket, to this machine only. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Transport } from '../../shared/rpc/types.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import { createToken } from './node-host/access.ts';
import { createRequestHandler } from './node-host/request-handler.ts';
import { createRpcSockets } from './node-host/rpc-sockets.ts';
import { listStaticFiles } from './node-host/static-files.ts';
import { createNodeClock } from './node-ports/clock.ts';

const HOST = '127.0.0.1';
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const MAXIMUM_CONNECTIONS = 128;

export type NodeHostOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  /** The built renderer: a folder with `index.html`. */
  readonly rendererRoot: string;
  /** Given the server's end of each authorised socket. */
  readonly serveTransport: (transport: Transport) => void;
  readonly log: Log;
  readonly version: string;
  /** Made anew for each launch unless given. */
  readonly token?: string;
  readonly clock?: Pick<Clock, 'after' | 'every'>;
};

export type NodeHost = {
  readonly ok: true;
  /** To open in a browser. The token is in the fragment, which browsers keep out of requests, logs and Referer. */
  readonly url: string;
  readonly port: number;
  /** Closes sockets with 1001 and stops listening; safe to call again. */
  close(): Promise<void>;
};

export type NodeHostFailure = {
  readonly ok: false;
  readonly code: 'port-in-use' | 'port-refused' | 'renderer-missing' | 'failed';
  /** Says what to do. */
  readonly message: string;
};

/** Starts serving on 127.0.0.1; never on another address. */
export async function startNodeHost(options: NodeHostOptions): Promise<NodeHost | NodeHostFailure> {
  const files = listStaticFiles(options.rendererRoot);
  if (!files)
    return {
      ok: false,
      code: 'renderer-missing',
      message: `There is no index.html in ${options.rendererRoot}. Build the renderer first: npm run build`,
    };
  const token = options.token ?? createToken();
  let port = options.port;
  const sockets = createRpcSockets({
    port: () => port,
    token,
    serveTransport: options.serveTransport,
    clock: options.clock ?? createNodeClock(),
    log: options.log,
  });
  const server = createServer(createRequestHandler({ port: () => port, files, log: options.log }));
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.maxConnections = MAXIMUM_CONNECTIONS;
  server.on('upgrade', sockets.upgrade);

  const problem = await listen(server, port);
  if (problem) {
    await sockets.close();
    return failure(problem, port);
  }
  server.on('error', (error) => options.log.error('the host failed', { error: error.message }));
  port = (server.address() as AddressInfo).port;
  options.log.info('the host listens', { port, version: options.version });

  let closed: Promise<void> | undefined;
  const close = async () => {
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    await sockets.close();
    server.closeAllConnections();
    await stopped;
  };
  return {
    ok: true,
    url: `http://${HOST}:${port}/#token=${token}`,
    port,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

const listen = (server: Server, port: number): Promise<Error | undefined> =>
  new Promise((resolve) => {
    server.once('error', resolve);
    try {
      server.listen({ host: HOST, port, exclusive: true }, () => {
        server.off('error', resolve);
        resolve(undefined);
      });
    } catch (error) {
      // A port out of range is thrown, not emitted.
      resolve(error instanceof Error ? error : new Error(String(error)));
    }
  });

function failure(problem: Error, port: number): NodeHostFailure {
  const code = 'code' in problem ? problem.code : undefined;
  const elsewhere = 'Choose another with --port, or --port 0 for any free one.';
  switch (code) {
    case 'EADDRINUSE':
      return {
        ok: false,
        code: 'port-in-use',
        message: `Port ${port} is in use, maybe by another Overround. Stop that, or choose another with --port (0 takes any free one).`,
      };
    case 'EACCES':
    case 'ERR_SOCKET_BAD_PORT':
      return { ok: false, code: 'port-refused', message: `Port ${port} may not be used. ${elsewhere}` };
    default:
      return {
        ok: false,
        code: 'failed',
        message: `The server could not listen on port ${port}: ${problem.message}. ${elsewhere}`,
      };
  }
}
