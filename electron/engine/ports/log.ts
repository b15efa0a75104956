export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Structured lines. Fields named `*key*`, `*token*`, `*secret*`, `*password*` are redacted by every implementation. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields & { readonly error?: string }): void;
}
