import proto from 'onnx-proto';

/** ONNX's protobuf messages. The package is CommonJS, whose names don't reach an import by name. */
export const { onnx } = proto;
export type ModelProto = proto.onnx.IModelProto;
export type GraphProto = proto.onnx.IGraphProto;
export type NodeProto = proto.onnx.INodeProto;
export type AttributeProto = proto.onnx.IAttributeProto;
export type TensorProto = proto.onnx.ITensorProto;
export type TypeProto = proto.onnx.ITypeProto;
export type ValueInfoProto = proto.onnx.IValueInfoProto;

/** `TensorProto.DataType` of the element types written here. */
export const FLOAT = 1;
export const INT64 = 7;
export const STRING = 8;
export const DOUBLE = 11;

export const ML_DOMAIN = 'ai.onnx.ml';

/** A tensor of 32-bit floats, 64-bit floats or 64-bit integers, its values row by row. */
export function tensorOf(
  type: typeof FLOAT | typeof DOUBLE | typeof INT64,
  dims: readonly number[],
  values: readonly number[],
): TensorProto {
  const array =
    type === INT64
      ? BigInt64Array.from(values, BigInt)
      : type === DOUBLE
        ? Float64Array.from(values)
        : Float32Array.from(values);
  // Raw data is little-endian, and so is every platform ONNX Runtime has binaries for.
  return { dims: [...dims], dataType: type, rawData: new Uint8Array(array.buffer) };
}

/** The type of a tensor; `null` stands for a dimension left open. */
export const tensorType = (elemType: number, dims: readonly (number | string | null)[]): TypeProto => ({
  tensorType: {
    elemType,
    shape: {
      dim: dims.map((dim) =>
        dim === null ? {} : typeof dim === 'string' ? { dimParam: dim } : { dimValue: dim },
      ),
    },
  },
});
