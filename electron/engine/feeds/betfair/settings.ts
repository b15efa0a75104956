import {
  missingSecrets,
  type SourceField,
  type SourceSecret,
  type SourceValues,
} from '../../../../shared/contract/sources.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { fitsHeader } from '../header-key.ts';
import { pemText } from '../pem.ts';
import { type Addresses, JURISDICTIONS, localAddresses } from './addresses.ts';
import type { Credentials } from './login.ts';
import { MARKET_GROUPS, type MarketGroup } from './market-groups.ts';
import { SPORTS } from './sports.ts';

export type Depth = { readonly kind: 'full' } | { readonly kind: 'best'; readonly levels: number };

/** What the user told this source, read from the values of its form. */
export type BetfairSettings = {
  readonly certificate: boolean;
  readonly addresses: Addresses;
  readonly sessionMs: number;
  readonly eventTypeIds: readonly string[];
  readonly groups: readonly MarketGroup[];
  /** Competition ids or names as Betfair has them; all where empty. */
  readonly competitions: readonly string[];
  /** ISO 3166 codes; all where empty. */
  readonly countries: readonly string[];
  readonly aheadMs: number;
  readonly depth: Depth;
  readonly conflateMs: number;
  /** As a fraction; `null`: what each market says. */
  readonly commission: number | null;
  readonly streamLimit: number;
};

const choicesOf = (table: Readonly<Record<string, { readonly label: string }>>) =>
  Object.entries(table).map(([value, { label }]) => ({ value, label }));

export const FIELDS = [
  {
    type: 'choice',
    name: 'login',
    label: 'Login',
    help: 'By certificate it works unattended, also with two-step authentication.',
    default: 'interactive',
    choices: [
      { value: 'interactive', label: 'User name and password' },
      { value: 'certificate', label: 'User name, password and certificate' },
    ],
  },
  {
    type: 'choice',
    name: 'jurisdiction',
    label: 'Jurisdiction',
    help: 'The Betfair site the account belongs to.',
    default: 'global',
    choices: choicesOf(JURISDICTIONS),
  },
  {
    type: 'list',
    name: 'sports',
    label: 'Sports',
    help: 'Their matches are looked up in the catalogue every few minutes.',
    default: ['1'],
    choices: choicesOf(SPORTS),
    least: 1,
  },
  {
    type: 'list',
    name: 'markets',
    label: 'Markets',
    help: 'The stream carries a limited number of markets: the earliest starts come first.',
    default: ['match-odds', 'totals', 'asian-handicap'],
    choices: choicesOf(MARKET_GROUPS),
    least: 1,
  },
  {
    type: 'list',
    name: 'competitions',
    label: 'Competitions',
    help: 'Names or ids as Betfair has them: English Premier League. Empty: all.',
    default: [],
    choices: [],
    least: 0,
  },
  {
    type: 'list',
    name: 'countries',
    label: 'Countries',
    help: 'Two-letter codes: GB, DE. Empty: all.',
    default: [],
    choices: [],
    least: 0,
  },
  {
    type: 'number',
    name: 'hoursAhead',
    label: 'Hours ahead',
    help: 'Events that start later are not watched yet.',
    default: 48,
    least: 1,
    most: 720,
    integer: true,
  },
  {
    type: 'choice',
    name: 'depth',
    label: 'Depth',
    help: 'Full depth leaves out the virtual prices of cross-matching; the best levels include them, some 150 ms later.',
    default: 'full',
    choices: [
      { value: 'full', label: 'All prices' },
      { value: '10', label: 'Best 10' },
      { value: '5', label: 'Best 5' },
      { value: '3', label: 'Best 3' },
      { value: '1', label: 'Best' },
    ],
  },
  {
    type: 'number',
    name: 'conflateMs',
    label: 'Conflation, ms',
    help: 'Changes are gathered for so long. 0: every change at once.',
    default: 0,
    least: 0,
    most: 120_000,
    integer: true,
  },
  {
    type: 'number',
    name: 'commission',
    label: 'Commission, %',
    help: "Of net winnings. Empty: each market's own base rate.",
    default: -1,
    least: -1,
    most: 20,
    integer: false,
    empty: -1,
  },
  {
    type: 'number',
    name: 'streamLimit',
    label: 'Markets streamed',
    help: 'Betfair allows 200 to most accounts.',
    default: 200,
    least: 1,
    most: 10_000,
    integer: true,
  },
  {
    type: 'text',
    name: 'local',
    label: 'Servers on this machine',
    help: 'Leave empty. For tests: 127.0.0.1:PORT of the API and of the stream, with a comma between.',
    default: '',
    mostCharacters: 100,
  },
] as const satisfies readonly SourceField[];

const BY_CERTIFICATE = { field: 'login', value: 'certificate' } as const;

