import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../', import.meta.url));
const configuration = parse(readFileSync(`${root}electron-builder.yml`, 'utf8')) as Record<string, unknown>;

/** Whether electron-builder takes a file of node_modules along, by its own matcher: it looks at exclusions alone. */
function nodeModuleFilter(platform: string, arch: string): (path: string) => boolean {
  const require = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
  const { FileMatcher } = require('app-builder-lib/out/fileMatcher') as {
    readonly FileMatcher: new (
      from: string,
      to: string,
      expand: (pattern: string) => string,
      patterns: readonly string[],
    ) => { createFilter(): (file: string, stat: object) => boolean };
  };
  const expand = (pattern: string) =>
    pattern.replace(/\$\{platform\}/g, platform).replace(/\$\{arch\}/g, arch);
  const excluded = (configuration['files'] as readonly string[]).filter((pattern) => pattern.startsWith('!'));
  const filter = new FileMatcher('/app', '/out', expand, ['**/*', ...excluded]).createFilter();
  return (path) => filter(`/app/${path}`, { moduleFullFilePath: path, isDirectory: () => false });
}

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

  it('takes along the models, and of ONNX Runtime the binaries of its target alone', () => {
    expect(configuration['extraResources']).toContainEqual(expect.objectContaining({ from: 'models' }));
    expect(configuration['asarUnpack']).toContain('node_modules/onnxruntime-node/bin/**');
    const bin = 'node_modules/onnxruntime-node/bin/napi-v6';
    const present = (readdirSync(`${root}${bin}`, { recursive: true }) as string[])
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.endsWith('.node'))
      .sort();
    expect(present).toContain('linux/x64/onnxruntime_binding.node');
    for (const target of present) {
      const [platform, arch] = target.split('/') as [string, string];
      const taken = nodeModuleFilter(platform, arch);
      expect(taken('node_modules/better-sqlite3/package.json')).toBe(true);
      expect(present.filter((name) => taken(`${bin}/${name}`))).toEqual([target]);
    }
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
