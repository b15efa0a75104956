/** A finished answer. `status` of any kind is a value; only the absence of an answer is a failure. */
export type HttpAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string>>;
      /** Decompressed. */
      readonly body: Uint8Array;
      readonly elapsedMs: number;
    }
  | {
      readonly ok: false;
      readonly code: 'timeout' | 'network' | 'aborted' | 'too-large';
      readonly message: string;
    };

export type HttpOptions = {
  readonly timeoutMs: number;
  readonly maximumBytes: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Who we are to a server that asks for a certificate: both as PEM. */
  readonly identity?: { readonly certificate: string; readonly key: string };
  /** PEM certificates to trust besides the system's. */
  readonly authority?: string;
};

/** Keep-alive, gzip/br, redirects refused. `url` and `body` may carry a key: implementations never log them. */
export interface Http {
  get(url: string, options: HttpOptions): Promise<HttpAnswer>;
  /** Sent once: an answer that never came may have been acted upon. */
  post(url: string, body: string, options: HttpOptions): Promise<HttpAnswer>;
}
