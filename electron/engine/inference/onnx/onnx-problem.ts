import type { Inspection } from '../../../../shared/contract/models.ts';

/** What stands in the way of serving a model, or what its user should know; the message says what to do. */
export type OnnxProblem = Inspection['problems'][number] & { readonly code: OnnxProblemCode };

export type OnnxProblemCode =
  | 'empty-file'
  | 'too-large'
  | 'not-onnx'
  | 'damaged-file'
  | 'loops'
  | 'too-many-nodes'
  | 'ir-too-new'
  | 'opset-too-new'
  | 'opset-missing'
  | 'opset-old'
  | 'unknown-operators'
  | 'training-operators'
  | 'training-info'
  | 'external-data'
  | 'zip-map'
  | 'no-input'
  | 'several-inputs'
  | 'input-not-tensor'
  | 'input-type'
  | 'input-cast'
  | 'input-rank'
  | 'fixed-rows'
  | 'open-columns'
  | 'no-output'
  | 'output-not-tensor'
  | 'output-type'
  | 'output-rank';
