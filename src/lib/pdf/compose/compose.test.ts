import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodePDFRawStream, PDFDocument, PDFRawStream } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { glyphSource } from '../../seal';
import { inspectPdf } from '../sign';
import { composePdf, type Block, type ComposedDocument } from '.';
import { pagesOf } from './testing';

const GLYPHS = path.resolve(import.meta.dirname, '../../../../static/glyphs');
const glyphs = glyphSource(async (file) => new Uint8Array(await readFile(path.join(GLYPHS, file))));

const report = (blocks: Block[]): ComposedDocument => ({
  title: '验签报告',
  language: 'zh-CN',
  footer: '由随印生成',
  made: new Date('2026-11-25T08:00:00Z'),
  blocks,
});

describe('a composed report', () => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await composePdf(
      report([
        { kind: 'heading', level: 1, text: '验签报告' },
        {
          kind: 'verdict',
          tone: 'valid',
          word: '有效',
          text: '由 云溪测试有限公司 于 2026年11月25日 签章，之后无改动',
        },
        { kind: 'facts', facts: [{ label: 'SHA-256', value: 'ab'.repeat(32) }] },
        { kind: 'note', tone: 'pending', title: '未受信任', text: '请核对指纹。' },
        { kind: 'list', items: ['Straße № 5'] },
      ]),
      glyphs,
    );
  });

  test('can be searched and copied, Chinese and Latin', async () => {
    const [text = ''] = await pagesOf(bytes);
    expect(text).toContain('由 云溪测试有限公司 于 2026年11月25日 签章，之后无改动');
    expect(text.replaceAll(/\s/g, '')).toContain('ab'.repeat(32));
    expect(text).toContain('Straße');
    expect(text).toContain('1 / 1');
  });

  test('is a document that can be sealed', async () => {
    const summary = await inspectPdf(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    expect(summary).toMatchObject({ pageCount: 1 });
  });

  // A viewer clips each glyph to its box: where both end together, thin strokes fade away.
  test('leaves room in the box of a glyph around its outline', async () => {
    const { context } = await PDFDocument.load(await composePdf({ ...report([]), footer: '-' }, glyphs));
    const procedures = context
      .enumerateIndirectObjects()
      .flatMap(([, object]) => (object instanceof PDFRawStream ? [decodePDFRawStream(object).decode()] : []))
      .map((stream) => new TextDecoder().decode(stream))
      .filter((text) => text.includes(' d1\n') && text.includes(' m\n'));
    expect(procedures.length).toBeGreaterThan(0);
    for (const text of procedures) {
      const [head = '', ...path] = text.split('\n');
      const [, , left = 0, bottom = 0, right = 0, top = 0] = head.split(' ').map(Number);
      const points = path
        .flatMap((line) => line.match(/-?\d+ -?\d+/g) ?? [])
        .map((at) => at.split(' ').map(Number));
      for (const [x = 0, y = 0] of points) {
        expect(Math.min(x - left, right - x)).toBeGreaterThanOrEqual(50);
        expect(Math.min(y - bottom, top - y)).toBeGreaterThanOrEqual(50);
      }
    }
  });

  test('goes on over as many pages as it needs, and numbers them', async () => {
    const items = Array.from({ length: 120 }, (_, i) => `第 ${i + 1} 项`);
    const pages = await pagesOf(await composePdf(report([{ kind: 'list', items }]), glyphs));
    expect(pages.length).toBeGreaterThan(2);
    expect(pages[0]).toContain('第 1 项');
    expect(pages.at(-1)).toContain('第 120 项');
    expect(pages.at(-1)).toContain(`${pages.length} / ${pages.length}`);
  });

  test('uses as many fonts as its characters need', async () => {
    const characters = Array.from({ length: 700 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    const pages = await pagesOf(await composePdf(report([{ kind: 'text', text: characters }]), glyphs));
    expect(pages.join('').replaceAll(/\s/g, '')).toContain(characters);
  });

  test('keeps characters that the face lacks', async () => {
    const [text] = await pagesOf(await composePdf(report([{ kind: 'text', text: 'a😀b' }]), glyphs));
    expect(text).toContain('a😀b');
  });

  test('keeps the sums of a table with its last row, under the head again', async () => {
    const rows = Array.from({ length: 90 }, (_, i) => [`${i + 1}`, `第 ${i + 1} 行`]);
    for (const count of [37, 38, 39, 40, 41, 42]) {
      const pages = await pagesOf(
        await composePdf(
          report([
            {
              kind: 'table',
              columns: [
                { title: '列一', width: 1 },
                { title: '列二', width: 3, align: 'right' },
              ],
              rows: rows.slice(0, count),
              totals: [{ label: '合计', value: '9' }, { label: '大写：玖元整' }],
            },
          ]),
          glyphs,
        ),
      );
      for (const page of pages) expect(page).toMatch(/^列一\s*列二/);
      expect(pages.at(-1)).toContain(`第 ${count} 行`);
      expect(pages.at(-1)).toMatch(/合计\s*9\s*大写：玖元整/);
    }
  });

  test('keeps the places to sign on one page', async () => {
    const places = ['甲', '乙', '丙'].map((label) => ({ label: `${label}（签字）：`, roomPt: 100 }));
    const items = Array.from({ length: 36 }, (_, i) => `${i}`);
    const pages = await pagesOf(
      await composePdf(
        report([
          { kind: 'list', items },
          { kind: 'places', places },
        ]),
        glyphs,
      ),
    );
    expect(pages).toHaveLength(2);
    expect(pages[0]).not.toContain('签字');
    expect(pages[1]).toMatch(/甲（签字）：.*丙（签字）：/);
  });
});
