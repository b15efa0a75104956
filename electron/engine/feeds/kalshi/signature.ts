import { constants, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import { fitsHeader } from '../header-key.ts';
import { pemText } from '../pem.ts';

export type KalshiKey = { readonly id: string; readonly key: KeyObject };

/** A key id with its RSA key in PEM; a sentence on what is wrong with them instead. */
export function readKey(id: string, pem: string): KalshiKey | string {
  const lacking = [...(id.trim() === '' ? ['key id'] : []), ...(pem.trim() === '' ? ['private key'] : [])];
  if (lacking.length > 0)
    return `The ${lacking.join(' and the ')} ${lacking.length === 1 ? 'is' : 'are'} missing: key id and private key go together. Give both, or neither to poll without a key.`;
  if (!fitsHeader(id.trim()))
    return 'The key id is none: it has characters that none has, such as a space or line break, or too many. Copy it again, alone.';
  try {
    const key = createPrivateKey(pemText(pem));
    if (key.asymmetricKeyType !== 'rsa')
      return 'The private key is no RSA key. Kalshi gives one when a key is made.';
    return { id: id.trim(), key };
  } catch {
    // The error may quote the key, so it goes no further.
    return 'The private key can not be read. Paste the whole file, from -----BEGIN to END-----.';
  }
}

/**
 * The headers that sign a request: RSA-PSS with SHA-256, salt as long as the digest, over milliseconds + method + path
 * without its query (docs.kalshi.com getting_started/api_keys).
 */
export function signedHeaders(
  { id, key }: KalshiKey,
  method: 'GET' | 'POST',
  path: string,
  now: EpochMs,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.round(now));
  const signature = sign('sha256', Buffer.from(`${timestamp}${method}${path}`), {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
  return {
    'KALSHI-ACCESS-KEY': id,
    'KALSHI-ACCESS-SIGNATURE': signature.toString('base64'),
    'KALSHI-ACCESS-TIMESTAMP': timestamp,
  };
}
