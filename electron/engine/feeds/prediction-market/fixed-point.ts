/** Prices and counts of contracts are kept in millionths: finer than any tick or fraction either exchange writes. */
export const MILLION = 1_000_000;

const DECIMAL = /^(-?)(\d{0,9})(?:\.(\d{1,18}))?$/;

/**
 * A decimal number as the exchanges write it (`"0.4200"`, `".48"`, `13`) in millionths, exactly; `undefined` when it is
 * none, or finer than a millionth.
 */
export function millionths(value: string | number): number | undefined {
  if (typeof value === 'number') {
    const scaled = Math.round(value * MILLION);
    return Number.isSafeInteger(scaled) && Math.abs(scaled / MILLION - value) < 1e-9 ? scaled : undefined;
  }
  const [, sign, whole, fraction = ''] = DECIMAL.exec(value) ?? [];
  if (whole === undefined || (whole === '' && fraction === '')) return undefined;
  if (/[1-9]/.test(fraction.slice(6))) return undefined;
  const scaled = Number(whole) * MILLION + Number(fraction.slice(0, 6).padEnd(6, '0'));
  return sign === '-' ? 0 - scaled : scaled;
}

/** A price strictly between 0 and 1 dollar. */
export const isContractPrice = (price: number | undefined): price is number =>
  price !== undefined && price > 0 && price < MILLION;
