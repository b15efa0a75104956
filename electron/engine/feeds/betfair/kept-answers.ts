/** The answers of an API that stand, as they came: a recording that begins is shown them, and nothing is asked twice. */
export type KeptAnswers = {
  /** A reading begins. Until it is whole, what the last whole one brought stands too. */
  begin(): void;
  take(body: Uint8Array): void;
  /** The reading under way left nothing out. */
  whole(): void;
  /** Oldest first. */
  bodies(): readonly Uint8Array[];
};

export function createKeptAnswers(): KeptAnswers {
  let last: readonly Uint8Array[] = [];
  let reading: Uint8Array[] = [];
  return {
    begin() {
      reading = [];
    },
    take(body) {
      reading.push(body);
    },
    whole() {
      last = reading;
      reading = [];
    },
    bodies: () => [...last, ...reading],
  };
}
