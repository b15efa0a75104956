import { z } from 'zod';
import { simplestFraction } from '../../../shared/domain/fraction.ts';
import { MARGIN_METHODS, type MarginMethod, removeMargin } from '../../../shared/domain/margin.ts';
import { addMargin } from '../../../shared/domain/margin-add.ts';
import { worstCase } from '../../../shared/domain/margin-worst-case.ts';
import { ODDS_FORMATS, type OddsFormat, parseOdds } from '../../../shared/domain/odds-format.ts';
import { backEv, edgeProbability, kaunitzThreshold } from '../../../shared/domain/value.ts';
import {
  answer,
  type CalcAnswer,
  type CalcOperation,
  chance,
  commission,
  marginMethod,
  methodName,
  odds,
  oddsList,
  operation,
  refuse,
} from './calc-operation.ts';

const named = (method: MarginMethod, parameter: number | null): Readonly<Record<string, number>> => {
  const name = MARGIN_METHODS[method].parameter;
  return name === null || parameter === null ? {} : { [name]: parameter };
};

const devig = operation(
  z.object({
    odds: oddsList,
    method: z.union([z.literal('worst_case'), methodName]),
    targetProbability: z.number().positive().default(1),
    over: z.array(methodName).min(1).optional(),
    side: z.int().min(0).optional(),
  }),
  ({ odds: prices, method: name, targetProbability, over, side }) => {
    if (side !== undefined && side >= prices.length)
      return refuse('invalid-input', `side: there are ${prices.length} prices, counted from 0`);
    if (name === 'worst_case')
      return worstOver(prices, targetProbability, over ?? Object.keys(MARGIN_METHODS), side);
    const method = marginMethod(name);
    const fair = removeMargin(method, prices, targetProbability);
    return answer({
      probabilities: fair.probabilities,
      fairOdds: fair.probabilities.map((p) => 1 / p),
      margin: fair.margin,
      ...named(method, fair.parameter),
      ...(side === undefined ? {} : { probability: fair.probabilities[side] }),
      flags: fair.flags,
    });
  },
);

function worstOver(
  prices: readonly number[],
  target: number,
  names: readonly string[],
  side: number | undefined,
): CalcAnswer {
  const worst = worstCase(prices, names.map(marginMethod), target);
  const nameOf = (method: MarginMethod | undefined) => names.find((name) => marginMethod(name) === method);
  const all = names.map((name) => [name, worst.all[marginMethod(name)] ?? []] as const);
  if (side === undefined)
    return answer({
      probabilities: worst.probabilities,
      byMethod: worst.byMethod.map(nameOf),
      all: Object.fromEntries(all),
    });
  return answer({
    probability: worst.probabilities[side],
    byMethod: nameOf(worst.byMethod[side]),
    all: Object.fromEntries(all.map(([name, probabilities]) => [name, probabilities[side]])),
  });
}

const add = operation(
  z.object({ probabilities: z.array(chance).min(1), margin: z.number(), method: methodName }),
  ({ probabilities, margin, method: name }) => {
    const method = marginMethod(name);
    const booked = addMargin(method, probabilities, margin);
    return booked.ok
      ? answer({ odds: booked.odds, ...named(method, booked.parameter) })
      : refuse(booked.code, booked.message);
  },
);

const price = z.union([z.number(), z.string()]);
const priceOrList = z.union([price, z.array(price)]).optional();
/** The name of each format's field, and the others it is known by. */
const FORMAT_FIELDS: Readonly<Record<string, OddsFormat>> = {
  decimal: 'decimal',
  american: 'american',
  fractional: 'fractional',
  hongKong: 'hong-kong',
  hongkong: 'hong-kong',
  hong_kong: 'hong-kong',
  malay: 'malay',
  indonesian: 'indonesian',
  probability: 'probability',
};

/** A fraction the way books write it: the simplest within half a ten-thousandth. */
function fractionText(decimal: number): string {
  const [numerator, denominator] = simplestFraction(decimal - 1 - 4.9e-5, decimal - 1 + 4.9e-5);
  return `${numerator}/${denominator}`;
}

