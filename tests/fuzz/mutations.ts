/** Ways to spoil a payload, at the level of bytes and of JSON. Pure: the same numbers drawn, the same result. */

export type Draw = {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number;
  readonly pick: <Value>(list: readonly [Value, ...Value[]] | readonly Value[]) => Value;
};

export function createDraw(next: () => number): Draw {
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick(list) {
      const picked = list[below(list.length)];
      if (picked === undefined && list.length === 0) throw new Error('nothing to pick from');
      return picked as (typeof list)[number];
    },
  };
}

const MOST_BYTES = 400_000;
const joined = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts).subarray(0, MOST_BYTES);

type ByteMutation = (body: Buffer, draw: Draw, other: Buffer) => Buffer;
const insertAt = (body: Buffer, at: number, what: Uint8Array) =>
  joined(body.subarray(0, at), what, body.subarray(at));

/** Overlong, lone continuation, lone surrogate, beyond Unicode. */
const BAD_UTF8 = [[0xc0, 0x80], [0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff, 0xfe]].map(
  (bytes) => Uint8Array.from(bytes),
);
const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\u0000',
  '\\ud800',
  'null',
  '-',
  '1e999',
  '//',
  '\r\n',
];

const BYTE_MUTATIONS: readonly ByteMutation[] = [
  function flipBit(body, draw) {
    const spoilt = Buffer.from(body);
    const at = draw.below(body.length);
    spoilt[at] = (body[at] ?? 0) ^ (1 << draw.below(8));
    return spoilt;
  },
  function overwrite(body, draw) {
    const spoilt = Buffer.from(body);
    for (let left = 1 + draw.below(6); left > 0; left -= 1) spoilt[draw.below(body.length)] = draw.below(256);
    return spoilt;
  },
  (body, draw) => insertAt(body, draw.below(body.length + 1), Buffer.from(draw.pick(TOKENS))),
  (body, draw) => insertAt(body, draw.below(body.length + 1), draw.pick(BAD_UTF8)),
  (body, draw) => insertAt(body, draw.below(body.length + 1), Buffer.alloc(1 + draw.below(3))),
  function cutOut(body, draw) {
    const from = draw.below(body.length + 1);
    return joined(body.subarray(0, from), body.subarray(from + 1 + draw.below(40)));
  },
  (body, draw) => body.subarray(0, draw.below(body.length)),
  function repeatPart(body, draw) {
    const from = draw.below(body.length);
    const part = body.subarray(from, from + 1 + draw.below(200));
    return insertAt(body, from, Buffer.concat(new Array<Uint8Array>(1 + draw.below(20)).fill(part)));
  },
  (body, draw, other) =>
    joined(body.subarray(0, draw.below(body.length + 1)), other.subarray(draw.below(other.length + 1))),
  function changeDigits(body, draw) {
    const text = body.toString('latin1');
    const digits = [...text.matchAll(/\d/g)];
    const spoilt = Buffer.from(body);
    if (digits.length > 0)
      for (let left = 1 + draw.below(3); left > 0; left -= 1)
        spoilt[draw.pick(digits).index] = 0x30 + draw.below(10);
    return spoilt;
  },
  (body) => joined(body, body),
];

/** JSON that no value in memory stands for: written in its place when the document is printed. */
const RAW = '\u0001raw';
type Raw = { readonly texts: string[] };
const rawly = (raw: Raw, text: string): string => `${RAW}${raw.texts.push(text) - 1}\u0001`;

