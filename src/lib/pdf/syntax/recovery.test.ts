import { describe, expect, it } from 'vitest';
import { PdfDict, PdfRef } from './objects';
import { openPdf } from './open';
import { blobOf, bodyOf, hasQpdf, ONE_PAGE, pdfText, qpdfCheck, qpdfMade } from './test-documents';
import { IncrementalWriter } from './writer';

const ONE = pdfText({ objects: ONE_PAGE });
const { text: BODY } = bodyOf({ objects: ONE_PAGE });

describe('a broken cross-reference chain', () => {
  it.each([
    ['no sections, only objects', BODY],
    ['only objects and a trailer', `${BODY}trailer<</Root 1 0 R>>`],
    ['a startxref to nowhere', ONE.replace(/startxref\n\d+/, 'startxref\n99999999')],
    ['offsets that are wrong', ONE.replace(/^00000000[1-9]\d/gm, '0000000333')],
    ['no word xref', ONE.replace('\nxref\n', '\n')],
    ['a file that was cut off', ONE.slice(0, ONE.indexOf('xref'))],
    ['no header', BODY.slice(9)],
    ['/Prev to nowhere', ONE.replace('/Root', '/Prev 77777/Root')],
    ['a root that is none', ONE.replace('/Root 1 0 R', '/Root 4 0 R')],
    ['objects on one line', BODY.replace(/\n/g, ' ')],
    ['no endobj', BODY.replace(/endobj/g, '')],
  ])('%s: objects are found by scanning', async (_, text) => {
    const doc = await openPdf(blobOf(text));
    expect(doc.recovered).toBe(true);
    expect(await doc.pageCount()).toBe(1);
    expect((await doc.page(0)).ref.key).toBe('3 0');
    expect(doc.revisions).toHaveLength(1);
  });

  it('of several objects with a number the last one counts', async () => {
    const doc = await openPdf(blobOf(BODY, '4 0 obj(newer)endobj'));
    expect(await doc.resolve(PdfRef.of(4))).toMatchObject({ bytes: new TextEncoder().encode('newer') });
  });

  it('what is in a stream is no object of the document', async () => {
    const inner = '3 0 obj<</Type/Page/Inner true>>endobj';
    const attached = `9 0 obj<</Length ${inner.length}>>stream\n${inner}\nendstream\nendobj\n`;
    const doc = await openPdf(blobOf(BODY, attached));
    expect((await doc.page(0)).dict.has('Inner')).toBe(false);
  });

  it('one wrong offset is enough where the object is needed', async () => {
    const at = ONE.indexOf('3 0 obj');
    const doc = await openPdf(
      blobOf(ONE.replace(String(at).padStart(10, '0'), String(at + 2).padStart(10, '0'))),
    );
    expect((await doc.page(0)).ref.key).toBe('3 0');
    expect(doc.recovered).toBe(true);
  });

  it('an entry for what is nowhere in the file changes nothing', async () => {
    const text = ONE.replace('xref\n0 5', 'xref\n0 6').replace('trailer', '0000000020 00000 n \ntrailer');
    const doc = await openPdf(blobOf(text));
    expect(await doc.resolve(PdfRef.of(5))).toBeNull();
    expect(doc.recovered).toBe(false);
  });

  it('objects across the windows of the scan are found', async () => {
    const filler = `8 0 obj(${'x'.repeat((1 << 20) - BODY.length - 20)})endobj\n`;
    for (let shift = 0; shift < 60; shift += 7) {
      const doc = await openPdf(blobOf(BODY, filler, ' '.repeat(shift), '7 0 obj 77 endobj'));
      expect(await doc.resolve(PdfRef.of(7))).toBe(77);
    }
  });
});

describe('what is no document', () => {
  it.each([
    ['nothing', '', 'not-a-pdf'],
    ['something else', 'PK\x03\x04 something else', 'not-a-pdf'],
    ['a header alone', '%PDF-1.7\n', 'damaged'],
    ['objects without a catalog', '%PDF-1.7\n1 0 obj<<>>endobj', 'damaged'],
    ['a catalog without pages', '%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj', 'damaged'],
  ])('%s', async (_, text, code) => {
    await expect(openPdf(blobOf(text))).rejects.toMatchObject({ name: 'PdfSyntaxError', code });
  });
});

describe('hostile files end in time', () => {
  it.each([
    ['strings without an end', '1 0 obj('.repeat(20_000)],
    ['dictionaries without an end', '1 0 obj<<'.repeat(20_000)],
    ['streams without an end', '1 0 obj<</Type/ObjStm/N 9/Length 5>>stream\n'.repeat(20_000)],
    ['nesting without an end', `1 0 obj${'['.repeat(500_000)}`],
    ['words without an end', `1 0 obj ${'x'.repeat(500_000)}`],
  ])('%s', { timeout: 20_000 }, async (_, text) => {
    await expect(openPdf(blobOf('%PDF-1.7\n', text))).rejects.toMatchObject({ code: 'damaged' });
  });
});

describe.skipIf(!hasQpdf)('an update of a recovered document', () => {
  async function updated(text: string | Uint8Array): Promise<Uint8Array> {
    const doc = await openPdf(blobOf(text));
    expect(doc.recovered).toBe(true);
    const writer = new IncrementalWriter(doc);
    writer.put(doc.catalogRef, (await doc.catalog()).clone().set('Added', PdfDict.of({ New: true })));
    const { tail } = await writer.build();
    return new Uint8Array(await blobOf(text, tail).arrayBuffer());
  }

  it.each([
    ['of objects alone', BODY],
    ['behind junk', `junk\n${BODY}`],
    ['of a chain that is broken', ONE.replace(/startxref\n\d+/, 'startxref\n99999999')],
  ])('%s needs no repair any more', async (_, text) => {
    const file = await updated(text);
    expect(await qpdfCheck(file)).toMatchObject({ status: 0 });
    const doc = await openPdf(blobOf(file));
    expect(doc.recovered).toBe(false);
    expect((await doc.catalog()).has('Added')).toBe(true);
    expect(doc.trailer.has('Prev')).toBe(false);
  });

  it('keeps what is in object streams', async () => {
    const made = await qpdfMade(ONE, ['--object-streams=generate']);
    const broken = Buffer.from(made)
      .toString('latin1')
      .replace(/startxref\n\d+/, 'startxref\n99999999');
    const file = await updated(broken);
    expect(await qpdfCheck(file)).toMatchObject({ status: 0 });
    expect(await (await openPdf(blobOf(file))).pageCount()).toBe(1);
  });
});
