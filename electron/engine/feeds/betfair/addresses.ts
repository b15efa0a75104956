/** Where one jurisdiction's servers are. Origins without a trailing slash. */
export type Addresses = {
  /** Interactive login and keep-alive. */
  readonly identity: string;
  /** Login with a client certificate. */
  readonly certificateIdentity: string;
  readonly api: string;
  readonly stream: { readonly host: string; readonly port: number; readonly plain?: boolean };
  /** PEM certificates to trust besides the system's: a server on this machine. */
  readonly authority?: string;
};

/** A place accounts are held: its servers, and for how long they keep a session that nothing was heard of. */
export type Jurisdiction = {
  readonly label: string;
  readonly addresses: Addresses;
  readonly sessionMs: number;
};

const STREAM = { host: 'stream-api.betfair.com', port: 443 } as const;
const MINUTE_MS = 60_000;
/** Documents of different age say 12 and 24 hours. */
const USUAL_SESSION_MS = 12 * 60 * MINUTE_MS;

const placeOf = (domain: string, apiDomain = 'com'): Addresses => ({
  identity: `https://identitysso.betfair.${domain}`,
  certificateIdentity: `https://identitysso-cert.betfair.${domain === 'com.au' ? 'com' : domain}`,
  api: `https://api.betfair.${apiDomain}`,
  stream: STREAM,
});

/** Hosts as betcode-org/betfair's `baseclient.py` and Betfair's login pages have them; the stream is one for all. */
export const JURISDICTIONS: Readonly<Record<string, Jurisdiction>> = {
  global: { label: 'betfair.com', addresses: placeOf('com'), sessionMs: USUAL_SESSION_MS },
  italy: { label: 'betfair.it', addresses: placeOf('it'), sessionMs: 20 * MINUTE_MS },
  spain: { label: 'betfair.es', addresses: placeOf('es'), sessionMs: 20 * MINUTE_MS },
  australia: {
    label: 'betfair.com.au (Australia and New Zealand)',
    addresses: placeOf('com.au', 'com.au'),
    sessionMs: USUAL_SESSION_MS,
  },
  romania: { label: 'betfair.ro', addresses: placeOf('ro'), sessionMs: USUAL_SESSION_MS },
};

const LOOPBACK = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost):(\d{1,5})$/;

/**
 * `API,STREAM` of servers on this machine, each `127.0.0.1:PORT`, spoken to without TLS; `undefined` for anything else,
 * so that no setting can send a password elsewhere.
 */
export function localAddresses(text: string): Addresses | undefined {
  const [api = '', stream = '', ...rest] = text.split(',').map((part) => part.trim());
  const place = LOOPBACK.exec(stream);
  if (rest.length > 0 || !LOOPBACK.test(api) || place === null) return undefined;
  const origin = `http://${api}`;
  return {
    identity: origin,
    certificateIdentity: origin,
    api: origin,
    stream: { host: place[1] ?? '', port: Number(place[2]), plain: true },
  };
}
