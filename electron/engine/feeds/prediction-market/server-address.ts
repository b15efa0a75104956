const LOOPBACK: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];

/** The addresses of a stand-in on this machine by one of its own: `http://127.0.0.1:8080`; `undefined` for any other. */
export function localServer(address: string): { readonly http: string; readonly socket: string } | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'http:' || !LOOPBACK.includes(url.hostname)) return undefined;
  return { http: url.origin, socket: `ws://${url.host}` };
}

export const NOT_LOCAL =
  'A server of your own has to be on this machine, as http://127.0.0.1:8080. Leave it empty for the real exchange.';
