import type { PriceTruth } from '../../shared/contract/price-truth.ts';
import type { SourceHealth } from '../../shared/contract/sources.ts';
import type { EpochMs } from '../../shared/domain/units.ts';
import { priceTruths, sources } from './market-data.ts';
import { engineNow } from './status.ts';
import { useRows } from './use-rows.ts';

/** `120 s`, `12 min`, `2 h 50 min`. */
function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds <= 180) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** That nothing of a source is young enough to count, when more comes, and what to do; `null` where some of it is. */
export function staleWords(
  { name, cadenceMs, nextPricesAt, credits }: SourceHealth,
  truth: Pick<PriceTruth, 'quotes' | 'stale' | 'maximumAgeMs'> | undefined,
  now: EpochMs,
): string | null {
  if (truth === undefined || truth.quotes === 0 || truth.stale < truth.quotes) return null;
  const next =
    nextPricesAt == null
      ? ''
      : `; asked again ${nextPricesAt > now ? `in ${span(nextPricesAt - now)}` : 'now'}`;
  const orBudget = credits === null ? '' : ', or raise the budget';
  // One that is asked often enough has another trouble, which its own message tells.
  const advice =
    cadenceMs !== null && cadenceMs > truth.maximumAgeMs
      ? ` Allow older ones in Sources (Oldest price)${orBudget}.`
      : '';
  return `All prices of ${name} are older than ${span(truth.maximumAgeMs)} and count for nothing${next}.${advice}`;
}

/** Of every source whose prices have all grown too old, why. */
export function useStaleSources(): readonly string[] {
  const truths = new Map(useRows(priceTruths).map((truth) => [truth.sourceId, truth]));
  return useRows(sources).flatMap((health) => staleWords(health, truths.get(health.id), engineNow()) ?? []);
}
