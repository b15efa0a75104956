import { join } from 'node:path';
import pino from 'pino';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Log, LogFields } from '../../engine/ports/log.ts';
import { createLogFile, type LineSink } from './log-file.ts';
import { redactFields, redactText } from './redaction.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const MAXIMUM_BYTES = 10 * 1024 * 1024;
const KEEP = 3;

const standardError: LineSink = { write: (line) => void process.stderr.write(line) };

/** JSON lines with `level`, `time` (epoch ms), `message` and the fields, to `sink`. */
export function createNodeLog(options: {
  readonly clock: Pick<Clock, 'now'>;
  readonly sink?: LineSink;
  readonly level?: LogLevel;
}): Log {
  const logger = pino(
    {
      level: options.level ?? 'info',
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":${options.clock.now()}`,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.sink ?? standardError,
  );
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (logger.isLevelEnabled(level)) logger[level](redactFields(fields), redactText(message));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** `overround.log` in `folder`, 10 MiB, with three older ones kept. */
export const createLogFolder = (folder: string): LineSink & { close(): void } =>
  createLogFile(join(folder, 'overround.log'), {
    maximumBytes: MAXIMUM_BYTES,
    keep: KEEP,
    fallback: standardError,
  });
