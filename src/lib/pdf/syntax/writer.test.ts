import { describe, expect, it } from 'vitest';
import { PdfDict, PdfName, PdfRaw, PdfRef, PdfStream, PdfString } from './objects';
import { openPdf } from './open';
import {
  blobOf,
  bytesOf,
  hasQpdf,
  latin1Of,
  ONE_PAGE,
  pdfText,
  qpdfCheck,
  qpdfMade,
  updateText,
} from './test-documents';
import { IncrementalWriter } from './writer';

const ONE = pdfText({ objects: ONE_PAGE });
const INFO = pdfText({
  objects: { ...ONE_PAGE, 5: '<</Title(t)>>' },
  trailer: '/Root 1 0 R/Info 5 0 R/ID[<0102><0304>]/Vendor<</A 1>>',
});

/** The document with a page that says what was added. */
async function added(file: string | Uint8Array) {
  const doc = await openPdf(blobOf(file));
  const writer = new IncrementalWriter(doc);
  const ref = writer.allocate();
  const raw = new PdfRaw(bytesOf('<abcd>'));
  writer.put(ref, PdfDict.of({ Raw: raw, Text: PdfString.ofText('印') }));
  const stream = writer.allocate();
  writer.put(stream, PdfStream.of(PdfDict.of({}), bytesOf('1 1 m n')));
  const page = await doc.page(0);
  writer.put(page.ref, page.dict.clone().set('Added', [ref, stream]));
  const update = await writer.build();
  const whole = new Uint8Array(await blobOf(file, update.tail).arrayBuffer());
  return { doc, update, whole, raw, ref, stream };
}

const FORMS: [string, string[] | undefined, 'table' | 'stream'][] = [
  ['a classic table', undefined, 'table'],
  ['a classic table, linearized', ['--linearize'], 'table'],
  ['a cross-reference stream', ['--object-streams=generate'], 'stream'],
  ['a cross-reference stream, linearized', ['--object-streams=generate', '--linearize'], 'stream'],
];

describe.skipIf(!hasQpdf)('an update', () => {
  it.each(FORMS)('of %s is of the same kind, and others read it', async (_, args, kind) => {
    const file = args ? await qpdfMade(ONE, args) : bytesOf(ONE);
    const { whole, update, ref, stream } = await added(file);
    expect(await qpdfCheck(whole)).toMatchObject({ status: 0 });
    expect(latin1Of(update.tail).includes('/Type/XRef')).toBe(kind === 'stream');
    expect(latin1Of(whole.subarray(0, file.length))).toBe(latin1Of(file));

    const doc = await openPdf(blobOf(whole));
    expect(doc.recovered).toBe(false);
    expect((await doc.page(0)).dict.get('Added')).toEqual([ref, stream]);
    expect((await doc.dict(ref))?.get('Text')).toEqual(PdfString.ofText('印'));
    expect(latin1Of(await doc.decode((await doc.stream(stream))!))).toBe('1 1 m n');
    expect(doc.revisions).toHaveLength(2);
  });

  it.each(FORMS)('of %s can be followed by another', async (_, args) => {
    let file = args ? await qpdfMade(ONE, args) : bytesOf(ONE);
    for (let i = 0; i < 3; i++) file = (await added(file)).whole;
    expect(await qpdfCheck(file)).toMatchObject({ status: 0 });
    expect((await openPdf(blobOf(file))).revisions).toHaveLength(4);
  });

  it('counts offsets from the header where something is before it', async () => {
    const junk = pdfText({ header: 'some junk\n%PDF-1.7\n', objects: ONE_PAGE });
    const { whole, raw, update } = await added(junk);
    expect(await qpdfCheck(whole)).toMatchObject({ status: 0 });
    expect(latin1Of(whole).indexOf('<abcd>')).toBe(update.offsetOf(raw));
  });
});

