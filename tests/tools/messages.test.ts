import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './setup.js';

const MESSAGES = path.join(ROOT, 'src/messages');
const areas = readdirSync(path.join(MESSAGES, 'zh-CN'));
const read = (locale: string, area: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(MESSAGES, locale, area), 'utf8')) as Record<string, string>;
const parametersOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].sort();

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(svelte|ts)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${path.sep}paraglide${path.sep}`));
}

describe('interface texts', () => {
  test.each(areas)('%s has the same keys and parameters in both languages', (area) => {
    const chinese = read('zh-CN', area);
    const english = read('en', area);
    expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort());
    for (const [key, text] of Object.entries(chinese)) {
      expect(parametersOf(english[key] ?? ''), key).toEqual(parametersOf(text));
      expect(text.trim(), key).not.toBe('');
    }
  });

  test('every text is used somewhere', () => {
    const source = sourcesBelow(path.join(ROOT, 'src'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const prefixes = [...source.matchAll(/m\[`(\w+_)\$\{/g)].map((match) => match[1] ?? '');
    const unused = areas
      .flatMap((area) => Object.keys(read('zh-CN', area)))
      .filter((key) => !new RegExp(`\\b${key}\\b`).test(source))
      .filter((key) => !prefixes.some((prefix) => key.startsWith(prefix)));
    expect(unused).toEqual([]);
  });
});
