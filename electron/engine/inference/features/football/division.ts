/** Where a competition stands among its country's: 0 is the top. */
export type Division = { readonly country: string; readonly level: number };

const CODE = /^(E|SC|D|I|SP|F|N|B|P|T|G)(\d|C)$/;
/** Countries whose codes number the top division 0, as Football-Data writes them. */
const FROM_NOUGHT: ReadonlySet<string> = new Set(['E', 'SC']);
/** Below E0 to E3. */
const CONFERENCE = 4;

/**
 * The country and level a competition's code tells: `E0` to `E3` and `EC`, `D1` and `D2`, ... A competition of any other
 * name is a country of its own, so that its teams are never taken for those of another.
 */
export function divisionOf(competition: string): Division {
  const [, country, rank] = CODE.exec(competition) ?? [];
  if (country === undefined || rank === undefined) return { country: competition, level: 0 };
  const level = rank === 'C' ? CONFERENCE : Number(rank) - (FROM_NOUGHT.has(country) ? 0 : 1);
  return { country, level };
}
