import { degrees, PDFDocument, StandardFonts } from 'pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import type { PageGeometry } from './geometry';
import { createTextFinder, findInRuns, type TextRun } from './text';

const PAGE: PageGeometry = { index: 0, cropBox: [0, 0, 595.276, 841.89], rotate: 0, userUnit: 1 };
const MM = 72 / 25.4;

function run(text: string, x: number, y: number, more: Partial<TextRun> = {}): TextRun {
  return {
    text,
    transform: [10, 0, 0, 10, x, y],
    width: 10 * text.length,
    height: 10,
    vertical: false,
    rightToLeft: false,
    ascent: 0.8,
    descent: -0.2,
    ...more,
  };
}

describe('a text among runs', () => {
  it('is found across runs and spaces, with the box of all its parts', () => {
    const [hit] = findInRuns(
      '单位盖章',
      [run('单 ', 100, 700), run('位', 120, 700), run('盖章：', 140, 700)],
      PAGE,
    );
    expect(hit!.xMm * MM).toBeCloseTo(100, 6);
    expect((hit!.xMm + hit!.widthMm) * MM).toBeCloseTo(160, 6);
    expect(hit!.yMm * MM).toBeCloseTo(841.89 - 708, 6);
    expect(hit!.heightMm * MM).toBeCloseTo(10, 6);
  });

  it('is the same in full and half width and in radicals', () => {
    const runs = [run('（盖章）Ａ１ ⽂件', 100, 700)];
    expect(findInRuns('(盖章)A1文件', runs, PAGE)).toHaveLength(1);
  });

  it('is found as often as it stands there', () => {
    expect(
      findInRuns('甲方', [run('甲方甲方', 0, 700), run('甲', 50, 600), run('方', 60, 600)], PAGE),
    ).toHaveLength(3);
  });

  it('that breaks over a line is where most of it is', () => {
    const [hit] = findInRuns('法定代表人', [run('法定代', 500, 700), run('表人', 50, 685)], PAGE);
    expect(hit!.xMm * MM).toBeCloseTo(500, 6);
    expect(hit!.widthMm * MM).toBeCloseTo(30, 6);
  });

  it('in vertical writing has a box that goes down from its start', () => {
    const column = run('投标人盖章', 300, 700, { vertical: true, width: 10, height: 50 });
    const [hit] = findInRuns('盖章', [column], PAGE);
    expect(hit!.xMm * MM).toBeCloseTo(295, 6);
    expect(hit!.yMm * MM).toBeCloseTo(841.89 - 670, 6);
    expect(hit!.heightMm * MM).toBeCloseTo(20, 6);
  });

  it('outside the page as shown is not there', () => {
    expect(findInRuns('甲', [run('甲', -50, 700)], PAGE)).toEqual([]);
  });

  it('that is nothing but space is nowhere', () => {
    expect(findInRuns('  ', [run('甲', 50, 700)], PAGE)).toEqual([]);
  });
});

describe('looking for a text', () => {
  it('reads a page anew that could not be read before, and no other one twice', async () => {
    const asked: number[] = [];
    let offline = true;
    const pdf = {
      getPage: async (number: number) => {
        asked.push(number);
        if (number === 2 && offline) throw new Error('the file cannot be read');
        return { getTextContent: async () => ({ items: [], styles: {} }) };
      },
    } as unknown as Parameters<typeof createTextFinder>[0];
    const find = createTextFinder(pdf, [PAGE, { ...PAGE, index: 1 }]);
    await expect(find('甲', [0, 1])).rejects.toThrow('cannot be read');
    offline = false;
    expect(await find('甲', [0, 1])).toEqual([]);
    expect(asked).toEqual([1, 2, 2]);
  });
});

describe('a text in a real document', () => {
  it.each([
    // the words start 100 units to the right of and 200 above the crop box's lower left corner
    [0, 100, 400 - 200 - 18 * 0.75],
    [90, 200 - 18 * 0.25, 100],
    [180, 300 - 100 - 40, 200 - 18 * 0.25],
    [270, 400 - 200 - 18 * 0.75, 300 - 100 - 40],
  ] as const)('is found where it is shown, page turned by %i', async (rotate, x, y) => {
    const made = await PDFDocument.create();
    const page = made.addPage([400, 500]);
    page.setCropBox(50, 60, 300, 400);
    page.setRotation(degrees(rotate));
    const font = await made.embedFont(StandardFonts.Helvetica);
    page.drawText('Seal here', { x: 150, y: 260, size: 18, font });
    const pdf = await getDocument({ data: await made.save(), verbosity: 0 }).promise;
    const geometry: PageGeometry = { index: 0, cropBox: [50, 60, 350, 460], rotate, userUnit: 1 };

    const hits = await createTextFinder(pdf, [geometry])('Seal', [0]);

    expect(hits).toHaveLength(1);
    expect(Math.abs(hits[0]!.xMm * MM - x)).toBeLessThan(6);
    expect(Math.abs(hits[0]!.yMm * MM - y)).toBeLessThan(6);
    await pdf.destroy();
  });
});
