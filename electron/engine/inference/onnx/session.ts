/** An open model: one ONNX Runtime session, run in batches on one thread. */
export interface ModelSession {
  /** Values of one input row. */
  readonly columns: number;
  /** Values of one output row. */
  readonly classes: number;
  /**
   * Runs `rows` rows of `x` (row by row; longer arrays are allowed and cut) and copies the outputs to `out`. Rejects with
   * the runtime's reason; the session stays usable.
   */
  run(x: Float32Array, rows: number, out: Float32Array): Promise<void>;
  release(): Promise<void>;
}
