import { expect, test } from 'vitest';
import { suggestedName } from './name';

test.each([
  ['投标文件.pdf', '投标文件-已签章.pdf'],
  ['投标文件.PDF', '投标文件-已签章.pdf'],
  ['投标文件-已签章.pdf', '投标文件-已签章2.pdf'],
  ['投标文件-已签章9.pdf', '投标文件-已签章10.pdf'],
  ['关于-已签章的说明.pdf', '关于-已签章的说明-已签章.pdf'],
  ['投标文件 (1)', '投标文件 (1)-已签章.pdf'],
  ['.pdf', 'document-已签章.pdf'],
])('%s is sealed as %s', (given, suggested) => {
  expect(suggestedName(given, '已签章')).toBe(suggested);
});
