import type { SourceField, SourceValues } from '../../../../shared/contract/sources.ts';
import { localServer, NOT_LOCAL } from './server-address.ts';
import { type Pace, USUAL_PACE } from './streaming-source.ts';

type League = { readonly id: string; readonly label: string };

const LEAGUES = 'leagues';
const ADDRESS = 'address';
const CHOSEN_AT_FIRST = ['NFL', 'NBA', 'EPL'];

/** The games that are read, by their leagues; `contracts` is what the exchange calls its own. */
export const leaguesField = (leagues: readonly League[], contracts: string): SourceField => ({
  name: LEAGUES,
  label: 'Leagues',
  help: `Games whose ${contracts} are read.`,
  type: 'list',
  default: CHOSEN_AT_FIRST,
  choices: leagues.map(({ id, label }) => ({ value: id, label })),
  least: 1,
});

const DEPTH = {
  name: 'depth',
  label: 'Ladder levels',
  help: 'Most prices kept on each side of a selection.',
  type: 'number',
  default: 10,
  least: 1,
  most: 100,
  integer: true,
} as const satisfies SourceField;

const POLL_SECONDS = {
  name: 'pollSeconds',
  label: 'Poll every (seconds)',
  help: 'How often books are asked for while no stream brings them.',
  type: 'number',
  default: 10,
  least: 2,
  most: 600,
  integer: true,
} as const satisfies SourceField;

/** How much of each book is read, and how often where no stream brings it. */
export const READING_FIELDS: readonly SourceField[] = [DEPTH, POLL_SECONDS];

export const ADDRESS_FIELD: SourceField = {
  name: ADDRESS,
  label: 'Server of your own',
  help: 'Empty for the real one. A stand-in on this machine, as http://127.0.0.1:8080.',
  type: 'text',
  default: '',
  mostCharacters: 200,
};

/** A number as the user gave it, or the field's default. */
export function numberIn(
  values: SourceValues,
  { name, default: usual }: { readonly name: string; readonly default: number },
): number {
  const value = values[name];
  return typeof value === 'number' ? value : usual;
}

export function textIn(values: SourceValues, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** What the fields above say: leagues that are not known any more are left out. */
export function readVenueForm<L extends League>(
  values: SourceValues,
  leagueById: (id: string) => L | undefined,
): {
  readonly leagues: readonly L[];
  readonly depth: number;
  readonly pace: Pace;
  /** The stand-in's addresses, where there is one. */
  readonly local: ReturnType<typeof localServer>;
} {
  const chosen = values[LEAGUES];
  return {
    leagues: (Array.isArray(chosen) ? chosen : []).flatMap((id) => leagueById(id) ?? []),
    depth: numberIn(values, DEPTH),
    pace: { ...USUAL_PACE, pollMs: numberIn(values, POLL_SECONDS) * 1000 },
    local: localServer(textIn(values, ADDRESS)),
  };
}

/** What is wrong with the address given; `null` where nothing is. */
export function addressProblem(values: SourceValues): string | null {
  const address = textIn(values, ADDRESS);
  return address === '' || localServer(address) !== undefined ? null : NOT_LOCAL;
}
