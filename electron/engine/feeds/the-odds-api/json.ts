const text = new TextDecoder('utf-8', { fatal: true });

/** A body as JSON; `undefined` when it is none. Never throws. */
export function parseJson(body: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.decode(body)) };
  } catch {
    return undefined;
  }
}