const WRITTEN: readonly (readonly [field: string, write: (decimal: number) => number | string])[] = [
  ['decimal', (decimal) => decimal],
  ['american', ODDS_FORMATS.american.value],
  ['fractional', fractionText],
  ['hongKong', ODDS_FORMATS['hong-kong'].value],
  ['malay', ODDS_FORMATS.malay.value],
  ['indonesian', ODDS_FORMATS.indonesian.value],
  ['probability', ODDS_FORMATS.probability.value],
];

const oddsFormat = operation(
  z.object({
    decimal: priceOrList,
    american: priceOrList,
    fractional: priceOrList,
    hongKong: priceOrList,
    hongkong: priceOrList,
    hong_kong: priceOrList,
    malay: priceOrList,
    indonesian: priceOrList,
    probability: priceOrList,
  }),
  (inputs) => {
    const given = Object.entries(inputs).filter(([, value]) => value !== undefined);
    const [field, value] = given[0] ?? [];
    if (given.length !== 1 || field === undefined || value === undefined)
      return refuse('invalid-input', `inputs: give exactly one of ${Object.keys(FORMAT_FIELDS).join(', ')}`);
    const format = FORMAT_FIELDS[field] ?? 'decimal';
    const decimals: number[] = [];
    for (const item of Array.isArray(value) ? value : [value]) {
      const read = typeof item === 'string' ? parseOdds(format, item) : readNumber(format, item);
      if (!read.ok) return refuse(read.code, `${field}: ${read.message}`);
      decimals.push(read.decimal);
    }
    return answer(
      Object.fromEntries(
        WRITTEN.map(([name, write]) => {
          const written = decimals.map(write);
          return [name, Array.isArray(value) ? written : written[0]];
        }),
      ),
    );
  },
);

function readNumber(format: OddsFormat, value: number) {
  const decimal = ODDS_FORMATS[format].decimal(value);
  return decimal > 1 && Number.isFinite(decimal)
    ? { ok: true as const, decimal }
    : {
        ok: false as const,
        code: 'out-of-range',
        message: `${value} is not a price in ${ODDS_FORMATS[format].label} format, like ${ODDS_FORMATS[format].example}`,
      };
}

const valueRule = operation(
  z.object({
    odds: z.union([odds, oddsList]),
    p: z.union([chance, z.array(chance)]),
    commission: commission.default(0),
    minimumEv: z.number().default(0),
    /** Kaunitz et al.: bet where the odds exceed 1 / (p - alpha). */
    alpha: z.number().min(0).lt(1).optional(),
  }),
  ({ odds: given, p: chances, commission: rate, minimumEv, alpha }) => {
    const prices = [given].flat();
    const probabilities = [chances].flat();
    if (prices.length !== probabilities.length)
      return refuse('invalid-input', `p: ${probabilities.length} probabilities for ${prices.length} prices`);
    const rows = prices.map((decimal, i) => {
      const p = probabilities[i] ?? 0;
      const ev = backEv(decimal, p, rate);
      const thresholdOdds = alpha === undefined ? null : kaunitzThreshold(p, alpha);
      return {
        ev,
        edgeProb: edgeProbability(decimal, p),
        isValue: thresholdOdds === null ? ev > minimumEv : decimal > thresholdOdds,
        ...(thresholdOdds === null ? {} : { thresholdOdds }),
      };
    });
    const fields = ['ev', 'edgeProb', 'isValue', ...(alpha === undefined ? [] : ['thresholdOdds'])] as const;
    return answer(
      Object.fromEntries(
        fields.map((name) => {
          const column = rows.map((row) => row[name as keyof typeof row]);
          return [name, Array.isArray(given) ? column : column[0]];
        }),
      ),
    );
  },
);

export const PRICE_OPERATIONS: Readonly<Record<string, CalcOperation>> = {
  devig,
  add_margin: add,
  odds_format: oddsFormat,
  value_rule: valueRule,
};
