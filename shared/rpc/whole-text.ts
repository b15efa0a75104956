/**
 * Where in a value from a client a text holds half of a surrogate pair, which is no character: databases, files and
 * other programs each make something else of it, so that what was kept would not be what was said. `null` where every
 * text is whole. Throws on what nests deeper than the stack.
 */
export function brokenText(value: unknown, at = ''): string | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : at === '' ? 'the input' : at;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    if (!name.isWellFormed()) return at === '' ? 'a name' : `a name in ${at}`;
    const found = brokenText(inner, at === '' ? name : `${at}.${name}`);
    if (found !== null) return found;
  }
  return null;
}
