import type { TypeProto, ValueInfoProto } from './onnx-format.ts';

/** ONNX's element types by their number, as the runtime names them. */
const ELEMENTS = [
  'undefined',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
] as const;

/** An input or output as the file declares it. */
export type DeclaredValue = {
  readonly name: string;
  /** `float32`, `int64`, `sequence<map<int64, float32>>`, ... */
  readonly type: string;
  readonly isTensor: boolean;
  /** `null` where not even the number of dimensions is said; a dimension left open is `null` or its name. */
  readonly shape: readonly (number | string | null)[] | null;
};

export const elementName = (type: number | null | undefined): string => ELEMENTS[type ?? 0] ?? `type ${type}`;

function typeName(type: TypeProto | null | undefined): string {
  if (type?.tensorType) return elementName(type.tensorType.elemType);
  if (type?.sequenceType) return `sequence<${typeName(type.sequenceType.elemType)}>`;
  if (type?.mapType) return `map<${elementName(type.mapType.keyType)}, ${typeName(type.mapType.valueType)}>`;
  if (type?.optionalType) return `optional<${typeName(type.optionalType.elemType)}>`;
  if (type?.sparseTensorType) return `sparse<${elementName(type.sparseTensorType.elemType)}>`;
  return 'unknown';
}

export function declaredValue({ name, type }: ValueInfoProto): DeclaredValue {
  const dims = type?.tensorType?.shape?.dim;
  return {
    name: name ?? '',
    type: typeName(type),
    isTensor: type?.tensorType !== null && type?.tensorType !== undefined,
    shape:
      dims?.map(({ dimValue, dimParam }) => {
        if (dimParam !== null && dimParam !== undefined && dimParam !== '') return dimParam;
        const size = Number(dimValue ?? 0);
        // Exporters write an open dimension as nothing, 0 or -1.
        return size > 0 ? size : null;
      }) ?? null,
  };
}
