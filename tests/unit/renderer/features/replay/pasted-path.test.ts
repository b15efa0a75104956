import { describe, expect, it } from 'vitest';
import { pastedPath } from '../../../../../renderer/features/replay/pasted-path.ts';

describe('a pasted path', () => {
  it.each([
    ['as it is', '/home/me/a 50%.bz2', '/home/me/a 50%.bz2'],
    ['of Windows', 'C:\\data\\a.gz', 'C:\\data\\a.gz'],
    ['with spaces around', '  /data/a.gz\n', '/data/a.gz'],
    ['in the quotes of a shell', " '/data/my files/a.gz' ", '/data/my files/a.gz'],
    ['as an address', 'file:///home/me/my%20files/100%25.bz2', '/home/me/my files/100%.bz2'],
    ['as an address in quotes', '"file:///home/me/a.gz"', '/home/me/a.gz'],
    ['as an address with one slash', 'file:/home/me/a.gz', '/home/me/a.gz'],
    ['as an address of this machine', 'FILE://localhost/home/me/a.gz', '/home/me/a.gz'],
    ['as an address of a drive', 'file:///C:/data/a%20b.gz', 'C:/data/a b.gz'],
    ['as an address of a folder like a drive', 'file:///C:odd/a.gz', '/C:odd/a.gz'],
    ['as an address of a share', 'file://server/share/a.gz', '//server/share/a.gz'],
    ['that only begins like an address', 'file:name', 'file:name'],
    ['that is empty', '  ', ''],
  ])('%s', (_, text, file) => {
    expect(pastedPath(text)).toEqual({ ok: true, file });
  });

  it.each(['file:///home/me/50%.bz2', 'file:///home/me/%ff.gz'])(
    'says what is the matter with %s',
    (text) => {
      expect(pastedPath(text)).toEqual({ ok: false, problem: expect.stringContaining('%25') });
    },
  );
});
