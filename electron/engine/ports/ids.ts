/** Fresh identifiers: unique, sortable by creation, safe in URLs and file names. */
export interface Ids {
  next(): string;
}
