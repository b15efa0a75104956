/** Takes a key out of what a server said, however the server spelled it. */
export type Redactor = {
  /** Also takes the value of any `apiKey` parameter out. */
  text(text: string): string;
  /** UTF-8; the very same bytes where there is no key in them. */
  bytes(body: Uint8Array): Uint8Array;
};

const REMOVED = '[key]';
const API_KEY_PARAMETER = /(apiKey=)[^&\s"']*/gi;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const anyOf = (spellings: readonly string[]): string => `(?:${[...new Set(spellings)].join('|')})`;
const unitsOf = (text: string): readonly number[] => text.split('').map((unit) => unit.charCodeAt(0));

/** A pattern of exactly this text. */
const literally = (text: string): string =>
  unitsOf(text)
    .map((unit) => `\\u${hex(unit, 4)}`)
    .join('');

/** JSON may be inside JSON, which doubles its backslashes. */
const ESCAPE = String.raw`\\{1,4}`;

/** `\u0041`, as JSON writes any character. */
const byCode = (char: string): string =>
  unitsOf(char)
    .map(
      (unit) =>
        `${ESCAPE}u${hex(unit, 4).replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)}`,
    )
    .join('');

/** `\"`, `\/`, `\\`, `\n`. A run of backslashes counts as one, or a hostile text could be taken apart in endless ways. */
function byName(char: string): readonly string[] {
  if (char.startsWith('\\')) return [`\\\\{${char.length},${4 * char.length}}`];
  const escaped = JSON.stringify(char).slice(1, -1);
  const name = char === '/' ? char : escaped.slice(1);
  return (char === '/' || escaped.startsWith('\\')) && name.length === 1 ? [ESCAPE + literally(name)] : [];
}

/** The longer ones first: the plain character may be how they begin. */
const inJson = (char: string, spell: (char: string) => string): string =>
  anyOf([byCode(char), ...byName(char), literally(spell(char))]);

/** `%2F` and `%2f`, whose percent sign may be encoded again. */
const percentEncoded = (char: string): string =>
  [...Buffer.from(char)]
    .map((byte) => {
      const digits = [...hex(byte, 2)].map((digit) => anyOf([digit, digit.toUpperCase()].map(asIs)));
      return `${asIs('%')}(?:25){0,2}${digits.join('')}`;
    })
    .join('');
const asIs = (char: string): string => inJson(char, (each) => each);

/**
 * Every form of `secret` as one pattern, to be looked for in a single scan: plain, percent-encoded (every character or
 * some, in either case), in a form (`+` for a space), escaped for JSON, in base64, and any mixture of these. `spell`
 * tells how a character stands in the text that is looked through.
 */
function formsOf(secret: string, spell: (char: string) => string): string {
  const spelled = (secret.match(/\\+|[^\\]/gu) ?? []).map((char) =>
    anyOf([percentEncoded(char), inJson(char, spell), ...(char === ' ' ? [asIs('+')] : [])]),
  );
  const encoded = (['base64', 'base64url'] as const).map((encoding) => {
    const digits = Buffer.from(secret).toString(encoding).replace(/=+$/, '');
    return `${[...digits].map(asIs).join('')}={0,2}`;
  });
  return anyOf([spelled.join(''), ...encoded]);
}

/** The forms in which a secret comes back whole, the longest first; without mixtures. */
function plainForms(secret: string, spell: (text: string) => string): readonly string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  const quoted = JSON.stringify(secret).slice(1, -1);
  const inBase64 = (['base64', 'base64url'] as const).map((encoding) =>
    Buffer.from(secret).toString(encoding),
  );
  const forms = [
    secret,
    quoted,
    quoted.replaceAll('/', '\\/'),
    encoded,
    encoded.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    ...inBase64,
    ...inBase64.map((text) => text.replace(/=+$/, '')),
  ];
  return [...new Set(forms.map(spell))].sort((one, other) => other.length - one.length);
}

/**
 * A pattern of a long secret is more than the engine compiles: it gives up at the first use, with an error that quotes
 * the pattern, which is the secret spelled out. So no such error leaves this file.
 */
const LONGEST_COMPILED = 256;

function compiled(secret: string, spell: (char: string) => string): RegExp | undefined {
  if (secret.length > LONGEST_COMPILED) return undefined;
  try {
    const pattern = new RegExp(formsOf(secret, spell), 'g');
    // It is compiled at its first use.
    'a'.replaceAll(pattern, REMOVED);
    return pattern;
  } catch {
    return undefined;
  }
}

/** Takes every form of `secret` out of a text; never throws. */
function removerOf(secret: string, spell: (text: string) => string): (text: string) => string {
  if (secret === '') return (text) => text;
  let pattern = compiled(secret, spell);
  const plain = plainForms(secret, spell);
  return (text) => {
    if (pattern !== undefined)
      try {
        return text.replaceAll(pattern, REMOVED);
      } catch {
        pattern = undefined;
      }
    return plain.reduce((rest, form) => rest.replaceAll(form, REMOVED), text);
  };
}

/** Never throws, however long or odd the key is. */
export function createRedactor(key: string): Redactor {
  const fromText = removerOf(key, (text) => text);
  const fromBytes = removerOf(key, (text) => Buffer.from(text).toString('latin1'));
  return {
    text: (text) => fromText(text).replaceAll(API_KEY_PARAMETER, `$1${REMOVED}`),
    bytes(body) {
      if (key === '') return body;
      // One character a byte: nothing is decoded for the scan, and what is no UTF-8 stays as it was.
      const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
      const clean = fromBytes(text);
      return clean === text ? body : Buffer.from(clean, 'latin1');
    },
  };
}
