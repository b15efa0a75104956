import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Credentials } from './login.ts';

/** `undefined` for what is none; the error may quote a key, so it goes no further. */
const parsed = <T>(parse: () => T): T | undefined => {
  try {
    return parse();
  } catch {
    return undefined;
  }
};

/** What is wrong with a certificate and its key by themselves, whatever Betfair knows of them; `null` when nothing is. */
export function checkIdentity(identity: Credentials['identity']): string | null {
  if (identity === undefined) return null;
  const certificate = parsed(() => new X509Certificate(identity.certificate));
  if (certificate === undefined)
    return 'The certificate can not be read. Paste the whole file, from -----BEGIN CERTIFICATE----- to its END line.';
  const key = parsed(() => createPrivateKey(identity.key));
  if (key === undefined)
    return 'The key of the certificate can not be read. Paste the whole file, from -----BEGIN to END-----, without a passphrase.';
  return certificate.checkPrivateKey(key)
    ? null
    : 'The certificate and its key do not belong together. Paste both of the same pair.';
}
