import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** The renderer's own origin: neither a file, which is too trusted, nor a server, which others could reach. */
export const PAGE_SCHEME = 'overround';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://app`;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Nothing from outside the package, no inline script, no connection but the port. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const refusal = (status: number): Response => new Response(null, { status });

/** Answers the window's requests from the built renderer in `root`, and from nowhere else. */
export const servePage =
  (root: string) =>
  async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.host !== 'app') return refusal(404);
    const path = normalize(
      join(root, url.pathname === '/' ? 'index.html' : decodeURIComponent(url.pathname)),
    );
    const type = TYPES[extname(path)];
    if (!path.startsWith(root + sep) || type === undefined) return refusal(404);
    try {
      return new Response(new Uint8Array(await readFile(path)), {
        headers: {
          'content-type': type,
          'content-security-policy': PAGE_POLICY,
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      return refusal(404);
    }
  };
