import type * as Ort from 'onnxruntime-node';

export type Runtime = typeof Ort;
export type RuntimeTensor = Ort.Tensor;
export type RuntimeSession = Ort.InferenceSession;

let loading: Promise<Runtime> | undefined;

/**
 * ONNX Runtime, loaded when the first model is opened: its binary takes longer to load than the rest of the engine. It
 * logs nothing; what fails is told by its errors. Rejects where there is no binary for this platform.
 */
export function loadRuntime(): Promise<Runtime> {
  loading ??= import('onnxruntime-node').then(
    (runtime) => {
      runtime.env.logLevel = 'fatal';
      return runtime;
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** Many sessions share a machine with the market: each runs on its caller's thread and keeps no memory between runs. */
export const SESSION_OPTIONS: Ort.InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  enableCpuMemArena: false,
  enableMemPattern: false,
  logSeverityLevel: 4,
};

/** The runtime's reason in words for people: without its source files, status codes and type names. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/\s+/g, ' ')
    .replace(/^.*?Status Message: /, '')
    .replace(/\/\S+\.(?:cc|h):\d+ .*?\) (?=[A-Z])/g, '')
    .trim()
    .replace(/\.$/, '')
    .slice(0, 400);
}
