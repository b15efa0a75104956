type Fields = Readonly<Record<string, string | number | boolean | null>>;

/** Where either end writes what its peer must not or need not see; the engine's `Log` is one. */
export interface RpcLog {
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}