export const SECRETS: readonly SourceSecret[] = [
  {
    name: 'betfair-app-key',
    label: 'Application key',
    help: 'The live key; a delayed one brings prices up to 180 s late.',
    multiline: false,
    optional: false,
  },
  {
    name: 'betfair-username',
    label: 'User name',
    help: 'As on the website.',
    multiline: false,
    optional: false,
    visible: true,
  },
  {
    name: 'betfair-password',
    label: 'Password',
    help: 'With two-step authentication and no certificate: followed by the code.',
    multiline: false,
    optional: false,
  },
  {
    name: 'betfair-certificate',
    label: 'Certificate (PEM)',
    help: 'Begins with -----BEGIN CERTIFICATE-----. For login by certificate only.',
    multiline: true,
    optional: true,
    neededWith: BY_CERTIFICATE,
  },
  {
    name: 'betfair-certificate-key',
    label: 'Key of the certificate (PEM)',
    help: 'Without a passphrase. For login by certificate only.',
    multiline: true,
    optional: true,
    neededWith: BY_CERTIFICATE,
  },
];

const textsOf = (value: SourceValues[string] | undefined): readonly string[] =>
  Array.isArray(value) ? value.map((text) => text.trim()).filter((text) => text !== '') : [];
const numberOf = (value: SourceValues[string] | undefined, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

const ADVICE_LOCAL =
  'Servers on this machine are written 127.0.0.1:PORT,127.0.0.1:PORT (API, then stream). Leave the field empty to use Betfair.';

/** What no single field can say. */
export function checkValues(values: SourceValues): string | null {
  const local = String(values['local'] ?? '').trim();
  if (local !== '' && localAddresses(local) === undefined) return ADVICE_LOCAL;
  const country = textsOf(values['countries']).find((code) => !/^[A-Za-z]{2}$/.test(code));
  if (country !== undefined) return `"${country}" is no country code. Write two letters: GB, DE.`;
  const commission = numberOf(values['commission'], -1);
  if (commission < 0 && commission !== -1)
    return "Commission is a percentage from 0 on, or empty for each market's own base rate.";
  return null;
}

export function readSettings(values: SourceValues): BetfairSettings {
  const place = JURISDICTIONS[String(values['jurisdiction'] ?? 'global')] ?? JURISDICTIONS['global'];
  if (place === undefined) throw new Error('The table of jurisdictions lacks `global`.');
  const depth = String(values['depth'] ?? 'full');
  const commission = numberOf(values['commission'], -1);
  const wanted = new Set(textsOf(values['markets']));
  return {
    certificate: values['login'] === 'certificate',
    addresses: localAddresses(String(values['local'] ?? '')) ?? place.addresses,
    sessionMs: place.sessionMs,
    eventTypeIds: textsOf(values['sports']).filter((id) => id in SPORTS),
    groups: (Object.keys(MARKET_GROUPS) as MarketGroup[]).filter((group) => wanted.has(group)),
    competitions: textsOf(values['competitions']),
    countries: textsOf(values['countries']).map((code) => code.toUpperCase()),
    aheadMs: numberOf(values['hoursAhead'], 48) * 3_600_000,
    depth: depth === 'full' ? { kind: 'full' } : { kind: 'best', levels: Number(depth) || 3 },
    conflateMs: numberOf(values['conflateMs'], 0),
    commission: commission < 0 ? null : commission / 100,
    streamLimit: numberOf(values['streamLimit'], 200),
  };
}

const APP_KEY = 'betfair-app-key';

/** What is wrong with the application key by itself; `null` where it may be good, or there is none. */
export function appKeyProblem(secrets: Pick<Secrets, 'get'>): string | null {
  const key = secrets.get(APP_KEY)?.trim() ?? '';
  if (key === '' || fitsHeader(key)) return null;
  return 'The application key is none: it has characters that none has, such as a space or line break, or too many. Copy it again, alone, into the form of Betfair and save.';
}

/** The credentials, or what is missing and what to do. */
export function readCredentials(
  secrets: Pick<Secrets, 'get' | 'problem'>,
  certificate: boolean,
):
  | { readonly ok: true; readonly credentials: Credentials }
  | { readonly ok: false; readonly message: string } {
  const read = (name: string) => secrets.get(name)?.trim() ?? '';
  const login = certificate ? BY_CERTIFICATE.value : 'interactive';
  const missing = missingSecrets(SECRETS, { [BY_CERTIFICATE.field]: login }, (name) => read(name) !== '').map(
    ({ label }) => `${label.charAt(0).toLowerCase()}${label.slice(1)}`,
  );
  if (missing.length > 0)
    return {
      ok: false,
      message:
        `${secrets.problem?.() ?? ''} Betfair lacks: ${missing.join(', ')}. Type ${missing.length === 1 ? 'it' : 'them'} into its form and save.`.trim(),
    };
  const problem = appKeyProblem(secrets);
  if (problem !== null) return { ok: false, message: problem };
  return {
    ok: true,
    credentials: {
      appKey: read(APP_KEY),
      username: read('betfair-username'),
      password: read('betfair-password'),
      ...(certificate
        ? {
            identity: {
              certificate: pemText(read('betfair-certificate')),
              key: pemText(read('betfair-certificate-key')),
            },
          }
        : {}),
    },
  };
}
