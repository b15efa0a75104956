export type PastedPath =
  | { readonly ok: true; readonly file: string }
  | { readonly ok: false; readonly problem: string };

const NOT_DECODED =
  "A % code of this address can't be read. Paste the plain path; in an address a % itself is written %25.";

/**
 * The path in what was pasted: with the quotes of a shell around it, or as a `file:` address (RFC 8089), of a Windows
 * drive or another machine's share too. It is the engine's machine that has the file.
 */
export function pastedPath(text: string): PastedPath {
  const trimmed = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  const address = /^file:(?:\/\/(?<host>[^/]*))?(?<path>\/.*)$/i.exec(trimmed)?.groups;
  if (address === undefined) return { ok: true, file: trimmed };
  const { host = '', path = '' } = address;
  try {
    const local = decodeURIComponent(path).replace(/^\/(?=[a-z]:(?:\/|$))/i, '');
    return { ok: true, file: host === '' || host === 'localhost' ? local : `//${host}${local}` };
  } catch (error) {
    if (error instanceof URIError) return { ok: false, problem: NOT_DECODED };
    throw error;
  }
}