describe('the appended bytes', () => {
  it('start with a line end only where the file has none', async () => {
    expect(latin1Of((await added(ONE)).update.tail.subarray(0, 7))).toBe('5 0 obj');
    expect(latin1Of((await added(ONE.trimEnd())).update.tail.subarray(0, 8))).toBe('\n5 0 obj');
  });

  it('say where a placeholder is', async () => {
    const { whole, raw, update } = await added(ONE);
    const at = update.offsetOf(raw);
    expect(latin1Of(whole.subarray(at, at + 6))).toBe('<abcd>');
    expect(() => update.offsetOf(new PdfRaw(new Uint8Array()))).toThrow(RangeError);
  });

  it('are few for a further page', async () => {
    const kids = Array.from({ length: 60 }, (_, i) => 3 + i);
    const objects: Record<number, string> = {
      1: '<</Type/Catalog/Pages 2 0 R>>',
      2: `<</Type/Pages/Count 60/Kids[${kids.map((num) => `${num} 0 R`).join(' ')}]>>`,
    };
    const resources = '/Resources<</Font<</F1 90 0 R/F2 91 0 R>>>>/Contents 92 0 R';
    for (const num of kids)
      objects[num] = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]${resources}>>`;
    const doc = await openPdf(blobOf(pdfText({ objects })));
    const size = async (pages: number) => {
      const writer = new IncrementalWriter(doc);
      for (let i = 0; i < pages; i++) {
        const page = await doc.page(i);
        const annotation = writer.allocate();
        writer.put(
          annotation,
          PdfDict.of({
            Type: PdfName.of('Annot'),
            Subtype: PdfName.of('Stamp'),
            Rect: [100.123, 200.234, 213.509, 313.62],
            F: 644,
            P: page.ref,
            AP: PdfDict.of({ N: PdfRef.of(90) }),
          }),
        );
        writer.put(page.ref, page.dict.clone().set('Annots', [annotation]));
      }
      return (await writer.build()).tail.length;
    };
    expect(((await size(60)) - (await size(10))) / 50).toBeLessThan(400);
  });
});

describe('the trailer', () => {
  it('carries on what is the document’s', async () => {
    const { whole } = await added(INFO);
    const { trailer } = await openPdf(blobOf(whole));
    expect(trailer.get('Info')).toEqual(PdfRef.of(5));
    expect(trailer.get('Vendor')).toEqual(PdfDict.of({ A: 1 }));
    expect(trailer.get('Size')).toBe(8);
    expect(trailer.get('Prev')).toBe(INFO.lastIndexOf('xref\n0 6'));
    const [first, second] = trailer.get('ID') as PdfString[];
    expect(first?.bytes).toEqual(Uint8Array.of(1, 2));
    expect(second?.bytes).toHaveLength(16);
  });

  it('does not carry on what belongs to a section', async () => {
    const { whole } = await added(ONE.replace('/Root', '/XRefStm 0/Root'));
    expect((await openPdf(blobOf(whole))).trailer.has('XRefStm')).toBe(false);
  });

  it('numbers new objects behind all that there are, whatever /Size says', async () => {
    const lying = await openPdf(blobOf(ONE.replace('/Size 5', '/Size 2')));
    expect(new IncrementalWriter(lying).allocate().num).toBe(5);
    const greater = await openPdf(blobOf(ONE.replace('/Size 5', '/Size 20')));
    expect(new IncrementalWriter(greater).allocate().num).toBe(20);
  });
});

describe('objects that are written again', () => {
  it('mean the same, whatever stands in them', async () => {
    const odd = '<</Big 12345678901234567890/Real 0.1234567890123/Word NaN/N#20ame(\\))/S<ff00>/Neg -.5>>';
    const doc = await openPdf(blobOf(pdfText({ objects: { ...ONE_PAGE, 5: odd } })));
    const writer = new IncrementalWriter(doc);
    writer.put(PdfRef.of(5), await doc.resolve(PdfRef.of(5)));
    const { tail } = await writer.build();
    const written = latin1Of(tail);
    for (const part of [
      '/Big 12345678901234567890',
      '/Real .1234567890123',
      '/Word NaN',
      '/N#20ame<29>',
      '/Neg -.5',
    ]) {
      expect(written).toContain(part);
    }
  });

  it('keep their generation', async () => {
    const second = ONE.replace('4 0 obj', '4 2 obj').replace('4 0 R', '4 2 R');
    const table = second.replace(/(\d{10}) 00000 n \ntrailer/, '$1 00002 n \ntrailer');
    const doc = await openPdf(blobOf(table));
    const writer = new IncrementalWriter(doc);
    const ref = (await doc.page(0)).dict.get('Contents') as PdfRef;
    writer.put(ref, await doc.resolve(ref));
    const { tail } = await writer.build();
    expect(latin1Of(tail)).toMatch(/^4 2 obj/);
    expect(latin1Of(tail)).toMatch(/\n4 1\n\d{10} 00002 n/);
  });

  it('without a number are refused', async () => {
    const writer = new IncrementalWriter(await openPdf(blobOf(ONE)));
    expect(() => writer.put(PdfRef.of(0), null)).toThrow(expect.objectContaining({ code: 'not-writable' }));
  });
});

describe('revisions', () => {
  const second = ONE + updateText(ONE, { 4: '<</Length 7>>stream\n1 1 m n\nendstream', 7: '(new)' });

  it('end with the line of their %%EOF, and know what they changed', async () => {
    const doc = await openPdf(blobOf(second));
    expect(doc.revisions.map((revision) => revision.endOffset)).toEqual([ONE.length, second.length]);
    expect(doc.revisions.map((revision) => [...revision.entries.keys()])).toEqual([
      [0, 1, 2, 3, 4],
      [4, 7],
    ]);
    expect(second.startsWith('xref', doc.revisions[1]?.startxref)).toBe(true);
  });

  it('can be looked at as they were', async () => {
    const doc = await (await openPdf(blobOf(second))).atRevision(0);
    expect(doc.source.size).toBe(ONE.length);
    expect(await doc.resolve(PdfRef.of(7))).toBeNull();
    const content = await doc.stream((await doc.page(0)).dict.get('Contents'));
    expect(latin1Of(await doc.decode(content!))).toBe('0 0 m n');
    expect(doc.revisions).toHaveLength(1);
  });

  it.skipIf(!hasQpdf)('the two sections of a linearized file are one', async () => {
    const linear = await qpdfMade(ONE, ['--linearize']);
    const doc = await openPdf(blobOf((await added(linear)).whole));
    expect(doc.revisions).toHaveLength(2);
    expect(doc.revisions[0]?.endOffset).toBe(linear.length);
    expect(await (await doc.atRevision(0)).pageCount()).toBe(1);
  });
});

describe('the place of an entry in the file', () => {
  const text = ONE + updateText(ONE, { 7: '<</Contents <00ff> /ByteRange [0 1 2 3]/Contents(last)>>' });

  it('is that of its value', async () => {
    const doc = await openPdf(blobOf(text));
    const span = async (key: string) => {
      const found = await doc.entrySpan(PdfRef.of(7), key);
      return found && text.slice(found.start, found.end);
    };
    expect(await span('ByteRange')).toBe('[0 1 2 3]');
    expect(await span('Contents')).toBe('(last)');
    expect(await span('Nothing')).toBeUndefined();
  });

  it('is none for what is in an object stream', async () => {
    if (!hasQpdf) return;
    const doc = await openPdf(blobOf(await qpdfMade(ONE, ['--object-streams=generate'])));
    const entries = [...(doc.revisions[0]?.entries ?? [])];
    const compressed = entries.find(([, entry]) => entry.kind === 'compressed')?.[0] ?? 0;
    expect(await doc.entrySpan(PdfRef.of(compressed), 'Type')).toBeUndefined();
  });
});
