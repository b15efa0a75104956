/** Which of a club's teams is meant; the empty string is its first men's team. */
export type Squad = string;

const WOMEN =
  /\((w|women|f|fem|ladies|vrouwen)\)|\b(women'?s?|ladies|frauen|feminin[aeo]s?|femenin[aeo]s?|femminile|vrouwen|kvinner|damer|wsl|nwsl|wnba|wta|lpga|wbbl)\b|\b(w|fem)$/i;
const AGE = /\bu[- ]?(1\d|2[0-3])s?\b|\b(?:under|sub)[- ]?(1\d|2[0-3])s?\b/i;
const YOUTH = /\b(youth|juniors?|junioren|juvenil|primavera|academy|jugend)\b/i;
const RESERVES =
  /\((res|reserves?)\)|\b(reserves?|amateure|development|jong|castilla)\b|\bpremier league 2\b|\bprofessional development\b/i;
const SECOND = /\s(ii|iii|b|c|2|3)$/i;
const SECOND_SPELLING: Readonly<Record<string, string>> = {
  ii: 'second',
  b: 'second',
  '2': 'second',
  iii: 'third',
  c: 'third',
  '3': 'third',
};
const COUNTRY = /\(\s*([a-z]{2,4})\s*\)/i;

export type SquadName = {
  /** Without the words that say which team. */
  readonly club: string;
  readonly squad: Squad;
  /** `KSA` of `Al-Hilal (KSA)`, in lower case; empty where none is given. */
  readonly country: string;
};

const marksOf = (text: string): readonly string[] => {
  const age = AGE.exec(text);
  return [
    ...(WOMEN.test(text) ? ['women'] : []),
    ...(age ? [`u${age[1] ?? age[2]}`] : []),
    ...(YOUTH.test(text) ? ['youth'] : []),
    ...(RESERVES.test(text) ? ['second'] : []),
  ];
};

/** What a competition says about every team in it: `Frauen-Bundesliga`, `U21 Premier League`. */
export const squadOfCompetition = (competition: string): readonly string[] => marksOf(competition);

/**
 * A club's name and which of its teams it means. Women's, age-group and reserve teams are other teams: they are never
 * taken for the first team, whatever else agrees.
 */
export function squadName(name: string, ofCompetition: readonly string[] = []): SquadName {
  const second = SECOND.exec(name.trim());
  const marks = new Set([...ofCompetition, ...marksOf(name)]);
  if (second && name.trim().length > 3)
    marks.add(SECOND_SPELLING[(second[1] ?? '').toLowerCase()] ?? 'second');
  let club = name.replace(WOMEN, ' ').replace(AGE, ' ').replace(YOUTH, ' ').replace(RESERVES, ' ');
  const country = COUNTRY.exec(club);
  club = club
    .replace(COUNTRY, ' ')
    .replace(/\(\s*\)/g, ' ')
    .trim();
  if (second) club = club.replace(SECOND, '');
  club = club.replace(/\s+/g, ' ').trim();
  return {
    club: club === '' ? name : club,
    squad: [...marks].sort().join(' '),
    country: (country?.[1] ?? '').toLowerCase(),
  };
}
