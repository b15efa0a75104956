const decoder = new TextDecoder('utf-8', { fatal: true });

/** A payload's JSON; `undefined` when it is none. */
export function readJson(body: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(decoder.decode(body)) };
  } catch {
    return undefined;
  }
}

const lenient = new TextDecoder();
/** The beginning of a payload that could not be read, for people. */
export const sampleOf = (body: Uint8Array): string => lenient.decode(body.subarray(0, 500));
