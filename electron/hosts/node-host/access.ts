import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The subprotocol the renderer asks for beside `token.<token>`. */
export const SUBPROTOCOL = 'overround.v1';
const TOKEN_PREFIX = 'token.';

/** 256 bits, safe in a URL fragment and in a subprotocol name. */
export const createToken = (): string => randomBytes(32).toString('base64url');

/** Exactly the names this server was given: any other Host is a page rebinding its own DNS name to this machine. */
export const isOurHost = (host: string | undefined, port: number): boolean =>
  host === `127.0.0.1:${port}` || host === `localhost:${port}`;

/** Only pages this server sent may open a socket; what sends no Origin is no page and is refused as well. */
export const isOurOrigin = (origin: string | undefined, host: string | undefined): boolean =>
  origin !== undefined && origin === `http://${host}`;

/** Whether the offered subprotocols name ours and carry the token; in time independent of where it differs. */
export function isAuthorised(offered: string | undefined, token: string): boolean {
  const protocols = (offered ?? '').split(',').map((name) => name.trim());
  const presented = protocols.find((name) => name.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length) ?? '';
  // Digests have one length, which timingSafeEqual needs and which tells nothing of the token's.
  return timingSafeEqual(digest(presented), digest(token)) && protocols.includes(SUBPROTOCOL);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
