import { RESERVED_MODEL_IDS } from '../../storage/models/index.ts';

/** Room for a number behind it within the 64 characters of an id. */
const LONGEST = 56;

/** A model's id from its name: small letters, digits and hyphens, and a number where it is taken. */
export function freeModelId(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
  const base = plain === '' ? 'model' : plain;
  const isFree = (id: string) => !taken.has(id) && !RESERVED_MODEL_IDS.has(id);
  if (isFree(base)) return base;
  for (let number = 2; ; number += 1) if (isFree(`${base}-${number}`)) return `${base}-${number}`;
}
