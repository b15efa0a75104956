import type { LogFields } from '../../engine/ports/log.ts';

const SECRET_NAME = /key|token|secret|password/i;
/** `apiKey=...` in URLs, `token=...` in fragments, `"apiKey":"..."` in JSON. */
const SECRET_IN_TEXT =
  /([\w.-]*(?:key|token|secret|password)[\w-]*)(=|%3D|\\?["']\s*:\s*\\?["'])[^&\s"'\\,;#]+/gi;
/** `Authorization: Bearer ...`, and the token among a WebSocket's subprotocols. */
const BEARER = /\b(bearer\s+|token\.)[\w.~+/=-]{8,}/gi;
const REDACTED = '[redacted]';

/** The text without the values of what looks like a secret. */
export const redactText = (text: string): string =>
  text.replace(SECRET_IN_TEXT, `$1$2${REDACTED}`).replace(BEARER, `$1${REDACTED}`);

/** The fields with secrets replaced, by their names and inside their strings. */
export function redactFields(fields: LogFields): LogFields {
  const redacted: Record<string, LogFields[string]> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (SECRET_NAME.test(name)) redacted[name] = REDACTED;
    else redacted[name] = typeof value === 'string' ? redactText(value) : value;
  }
  return redacted;
}
