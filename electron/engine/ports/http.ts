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

export interface Http {
  /** `url` may carry a key: implementations never log it. Keep-alive, gzip/br, redirects refused. */
  get(
    url: string,
    options: {
      readonly timeoutMs: number;
      readonly maximumBytes: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly signal?: AbortSignal;
    },
  ): Promise<HttpAnswer>;
}
