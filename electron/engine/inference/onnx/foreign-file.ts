/** What a file is that is no ONNX, by how it begins, and how an ONNX file comes of it. */
type ForeignKind = {
  readonly is: (bytes: Uint8Array, text: string) => boolean;
  readonly what: string;
  readonly instead: string;
};

const starts =
  (...head: readonly number[]) =>
  (bytes: Uint8Array): boolean =>
    head.every((byte, i) => bytes[i] === byte);
const at =
  (offset: number, mark: string) =>
  (_: Uint8Array, text: string): boolean =>
    text.startsWith(mark, offset);
const matches =
  (pattern: RegExp) =>
  (_: Uint8Array, text: string): boolean =>
    pattern.test(text);

const FROM_SKLEARN =
  'Load it in Python and export it: skl2onnx.to_onnx(model, X[:1].astype("float32"), options={id(model): {"zipmap": False}}).';
const FROM_BOOSTING =
  'Load it in Python and export it with onnxmltools: convert_xgboost or convert_lightgbm(model, initial_types=[("features", FloatTensorType([None, columns]))]).';
const FROM_TORCH = 'Load it in Python and export it: torch.onnx.export(model, sample, "model.onnx").';

/** The first that fits is told. */
const FOREIGN: readonly ForeignKind[] = [
  {
    is: matches(/^\s*(?:<!doctype html|<html|<head|<\?xml)/i),
    what: 'a web page',
    instead: 'Download the file itself: on GitHub by "Download raw file".',
  },
  {
    is: at(0, 'version https://git-lfs'),
    what: 'a Git LFS pointer, not the file it points to',
    instead: 'Fetch the file with "git lfs pull", or download it from the repository’s page.',
  },
  { is: at(0, 'tree\nversion='), what: 'a LightGBM text model', instead: FROM_BOOSTING },
  { is: at(0, '{L\x00\x00\x00'), what: 'an XGBoost UBJSON model', instead: FROM_BOOSTING },
  { is: at(0, 'binf'), what: 'an XGBoost binary model', instead: FROM_BOOSTING },
  {
    is: matches(/^\s*\{\s*"(?:learner|version)"/),
    what: 'an XGBoost JSON model',
    instead: FROM_BOOSTING,
  },
  {
    is: at(0, 'CBM1'),
    what: 'a CatBoost model',
    instead: 'Export it in Python: model.save_model("model.onnx", format="onnx").',
  },
  {
    is: (bytes, text) => starts(0x50, 0x4b, 0x03, 0x04)(bytes) && /data\.pkl|\/data\//.test(text),
    what: 'a PyTorch checkpoint',
    instead: FROM_TORCH,
  },
  {
    is: (bytes, text) => starts(0x50, 0x4b, 0x03, 0x04)(bytes) && /config\.json|model\.weights/.test(text),
    what: 'a Keras model',
    instead: 'Export it in Python: model.export("model.onnx", format="onnx").',
  },
  {
    is: starts(0x50, 0x4b, 0x03, 0x04),
    what: 'a ZIP archive',
    instead: 'Unpack it and import the .onnx file in it.',
  },
  { is: starts(0x80, 0x02, 0x8a, 0x0a), what: 'a PyTorch checkpoint', instead: FROM_TORCH },
  {
    is: (bytes) => bytes[0] === 0x80 && (bytes[1] ?? 9) <= 5,
    what: 'a Python pickle or joblib file',
    instead: FROM_SKLEARN,
  },
  {
    is: (bytes) => bytes[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(bytes[1] ?? 0),
    what: 'a zlib-compressed file, as joblib writes them',
    instead: FROM_SKLEARN,
  },
  { is: starts(0x1f, 0x8b), what: 'a gzip archive', instead: 'Unpack it and import the .onnx file in it.' },
  {
    is: starts(0x37, 0x7a, 0xbc, 0xaf),
    what: 'a 7-Zip archive',
    instead: 'Unpack it and import the .onnx file in it.',
  },
  {
    is: starts(0x89, 0x48, 0x44, 0x46),
    what: 'an HDF5 file, as Keras wrote them',
    instead: 'Load it in Python and export it: model.export("model.onnx", format="onnx").',
  },
  {
    is: at(1, 'NUMPY'),
    what: 'a NumPy array',
    instead: 'An array is data: give the model’s own .onnx file.',
  },
  {
    is: at(4, 'TFL3'),
    what: 'a TensorFlow Lite model',
    instead: 'Convert it: python -m tf2onnx.convert --tflite model.tflite --output model.onnx.',
  },
  {
    is: at(4, 'ORTM'),
    what: 'a model in ONNX Runtime’s own format (.ort)',
    instead: 'Give the .onnx file that it was made of.',
  },
  { is: at(0, '%PDF'), what: 'a PDF document', instead: 'Give the model’s .onnx file.' },
  {
    is: at(0, 'PAR1'),
    what: 'a Parquet table',
    instead: 'A table is data: give the model’s own .onnx file.',
  },
  {
    is: matches(/^\s*[[{]/),
    what: 'a JSON file',
    instead: 'Give the model’s .onnx file.',
  },
  {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: text has none but tabs and line ends.
    is: matches(/^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]{16,}$/),
    what: 'a text file',
    instead: 'Give the model’s .onnx file.',
  },
];

/** Characters of the file's beginning that are looked at, one a byte. */
const LOOKED_AT = 4096;

/** `null` where the beginning says nothing. */
export function foreignFile(bytes: Uint8Array): Pick<ForeignKind, 'what' | 'instead'> | null {
  const text = Buffer.from(bytes.subarray(0, LOOKED_AT)).toString('latin1');
  return FOREIGN.find(({ is }) => is(bytes, text)) ?? null;
}
