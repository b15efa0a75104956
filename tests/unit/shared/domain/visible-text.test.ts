import { expect, test } from 'vitest';
import { isVisible, visibleLine, visibleText } from '../../../../shared/domain/visible-text.ts';

test('what steers a terminal or turns the direction of a text is shown as a mark', () => {
  expect(visibleLine('a\u001b[2Jb\u009bc\nd\u202ee')).toBe('a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe');
  expect(visibleText('a\u001b]0;x\u0007\r\nb\tc\rd')).toBe('a\uFFFD]0;x\uFFFD\nb\tc\uFFFDd');
  for (const steering of ['\u001b', '\u0000', '\u007f', '\u009b', '\n', '\u2066'])
    expect(isVisible(`a${steering}b`)).toBe(false);
});

test('names in any script are left as they are', () => {
  for (const name of ['Köln', 'Beşiktaş', 'Спартак', '浦和', 'مصر', '🏈', ''])
    expect([isVisible(name), visibleLine(name), visibleText(name)]).toEqual([true, name, name]);
});
