import * as z from 'zod';
import { FAIR_LINES, type Settings } from '../domain/settings.ts';
import type { MinorUnits } from '../domain/units.ts';
import { branded, currency, marginMethod } from './schemas.ts';

const fraction = z.number().min(0).max(1);
const limit = branded<MinorUnits>(z.int().nonnegative());

const fields = {
  currency,
  marginMethod,
  fairLine: z.enum(FAIR_LINES),
  consensusWeights: z.record(z.string(), z.number().min(0).max(100)),
  kellyFraction: fraction,
  minimumEv: z.number().min(-1).max(1),
  maximumQuoteAgeMs: z.int().min(100).max(86_400_000),
  suspectDistance: z.number().min(0.05).max(10),
  priceCollar: fraction,
  maximumStake: limit,
  maximumEventExposure: limit,
  maximumTotalExposure: limit,
  maximumOrdersPerMinute: z.int().min(1).max(600),
  armSeconds: z.int().min(1).max(600),
};

export const settings: z.ZodType<Settings, Settings> = z.object(fields);

/** Each field by itself: of settings that don't fit as a whole, the others still say what the user wanted. */
export const settingFields: { readonly [K in keyof Settings]: z.ZodType<Settings[K]> } = fields;
