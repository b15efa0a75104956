import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Log } from '../../engine/ports/log.ts';
import { isOurHost } from './access.ts';
import { securityHeaders } from './security-headers.ts';
import type { StaticFile } from './static-files.ts';

/** Answers GET and HEAD for the renderer's files and `/healthz`, and nothing else. */
export function createRequestHandler(options: {
  readonly port: () => number;
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly log: Log;
}): RequestListener {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const port = options.port();
    for (const [name, value] of Object.entries(securityHeaders(port))) response.setHeader(name, value);
    if (!isOurHost(request.headers.host, port)) return sendText(request, response, 403, 'Forbidden');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return sendText(request, response, 405, 'Method not allowed');
    }
    const path = request.url?.split('?', 1)[0] ?? '';
    if (path === '/healthz') return sendText(request, response, 200, 'ok');
    const file = options.files.get(path);
    if (!file) return sendText(request, response, 404, 'Not found');
    await sendFile(request, response, file);
  };

  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      options.log.warn('a request could not be answered', { error: String(error) });
      if (response.headersSent) response.destroy();
      else sendText(request, response, 500, 'Internal error');
    });
  };
}

function sendText(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

async function sendFile(request: IncomingMessage, response: ServerResponse, file: StaticFile): Promise<void> {
  const { size } = await stat(file.path);
  response.writeHead(200, {
    'content-type': file.contentType,
    'content-length': size,
    'cache-control': file.cacheControl,
  });
  if (request.method === 'HEAD') response.end();
  else if (size === 0) response.end();
  else await pipeline(createReadStream(file.path, { end: size - 1 }), response);
}
