/** Tasks of which none may keep the others from being done, whatever becomes of it. */
export type Attempts = {
  run(task: () => void): void;
  /** What the first task that failed threw; `undefined` where none did. */
  failure(): unknown;
  /** Throws that, if any. */
  end(): void;
};

export function createAttempts(): Attempts {
  const failures: unknown[] = [];
  return {
    run(task) {
      try {
        task();
      } catch (error) {
        failures.push(error);
      }
    },
    failure: () => failures[0],
    end() {
      if (failures.length > 0) throw failures[0];
    },
  };
}
