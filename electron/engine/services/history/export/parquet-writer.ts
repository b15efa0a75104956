import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { EXPORT_COLUMNS, type ExportColumn, type RowWriter } from './columns.ts';

/** Rows held in memory; readers skip groups of this many by their statistics. */
const ROWS_A_GROUP = 50_000;

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];

function elementOf({ name, type }: ExportColumn): Schema[number] {
  const repetition_type = 'OPTIONAL' as const;
  switch (type) {
    case 'text':
      return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type };
    case 'decimal':
      return { name, type: 'DOUBLE', repetition_type };
    case 'integer':
      return { name, type: 'INT64', repetition_type };
    case 'time':
      return { name, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type };
  }
}

const isWide = ({ type }: ExportColumn): boolean => type === 'integer' || type === 'time';

/** Apache Parquet, Snappy-compressed, a row group at a time. */
export function createParquetWriter(sink: (bytes: Uint8Array) => void): RowWriter {
  const bytes = new ByteWriter(1 << 20);
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'prices', num_children: EXPORT_COLUMNS.length }, ...EXPORT_COLUMNS.map(elementOf)],
    createdBy: 'Overround',
  });
  let columns = EXPORT_COLUMNS.map((): (string | number | bigint | null)[] => []);
  let rows = 0;
  const drain = (): void => {
    sink(bytes.getBytes());
    // The offset counts on: only the buffer starts anew.
    bytes.index = 0;
  };
  const writeGroup = (): void => {
    if (rows === 0) return;
    void parquet.write({
      columnData: EXPORT_COLUMNS.map(({ name }, index) => ({
        name,
        data: columns[index] ?? [],
        offsetIndex: false,
      })),
      rowGroupSize: rows,
    });
    columns = EXPORT_COLUMNS.map(() => []);
    rows = 0;
    drain();
  };
  return {
    add(row) {
      EXPORT_COLUMNS.forEach((column, index) => {
        const value = column.value(row);
        columns[index]?.push(typeof value === 'number' && isWide(column) ? BigInt(value) : value);
      });
      rows += 1;
      if (rows === ROWS_A_GROUP) writeGroup();
    },
    finish() {
      writeGroup();
      void parquet.finish();
      drain();
    },
  };
}
