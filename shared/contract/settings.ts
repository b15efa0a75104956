import * as z from 'zod';
import type { Settings } from '../domain/settings.ts';
import { currency, marginMethod, minorUnits } from './schemas.ts';

const fraction = z.number().min(0).max(1);

export const settings: z.ZodType<Settings, Settings> = z.object({
  currency,
  marginMethod,
  consensusWeights: z.record(z.string(), z.number().min(0).max(100)),
  kellyFraction: fraction,
  minimumEv: z.number().min(-1).max(1),
  maximumQuoteAgeMs: z.int().min(100).max(86_400_000),
  priceCollar: fraction,
  maximumStake: minorUnits,
  maximumEventExposure: minorUnits,
  maximumTotalExposure: minorUnits,
  maximumOrdersPerMinute: z.int().min(1).max(600),
  armSeconds: z.int().min(1).max(600),
});
