/** `1 edge`, `1,240 edges`; `more` where the plural is not made with an s. */
export const counted = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : more}`;
