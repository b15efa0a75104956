import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../', import.meta.url));
const configuration = parse(readFileSync(`${root}electron-builder.yml`, 'utf8')) as Record<string, unknown>;

describe('packaging', () => {
  it('has a configuration that fits the schema of electron-builder', () => {
    const require = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
    const schema = JSON.parse(readFileSync(require.resolve('app-builder-lib/scheme.json'), 'utf8')) as object;
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
    validate(configuration);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('names only files that exist', () => {
    for (const file of ['resources/icon.png', 'resources/entitlements.mac.plist'])
      expect(existsSync(`${root}${file}`), file).toBe(true);
  });

  it('ships with the fuses that keep others out of the process', () => {
    expect(configuration['electronFuses']).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
    });
  });
});
