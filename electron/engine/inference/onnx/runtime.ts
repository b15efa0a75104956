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

/** A place in the runtime's sources, the function there, and the condition that it checked. */
const PLACE = /(?:[A-Za-z]:)?[\\/]\S+\.(?:cc|cpp|cxx|h|hpp|cu):\d+ /;
const SIGNATURE = /[^()]*\((?:[^()]|\([^()]*\))*\)(?: const)?(?: \[with [^\]]*\])?/;
const CONDITION = /(?: \S[^.]{0,200}? was false\.)?/;
const SOURCE = new RegExp(`${PLACE.source}(?:${SIGNATURE.source}${CONDITION.source} )?`, 'g');

/** How too little memory is worded by the runtime and by JavaScript. */
const NO_MEMORY =
  /bad_alloc|bad array new length|typed array length|buffer allocation failed|would require more than \d+ bytes|allocate memory|out of memory/i;
const TOO_LITTLE_MEMORY = 'it needs more memory than there is';
export const isOutOfMemory = (reason: string): boolean => reason === TOO_LITTLE_MEMORY;

/** The runtime's reason in words for people: without its source files, status codes and type names. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (NO_MEMORY.test(text)) return TOO_LITTLE_MEMORY;
  return text
    .replace(/\s+/g, ' ')
    .replace(/^.*?Status Message: /, '')
    .replace(SOURCE, '')
    .replace(/\b(?:onnxruntime|onnx|std)::(?:\w+::)*/g, '')
    .trim()
    .replace(/\.$/, '')
    .slice(0, 400);
}
