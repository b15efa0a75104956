import { FRANCHISES } from './franchise-table.ts';
import { plainWords } from './name-words.ts';

const joined = (name: string): string => plainWords(name).join('');

type Index = ReadonlyMap<string, readonly string[]>;

/** What exchanges write for a city with several teams: `New York G`, `Los Angeles R`, `LA Rams`. */
function spellings(city: string, nickname: string): readonly string[] {
  const short = city === 'Los Angeles' ? 'LA' : city === 'New York' ? 'NY' : undefined;
  return [
    ...(short === undefined ? [] : [`${short} ${nickname}`, `${short} ${nickname[0] ?? ''}`, short]),
    `${city} ${nickname[0] ?? ''}`,
  ];
}

/** Of one league: what each written name may mean. `full` are names that mean one franchise in any league. */
const INDEXES: ReadonlyMap<string, { readonly all: Index; readonly full: Index }> = new Map(
  Object.entries(FRANCHISES).map(([league, franchises]) => {
    const all = new Map<string, string[]>();
    const full = new Map<string, string[]>();
    const put = (index: Map<string, string[]>, name: string, id: string) => {
      const ids = index.get(joined(name));
      if (ids === undefined) index.set(joined(name), [id]);
      else if (!ids.includes(id)) ids.push(id);
    };
    for (const [id, city, nickname, abbreviations, others = ''] of franchises) {
      const further = others.split(',').filter((name) => name !== '');
      const written = [`${city} ${nickname}`, city, nickname, ...spellings(city, nickname), ...further];
      for (const name of [...written, ...abbreviations.split(' ')]) put(all, name, id);
      for (const name of [`${city} ${nickname}`, ...further.filter((name) => name.includes(' '))])
        if (name.includes(nickname)) put(full, name, id);
    }
    return [league, { all, full }];
  }),
);

/**
 * Franchises `name` may mean: one for `Kansas City Chiefs`, `Chiefs`, `Kansas City` or `KC`, several for a city with
 * several teams, none for what the tables don't know. Short names count only in a league that is known; the full one
 * does in every league of the sport.
 *
 * @param leagues sport keys the competition may be; empty where it isn't known
 */
export function franchisesOf(name: string, group: string, leagues: readonly string[]): readonly string[] {
  const key = joined(name);
  if (key === '') return [];
  const found = new Set<string>();
  for (const [league, { all, full }] of INDEXES) {
    if (!league.startsWith(`${group}_`)) continue;
    const index = leagues.includes(league) ? all : leagues.length === 0 ? full : undefined;
    for (const id of index?.get(key) ?? []) found.add(id);
  }
  return [...found];
}