const nested = (draw: Draw): string => {
  const depth = draw.pick([50, 500, 3_000, 8_000]);
  return draw.pick([
    () => `${'['.repeat(depth)}${']'.repeat(depth)}`,
    () => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    () => `${'{"markets":['.repeat(depth)}${']}'.repeat(depth)}`,
    () => '['.repeat(depth),
  ])();
};
const NUMBERS = [
  '1e999', '-1e999', '-0', '0', '-1', '1e-320', '1.0000001', '9007199254740993', '1e21', '0.1', '4294967296',
  '2147483648', '-0.00001', '1.5', '99999999999999999999999999', `1${'0'.repeat(400)}`, `0.${'3'.repeat(5_000)}`,
]; // biome-ignore format: a list of words
const STRINGS = [
  '', ' ', 'NaN', 'Infinity', '-Infinity', '1e5', '0x10', '-0', '0', '1.5', 'null', '__proto__', 'constructor',
  'hasOwnProperty', 'toString', 'prototype', '\u0000', '\ud800', '\u202e', '%s', '../..', 'Draw', 'The Draw',
  '1970-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '+275760-09-13T00:00:00.000Z',
  '-271821-04-20T00:00:00.000Z', '2026-02-30T25:61:61Z', '1900-01-01T00:00:00.000Z', 'OPEN', 'CLOSED', 'ACTIVE',
]; // biome-ignore format: a list of words

/** Some value of another kind, as it goes into a document. */
function strangeValue(draw: Draw, raw: Raw): unknown {
  const chance = draw.next();
  if (chance < 0.005) return rawly(raw, nested(draw));
  if (chance < 0.3) return rawly(raw, draw.pick(NUMBERS));
  if (chance < 0.6) return draw.pick(STRINGS);
  if (chance < 0.61)
    return draw.pick(['a', '1', '0.', ' ', '\u00e9', '-']).repeat(draw.pick([300, 5_000, 100_000]));
  if (chance < 0.68) return rawly(raw, '{"__proto__":{"length":3,"price":2},"constructor":{"prototype":1}}');
  return draw.pick([null, true, false, [], {}, [[]], [null], [1, 2], { id: 1 }, -1, 1e15, 0, 1.01, 2 ** 53]);
}

type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string | number };
const isHolder = (value: unknown): value is Place['holder'] => typeof value === 'object' && value !== null;

/** Every place in a document where a value stands; not all of very large ones. */
function placesIn(root: unknown): Place[] {
  const places: Place[] = [];
  const open: unknown[] = [root];
  for (let holder = open.pop(); holder !== undefined && places.length < 4_000; holder = open.pop()) {
    if (!isHolder(holder)) continue;
    for (const key of Array.isArray(holder) ? holder.keys() : Object.keys(holder)) {
      places.push({ holder, key });
      const inner = valueAt({ holder, key });
      if (isHolder(inner)) open.push(inner);
    }
  }
  return places;
}
const valueAt = ({ holder, key }: Place): unknown => Reflect.get(holder, key);
const put = ({ holder, key }: Place, value: unknown) =>
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });

type TreeMutation = (places: readonly Place[], draw: Draw, raw: Raw, other: readonly Place[]) => void;

const swap: TreeMutation = (places, draw) => {
  const [one, other] = [draw.pick(places), draw.pick(places)];
  const [first, second] = [valueAt(one), valueAt(other)];
  // A holder swapped with something it holds would hold itself.
  if (isHolder(first) || isHolder(second)) return;
  put(one, second);
  put(other, first);
};
const replaceAny: TreeMutation = (places, draw, raw) => put(draw.pick(places), strangeValue(draw, raw));

const nudgeNumber: TreeMutation = (places, draw) => {
  const numeric = places.filter((place) => ['number', 'string'].includes(typeof valueAt(place)));
  if (numeric.length === 0) return;
  const place = draw.pick(numeric);
  const value = valueAt(place);
  const number = Number(value);
  const changed = draw.pick([
    -number,
    number + 1,
    number * 1e6,
    number / 1e6,
    number + 0.001,
    0,
    1,
    -1,
    number * 2,
  ]);
  put(place, typeof value === 'string' ? String(changed) : changed);
};

const remove: TreeMutation = (places, draw) => {
  const { holder, key } = draw.pick(places);
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
};

