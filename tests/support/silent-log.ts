import type { Log, LogFields } from '../../electron/engine/ports/log.ts';

export type LoggedLine = {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: LogFields;
};

/** A log that prints nothing and keeps what it was told. */
export function createSilentLog(): Log & { readonly lines: readonly LoggedLine[] } {
  const lines: LoggedLine[] = [];
  const at =
    (level: keyof Log) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, fields });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
