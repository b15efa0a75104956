import { onnx } from '../../electron/engine/inference/onnx/onnx-format.ts';
import type { PlainTensor } from '../../electron/engine/inference/onnx/run-tensors.ts';

const decoder = new TextDecoder();

/** Values of a tensor as its raw bytes, or as the list they are in. */
function valuesOf<Values>(
  raw: Uint8Array | null | undefined,
  ofRaw: (buffer: ArrayBuffer) => Values,
  ofList: () => Values,
): Values {
  return raw === null || raw === undefined || raw.length === 0
    ? ofList()
    : ofRaw(new Uint8Array(raw).buffer as ArrayBuffer);
}

/** The tensor in a file of ONNX's own tests (`input_0.pb`, `output_0.pb`); throws on a type that none of them has. */
export function readTensorProto(bytes: Uint8Array): PlainTensor {
  const { dims, dataType, rawData: raw, ...own } = onnx.TensorProto.decode(bytes);
  const shape = dims.map(Number);
  switch (dataType) {
    case 1:
      return {
        type: 'float32',
        dims: shape,
        data: valuesOf(
          raw,
          (buffer) => new Float32Array(buffer),
          () => Float32Array.from(own.floatData),
        ),
      };
    case 5:
      return {
        type: 'int16',
        dims: shape,
        data: valuesOf(
          raw,
          (buffer) => new Int16Array(buffer),
          () => Int16Array.from(own.int32Data),
        ),
      };
    case 7:
      return {
        type: 'int64',
        dims: shape,
        data: valuesOf(
          raw,
          (buffer) => new BigInt64Array(buffer),
          () => BigInt64Array.from(own.int64Data, (value) => BigInt(String(value))),
        ),
      };
    case 8:
      return { type: 'string', dims: shape, data: own.stringData.map((value) => decoder.decode(value)) };
    case 9:
      return {
        type: 'bool',
        dims: shape,
        data: valuesOf(
          raw,
          (buffer) => new Uint8Array(buffer),
          () => Uint8Array.from(own.int32Data),
        ),
      };
    case 11:
      return {
        type: 'float64',
        dims: shape,
        data: valuesOf(
          raw,
          (buffer) => new Float64Array(buffer),
          () => Float64Array.from(own.doubleData),
        ),
      };
    default:
      throw new Error(`No tensor of type ${dataType} is read here.`);
  }
}