const TREE_MUTATIONS: readonly TreeMutation[] = [
  replaceAny,
  replaceAny,
  nudgeNumber,
  nudgeNumber,
  remove,
  remove,
  swap,
  swap,
  function renameKey(places, draw) {
    const { holder, key } = draw.pick(places);
    if (Array.isArray(holder)) return;
    const value = Reflect.get(holder, key);
    Reflect.deleteProperty(holder, key);
    put(
      {
        holder,
        key: draw.pick(['__proto__', 'constructor', 'length', `${key} `, String(key).toUpperCase()]),
      },
      value,
    );
  },
  function duplicateKey(places, draw, raw) {
    const place = draw.pick(places);
    const value = valueAt(place);
    if (!isHolder(value) || Array.isArray(value)) return;
    const members = Object.entries(value).map(
      ([name, inner]) => `${JSON.stringify(name)}:${printed(inner, raw)}`,
    );
    const again = members[draw.below(members.length)] ?? '"a":1';
    const name = again.slice(0, again.indexOf('":') + 2);
    put(
      place,
      rawly(
        raw,
        `{${[...members, again, `${name}null`].slice(0, members.length + 1 + draw.below(2)).join(',')}}`,
      ),
    );
  },
  function growList(places, draw) {
    const lists = places
      .map(valueAt)
      .filter((value) => Array.isArray(value) && value.length > 0) as unknown[][];
    if (lists.length === 0) return;
    const list = draw.pick(lists);
    const one = JSON.stringify(draw.pick(list)) ?? 'null';
    const times = draw.pick([1, 2, 5, 40, draw.next() < 0.02 ? Math.min(5_000, 200_000 / one.length) : 3]);
    for (let left = times; left > 0; left -= 1) list.splice(draw.below(list.length + 1), 0, JSON.parse(one));
  },
  (places, draw, _raw, other) => put(draw.pick(places), structuredCloneOf(valueAt(draw.pick(other)))),
];
const structuredCloneOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');

function printed(value: unknown, raw: Raw): string {
  let text = JSON.stringify(value) ?? 'null';
  if (raw.texts.length === 0) return text;
  text = text.replaceAll(
    /"\\u0001raw(\d+)\\u0001"/g,
    (_whole, index: string) => raw.texts[Number(index)] ?? 'null',
  );
  return text;
}

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

function spoilTree(body: Buffer, draw: Draw, other: Buffer): Buffer | undefined {
  const root = { whole: parsed(body) };
  if (root.whole === undefined) return undefined;
  const raw: Raw = { texts: [] };
  for (let left = draw.pick([1, 1, 1, 2, 3]); left > 0; left -= 1) {
    // The whole document is a place too, seldom taken.
    const within = placesIn(root.whole);
    const places = within.length === 0 || draw.next() < 0.02 ? placesIn(root) : within;
    const otherPlaces = placesIn({ whole: parsed(other) ?? null });
    if (places.length === 0) return undefined;
    draw.pick(TREE_MUTATIONS)(places, draw, raw, otherPlaces);
  }
  return Buffer.from(printed(root.whole, raw), 'utf8').subarray(0, MOST_BYTES);
}

export function spoilBytes(body: Buffer, draw: Draw, other: Buffer): Buffer {
  let spoilt = body.length === 0 ? Buffer.from(' ') : body;
  for (let left = draw.pick([1, 1, 2, 4]); left > 0 && spoilt.length > 0; left -= 1)
    spoilt = draw.pick(BYTE_MUTATIONS)(spoilt, draw, other);
  return spoilt;
}

/** `body` spoilt some way: three times in five as the JSON it is, else byte by byte, seldom replaced altogether. */
export function mutate(body: Buffer, draw: Draw, other: Buffer): Buffer {
  const chance = draw.next();
  if (chance < 0.01)
    return Buffer.from(
      draw.pick(['', ' ', 'null', '0', '""', '[]', '{}', '[null]', '[[]]', 'PONG', '{"op":"mcm"}']),
    );
  if (chance < 0.015) return Buffer.from(nested(draw));
  return (chance < 0.62 ? spoilTree(body, draw, other) : undefined) ?? spoilBytes(body, draw, other);
}
