import type { SourceField, SourceValues } from '../../../../shared/contract/sources.ts';
import type { Currency } from '../../../../shared/domain/units.ts';
import { ADDITIONAL_MARKETS, FEATURED_MARKETS } from './market-shapes.ts';
import type { OddsFormat } from './odds-format.ts';

/** What to ask the API for, and what it may cost. */
export type OddsApiSettings = {
  /** With the version, without a slash at its end. */
  readonly baseUrl: string;
  /** Sport keys: `soccer_epl`; `upcoming` is what is on now and next in all sports. */
  readonly sports: readonly string[];
  readonly regions: readonly string[];
  /** Named bookmakers win over regions. */
  readonly bookmakers: readonly string[];
  /** Of h2h, h2h_lay, spreads, totals. Each costs a credit per region and request. */
  readonly markets: readonly string[];
  /** Asked for event by event, for the events that are worth it. */
  readonly additional: readonly string[];
  readonly oddsFormat: OddsFormat;
  /** Credits to spend between two renewals; `null`: whatever the key has. */
  readonly monthlyCredits: number | null;
  /** Day of the month, 1 to 31, on which the credits are renewed; in shorter months their last day. */
  readonly renewalDay: number;
  readonly scores: boolean;
  /** Ask on for events under way. */
  readonly inPlay: boolean;
  /** Of books whose key does not tell. */
  readonly currency: Currency;
  /** Commission by bookmaker key, for accounts on other packages than the standard. */
  readonly commissions: Readonly<Record<string, number>>;
};

const DEFAULT_BASE_URL = 'https://api.the-odds-api.com/v4';
const choices = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

const REGIONS: readonly (readonly [string, string])[] = [
  ['us', 'United States'],
  ['us2', 'United States, more books'],
  ['us_dfs', 'United States, daily fantasy'],
  ['us_ex', 'United States, exchanges'],
  ['uk', 'United Kingdom'],
  ['eu', 'Europe'],
  ['fr', 'France'],
  ['se', 'Sweden'],
  ['au', 'Australia'],
];

/** The form of the source. */
export const ODDS_API_FIELDS: readonly SourceField[] = [
  {
    type: 'list',
    name: 'sports',
    label: 'Sports',
    help: 'Sport keys such as soccer_epl or basketball_nba; upcoming is what is on now and next in all sports.',
    default: ['soccer_epl'],
    choices: [],
    least: 1,
  },
  {
    type: 'list',
    name: 'regions',
    label: 'Regions',
    help: 'Whose bookmakers. Each region costs a credit per market and request.',
    default: ['uk', 'eu'],
    choices: REGIONS.map(([value, label]) => ({ value, label })),
    least: 0,
  },
  {
    type: 'list',
    name: 'bookmakers',
    label: 'Bookmakers',
    help: 'Keys such as pinnacle or betfair_ex_uk, instead of regions; ten cost as much as a region.',
    default: [],
    choices: [],
    least: 0,
  },
  {
    type: 'list',
    name: 'markets',
    label: 'Markets',
    help: 'Each costs a credit per region and request.',
    default: ['h2h', 'spreads', 'totals'],
    choices: choices(FEATURED_MARKETS),
    least: 1,
  },
  {
    type: 'list',
    name: 'additional',
    label: 'Additional markets',
    help: 'Asked for event by event, where edge and start make it worth the credits: one per market that comes back and region.',
    default: [],
    choices: choices(ADDITIONAL_MARKETS),
    least: 0,
  },
  {
    type: 'choice',
    name: 'oddsFormat',
    label: 'Odds format',
    help: 'How prices are asked for; bets are the same.',
    default: 'decimal',
    choices: [
      { value: 'decimal', label: 'Decimal' },
      { value: 'american', label: 'American' },
    ],
  },
  {
    type: 'number',
    name: 'monthlyCredits',
    label: 'Credits a month',
    help: 'What may be spent between two renewals, spread so that it lasts. Empty: all that the key has.',
    default: 0,
    least: 0,
    most: 100_000_000,
    integer: true,
    empty: 0,
  },
  {
    type: 'number',
    name: 'renewalDay',
    label: 'Renewal day',
    help: 'Day of the month on which the credits are renewed: the first, or the day of the subscription. UTC.',
    default: 1,
    least: 1,
    most: 31,
    integer: true,
  },
  {
    type: 'switch',
    name: 'scores',
    label: 'Scores',
    help: 'Asks how events stand (2 credits a request). Without it bets do not settle by this source.',
    default: true,
  },
  {
    type: 'switch',
    name: 'inPlay',
    label: 'In-play',
    help: 'Goes on asking for prices of events under way.',
    default: true,
  },
  {
    type: 'text',
    name: 'currency',
    label: 'Currency',
    help: 'Of books whose key does not tell theirs.',
    default: 'EUR',
    mostCharacters: 4,
  },
  {
    type: 'list',
    name: 'commissions',
    label: 'Commissions',
    help: 'Of exchange accounts on other packages than the standard, as fractions: betfair_ex_uk=0.02',
    default: [],
    choices: [],
    least: 0,
  },
  {
    type: 'text',
    name: 'baseUrl',
    label: 'Address',
    help: 'Leave empty. A server on this machine that speaks the protocol can be named here, for tests.',
    default: '',
    mostCharacters: 200,
  },
];

