import { readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export type StaticFile = {
  readonly path: string;
  readonly contentType: string;
  readonly cacheControl: string;
};

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** Vite puts a hash of the content into the names under `assets/`: such a file never changes. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/**
 * Every file under `root` by the exact URL path that serves it, or `undefined` when there is no `index.html`. URL
 * paths are looked up here and never turned into file paths, so none can lead out of `root`. Links are left out.
 */
export function listStaticFiles(root: string): ReadonlyMap<string, StaticFile> | undefined {
  const files = new Map<string, StaticFile>();
  for (const entry of readEntries(root)) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const urlPath = `/${relative(root, path).split(sep).map(encodeURIComponent).join('/')}`;
    files.set(urlPath, {
      path,
      contentType: CONTENT_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
      cacheControl: HASHED.test(urlPath) ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  }
  const index = files.get('/index.html');
  return index && files.set('/', index);
}

function readEntries(root: string) {
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
}
