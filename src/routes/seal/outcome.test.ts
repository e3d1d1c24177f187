import { expect, test } from 'vitest';
import { overwriteGetLocale } from '$locale';
import type { Check } from './check';
import { outcomeOf } from './outcome';
import type { Saved } from './save';

overwriteGetLocale(() => 'zh-CN');

const file: Saved = { how: 'file', name: 'a.pdf', content: new Blob() };
const download: Saved = { ...file, how: 'download' };
const VALID: Check = {
  kind: 'valid',
  signer: '云溪测试有限公司',
  trusted: true,
  signatures: 1,
  revocationOpen: false,
};
const EARLIER: Check = { kind: 'earlier-broken', signer: '云溪测试有限公司', broken: ['洞庭测试有限公司'] };

test('only a file that was written and found valid is done', () => {
  expect(outcomeOf({ saved: file, check: VALID })).toMatchObject({ state: 'valid', title: '签章完成' });
  const others = [
    outcomeOf({}),
    outcomeOf({ saved: file }),
    outcomeOf({ saved: file, check: { kind: 'checking' } }),
    outcomeOf({ saved: file, check: { kind: 'failed', error: new Error() } }),
    outcomeOf({ saved: file, check: { kind: 'invalid' } }),
    outcomeOf({ saved: file, check: EARLIER }),
    outcomeOf({ saved: download, check: VALID }),
  ];
  for (const { title } of others) expect(title).not.toContain('完成');
});

test('nothing is green above a check that failed', () => {
  for (const saved of [file, download])
    for (const check of [{ kind: 'invalid' } as const, EARLIER])
      expect(outcomeOf({ saved, check }).state).toBe('invalid');
});

test('of a download no more is said than that the browser has it', () => {
  const { label, title } = outcomeOf({ saved: download, check: VALID });
  expect([label, title]).toEqual(['已交给浏览器下载', '已签章，已交给浏览器下载']);
});
