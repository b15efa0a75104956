import { isIPv4 } from 'node:net';

/** What the errors of sockets, TLS and undici mean to people. Their own messages are never shown: some carry URLs. */
const MESSAGES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The server name could not be found. Check the network connection.',
  EAI_AGAIN: 'The server name could not be looked up. Check the network connection.',
  ECONNREFUSED: 'The server refused the connection. Check that it is running and the address is right.',
  ECONNRESET: 'The server closed the connection before the answer was complete.',
  EPIPE: 'The server closed the connection before the answer was complete.',
  UND_ERR_SOCKET: 'The connection broke before the answer was complete.',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'The answer was cut off before its end.',
  UND_ERR_CONNECT_TIMEOUT: 'The server did not accept a connection in time.',
  EHOSTUNREACH: 'The server cannot be reached from this network.',
  ENETUNREACH: 'The server cannot be reached from this network.',
  CERT_HAS_EXPIRED: "The server's certificate has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The server's certificate is not trusted.",
  SELF_SIGNED_CERT_IN_CHAIN: "The server's certificate is not trusted.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The server's certificate is for another name.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The server's certificate is not trusted.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "The server's certificate is not trusted.",
  HPE_INVALID_CONSTANT: 'The server did not speak HTTP.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'The server did not speak TLS.',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'The server refused our certificate.',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'The server asks for a certificate.',
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'The private key does not belong to the certificate.',
  ERR_OSSL_PEM_NO_START_LINE: 'The certificate or its key is no PEM text.',
  ERR_OSSL_UNSUPPORTED: 'The certificate or its key is no PEM text that can be read.',
};

/** An error's code; empty where it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** A sentence for people about a connection that failed. */
export function networkMessage(error: unknown): string {
  const code = codeOf(error);
  return MESSAGES[code] ?? `The connection failed${code === '' ? '' : ` (${code})`}.`;
}

/** Whether the failure is about certificates: ours or theirs. */
export const isCertificateError = (error: unknown): boolean => /CERT|X509|SSL|PEM/.test(codeOf(error));

/** This machine itself; nothing leaves it. */
export function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]') return true;
  return isIPv4(hostname) && hostname.startsWith('127.');
}