const COMMISSION = /^([A-Za-z0-9][A-Za-z0-9_]*)=(0(?:\.\d+)?|\.\d+)$/;
const listOf = (value: SourceValues[string] | undefined, fallback: readonly string[]): readonly string[] =>
  Array.isArray(value)
    ? [...new Set(value.map((item) => item.trim()).filter((item) => item !== ''))]
    : fallback;
const textOf = (value: SourceValues[string] | undefined, fallback: string): string =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : fallback;
const numberOf = (value: SourceValues[string] | undefined, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback;

function commissionsOf(items: readonly string[]): Readonly<Record<string, number>> {
  const read = items.map((item) => COMMISSION.exec(item)).filter((match) => match !== null);
  return Object.fromEntries(read.map(([, key = '', rate]) => [key, Number(rate)]));
}

/** The form's values as settings. Total: what is missing or of another kind counts as its default. */
export function settingsOf(values: SourceValues): OddsApiSettings {
  const credits = Math.floor(numberOf(values['monthlyCredits'], 0));
  return {
    baseUrl: textOf(values['baseUrl'], DEFAULT_BASE_URL).replace(/\/+$/, ''),
    sports: listOf(values['sports'], []),
    regions: listOf(values['regions'], ['eu']),
    bookmakers: listOf(values['bookmakers'], []),
    markets: listOf(values['markets'], ['h2h', 'spreads', 'totals']),
    additional: listOf(values['additional'], []).filter((key) => ADDITIONAL_MARKETS.includes(key)),
    oddsFormat: values['oddsFormat'] === 'american' ? 'american' : 'decimal',
    monthlyCredits: credits > 0 ? credits : null,
    renewalDay: Math.min(31, Math.max(1, Math.floor(numberOf(values['renewalDay'], 1)))),
    scores: values['scores'] !== false,
    inPlay: values['inPlay'] !== false,
    currency: textOf(values['currency'], 'EUR').toUpperCase() as Currency,
    commissions: commissionsOf(listOf(values['commissions'], [])),
  };
}

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** This machine's, and nothing that could be a key: the address is kept and shown. */
function isPlainLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, username, password, search, hash } = new URL(address);
  return LOOPBACK.includes(hostname) && username + password + search + hash === '';
}

/** What no single field can say: a message about values that don't go together, `null` when they do. */
export function checkSettings(values: SourceValues): string | null {
  const { regions, bookmakers, currency } = settingsOf(values);
  if (regions.length === 0 && bookmakers.length === 0)
    return 'Choose at least one region, or name bookmakers.';
  if (!/^[A-Z]{3,4}$/.test(currency)) return 'Give the currency as its code, such as EUR.';
  const wrong = listOf(values['commissions'], []).find((item) => !COMMISSION.test(item));
  if (wrong !== undefined)
    return `"${wrong}" is no commission: write the bookmaker's key and a fraction below 1, such as betfair_ex_uk=0.02.`;
  const address = textOf(values['baseUrl'], '');
  if (address !== '' && !isPlainLoopback(address))
    return 'The address may only be one of this machine, such as http://127.0.0.1:8080/v4. Leave it empty otherwise.';
  return null;
}

/** What a launch from the command line says of the source; what it leaves out is the form's default. */
export type TheOddsApiConfig = Partial<
  Omit<OddsApiSettings, 'sports' | 'monthlyCredits' | 'commissions'> & {
    readonly monthlyCredits: number;
    readonly commissions: Readonly<Record<string, number>>;
  }
> & {
  readonly sports: readonly string[];
};

/** A launch's configuration as the form would hold it. */
export function valuesOf(config: TheOddsApiConfig): SourceValues {
  const { commissions, ...rest } = config;
  const given: SourceValues = {};
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined) given[name] = Array.isArray(value) ? [...value] : value;
  const defaults = ODDS_API_FIELDS.map(({ name, default: value }) => [
    name,
    Array.isArray(value) ? [...value] : value,
  ]);
  return {
    ...Object.fromEntries(defaults),
    regions: ['eu'],
    ...given,
    ...(commissions === undefined
      ? {}
      : { commissions: Object.entries(commissions).map(([key, rate]) => `${key}=${rate}`) }),
  };
}
