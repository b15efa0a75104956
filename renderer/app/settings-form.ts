import { marginMethod } from '../../shared/contract/schemas.ts';
import type { Book } from '../../shared/domain/catalogue.ts';
import type { MarginMethod } from '../../shared/domain/margin.ts';
import { FAIR_LINES, type FairLine, type Settings } from '../../shared/domain/settings.ts';
import type { Currency, MinorUnits } from '../../shared/domain/units.ts';
import { amountText, type Read, readAmount, readNumber } from '../ui/amount.ts';

const FAIR_LINE_LABELS: Readonly<Record<FairLine, string>> = {
  'overround-line': 'Overround line',
  model: 'Champion model',
  mean: 'Mean of the books',
};

/** How a number of the settings is written in its field. */
type Unit = 'percent' | 'money' | 'seconds' | 'count' | 'number';

type NumericSetting = {
  readonly [K in keyof Settings]: Settings[K] extends number ? K : never;
}[keyof Settings];

export type SettingField = {
  readonly key: NumericSetting;
  readonly label: string;
  readonly help: string;
  readonly unit: Unit;
  /** Allowed values in the field's own unit; money has only the floor of more than zero. */
  readonly minimum: number;
  readonly maximum: number;
};

/** The numbers a user may change, in the order of the form. */
export const SETTING_FIELDS: readonly SettingField[] = [
  {
    key: 'kellyFraction',
    label: 'Kelly fraction',
    help: '25% is quarter Kelly',
    unit: 'percent',
    minimum: 0,
    maximum: 100,
  },
  {
    key: 'minimumEv',
    label: 'Minimum EV',
    help: 'below this a price is not listed as an edge',
    unit: 'percent',
    minimum: -100,
    maximum: 100,
  },
  {
    key: 'maximumQuoteAgeMs',
    label: 'Oldest price',
    help: 'older ones neither price nor take an order',
    unit: 'seconds',
    minimum: 0.1,
    maximum: 86_400,
  },
  {
    key: 'suspectDistance',
    label: 'Suspect from',
    help: 'log-odds off what other books say: 0.3 is 2.00 against 2.35',
    unit: 'number',
    minimum: 0.05,
    maximum: 10,
  },
  {
    key: 'priceCollar',
    label: 'Price collar',
    help: 'how far an order may be from the price now; at an exchange, how much worse',
    unit: 'percent',
    minimum: 0,
    maximum: 100,
  },
  {
    key: 'maximumStake',
    label: 'Largest stake',
    help: 'or liability, of one order',
    unit: 'money',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
  },
  {
    key: 'maximumEventExposure',
    label: 'Most at risk on one event',
    help: '',
    unit: 'money',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
  },
  {
    key: 'maximumTotalExposure',
    label: 'Most at risk in total',
    help: '',
    unit: 'money',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
  },
  {
    key: 'maximumOrdersPerMinute',
    label: 'Orders a minute',
    help: '',
    unit: 'count',
    minimum: 1,
    maximum: 600,
  },
  { key: 'armSeconds', label: 'A ticket stays armed', help: '', unit: 'count', minimum: 1, maximum: 600 },
];

/** What fair prices can be of, as the form offers it. */
export const FAIR_LINE_CHOICES: readonly { readonly value: FairLine; readonly label: string }[] =
  FAIR_LINES.map((value) => ({ value, label: FAIR_LINE_LABELS[value] }));

export const MARGIN_METHODS: readonly MarginMethod[] = marginMethod.options;

const SCALES: Readonly<Record<Exclude<Unit, 'money'>, number>> = {
  percent: 0.01,
  seconds: 1000,
  count: 1,
  number: 1,
};
export const unitLabel = (unit: Unit, key: string, currency: Currency): string =>
  ({ percent: '%', seconds: 's', count: key === 'armSeconds' ? 's' : '', number: '', money: currency })[unit];

/** Everything in the form, as text. Weights by book id; empty means the default weight. */
export type SettingsForm = {
  readonly marginMethod: MarginMethod;
  readonly fairLine: FairLine;
  readonly figures: Readonly<Record<NumericSetting, string>>;
  readonly weights: Readonly<Record<string, string>>;
};

const trimmed = (value: number): string => String(Number(value.toPrecision(10)));

export function formOf(settings: Settings): SettingsForm {
  const figures = Object.fromEntries(
    SETTING_FIELDS.map(({ key, unit }) => [
      key,
      unit === 'money'
        ? amountText(settings[key] as MinorUnits, settings.currency)
        : trimmed(settings[key] / SCALES[unit]),
    ]),
  ) as Record<NumericSetting, string>;
  const weights = Object.fromEntries(
    Object.entries(settings.consensusWeights).map(([book, weight]) => [book, String(weight)]),
  );
  return {
    marginMethod: settings.marginMethod,
    fairLine: settings.fairLine,
    figures,
    weights: { default: '1', ...weights },
  };
}

export type FormResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

/** The settings the form stands for, or what is wrong by field key (`weight:<book>` for weights). */
export function settingsOf(form: SettingsForm, before: Settings): FormResult {
  const problems: Record<string, string> = {};
  const figures: Partial<Record<NumericSetting, number>> = {};
  for (const field of SETTING_FIELDS) {
    const read = readField(field, form.figures[field.key], before.currency);
    if (read.ok) figures[field.key] = read.value;
    else problems[field.key] = read.problem;
  }
  const weights: Record<string, number> = {};
  for (const [book, text] of Object.entries(form.weights)) {
    if (text.trim() === '' && book !== 'default') continue;
    const weight = readNumber(text);
    if (weight === undefined || weight < 0 || weight > 100)
      problems[`weight:${book}`] = 'A number from 0 to 100.';
    else weights[book] = weight;
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return {
    ok: true,
    settings: {
      ...before,
      ...(figures as Partial<Settings>),
      marginMethod: form.marginMethod,
      fairLine: form.fairLine,
      consensusWeights: weights,
    },
  };
}

function readField(field: SettingField, text: string, currency: Currency): Read<number> {
  if (field.unit === 'money') return readAmount(text, currency);
  const value = readNumber(text);
  if (value === undefined) return { ok: false, problem: `"${text}" is not a number.` };
  if (value < field.minimum || value > field.maximum)
    return { ok: false, problem: `From ${field.minimum} to ${field.maximum.toLocaleString('en-GB')}.` };
  if (field.unit === 'count' && !Number.isInteger(value)) return { ok: false, problem: 'A whole number.' };
  const scaled = value * SCALES[field.unit];
  return { ok: true, value: field.unit === 'seconds' ? Math.round(scaled) : Number(scaled.toPrecision(12)) };
}

export type WeighedBook = {
  readonly id: string;
  readonly name: string;
  /** No source brings it now; it only has a weight. */
  readonly absent: boolean;
};

/** The books to weigh by name: first those known now, then those that only have a weight. */
export function weighedBooks(
  known: Iterable<Pick<Book, 'id' | 'name'>>,
  weights: Readonly<Record<string, string>>,
): readonly WeighedBook[] {
  const present = [...known].map(({ id, name }) => ({ id: String(id), name, absent: false }));
  const ids = new Set(['default', ...present.map(({ id }) => id)]);
  const absent = Object.keys(weights)
    .filter((id) => !ids.has(id))
    .map((id) => ({ id, name: id, absent: true }));
  const byName = (a: WeighedBook, b: WeighedBook) => a.name.localeCompare(b.name);
  return [...present.sort(byName), ...absent.sort(byName)];
}
