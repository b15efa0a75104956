export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** `value` as JSON would carry it: properties that are `undefined` are left out. Throws on what JSON has no form for. */
export function jsonOf(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === 'object' && isPlain(value))
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, entry]) => (entry === undefined ? [] : [[key, jsonOf(entry)]])),
    );
  throw new TypeError(`${typeof value} ${String(value)} can't be kept as JSON.`);
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
