import { describe, expect, it } from 'vitest';
import { PdfDict, PdfRef, PdfStream } from './objects';
import { openPdf } from './open';
import { blobOf, bodyOf, bytesOf, hasQpdf, ONE_PAGE, pdfText, qpdfMade, updateText } from './test-documents';

const ONE = pdfText({ objects: ONE_PAGE });

async function content(
  document: string | Uint8Array,
): Promise<{ text: string; recovered: boolean; pages: number }> {
  const doc = await openPdf(blobOf(document));
  const page = await doc.page(0);
  const stream = await doc.stream(page.dict.get('Contents'));
  const text = stream ? new TextDecoder().decode(await doc.decode(stream)).trim() : '';
  return { text, recovered: doc.recovered, pages: await doc.pageCount() };
}

const READ = { text: '0 0 m n', recovered: false, pages: 1 };

describe('classic tables', () => {
  it('lead to the objects', async () => {
    expect(await content(ONE)).toEqual(READ);
  });

  it.each([
    [
      'offsets count from the header, whatever is before it',
      pdfText({ header: 'junk\r\n\0%PDF-1.4\n', objects: ONE_PAGE }),
    ],
    ['a table that claims to start at 1', pdfText({ objects: ONE_PAGE, tableStart: 1 })],
    ['lines ended by LF only', ONE.replace(/([nf]) \n/g, '$1\n')],
    ['lines ended by CR only', ONE.replace(/([nf]) \n/g, '$1\r').replace('trailer\n', 'trailer\r')],
    ['one entry too many promised', ONE.replace('xref\n0 5', 'xref\n0 6')],
    ['something behind %%EOF', `${ONE}<html>${' '.repeat(5000)}</html>`],
    ['a startxref that is off', ONE.replace(/startxref\n(\d+)/, (_, at) => `startxref\n${Number(at) + 7}`)],
    [
      'a startxref that is off the other way',
      ONE.replace(/startxref\n(\d+)/, (_, at) => `startxref\n${at - 3}`),
    ],
    ['no header', ONE.replace('%PDF-1.7\n', '%xyz-1.7\n')],
    ['/Prev 0', ONE.replace('/Root', '/Prev 0/Root')],
    ['a missing endobj', ONE.replace('endobj\n2 0', '      \n2 0')],
    [
      'a comment in a dictionary',
      pdfText({ objects: { ...ONE_PAGE, 1: '<</Type/Catalog%>>\n/Pages 2 0 R>>' } }),
    ],
  ])('with %s', async (_, text) => {
    expect(await content(text)).toEqual(READ);
  });
});

describe('stream lengths', () => {
  it.each([
    ['too small', '/Length 3'],
    ['too great', '/Length 7000'],
    ['missing', '       '],
    ['a reference to nothing', '/Length 9 0 R'],
    ['a reference to itself', '/Length 4 0 R'],
    ['negative', '/Length -4'],
  ])('%s: the data ends at endstream', async (_, length) => {
    const objects = { ...ONE_PAGE, 4: `<<${length}>>stream\n0 0 m n\nendstream` };
    expect(await content(pdfText({ objects }))).toEqual(READ);
  });

  it('may stand in an object of their own', async () => {
    const objects = { ...ONE_PAGE, 4: '<</Length 5 0 R>>stream\n0 0 m n endstream \nendstream', 5: '17' };
    expect(await content(pdfText({ objects }))).toEqual({ ...READ, text: '0 0 m n endstream' });
  });
});

describe('updates', () => {
  const changed = ONE + updateText(ONE, { 4: '<</Length 7>>stream\n1 1 m n\nendstream' });

  it('the newest section counts', async () => {
    expect(await content(changed)).toEqual({ ...READ, text: '1 1 m n' });
  });

  it('an object that was freed is gone', async () => {
    const freed = ONE + updateText(ONE, {}).replace('xref\n', 'xref\n4 1\n0000000000 00001 f \n');
    const doc = await openPdf(blobOf(freed));
    expect(await doc.resolve(PdfRef.of(4))).toBeNull();
    expect(doc.recovered).toBe(false);
  });

  it('a chain that comes back to itself ends', async () => {
    const start = changed.lastIndexOf('xref\n', changed.lastIndexOf('startxref'));
    const cyclic = changed.replace(/\/Root 1 0 R>>/, `/Root 1 0 R/Prev ${String(start)}>>`);
    const shift = cyclic.length - changed.length;
    const fixed = cyclic
      .replace(new RegExp(`/Prev ${start}`), `/Prev ${start + shift}`)
      .replace(new RegExp(`startxref\n${start}\n`), `startxref\n${start + shift}\n`);
    expect((await openPdf(blobOf(fixed))).revisions.length).toBeLessThanOrEqual(2);
  });

  it('of great number are all looked at', async () => {
    let text = ONE;
    for (let i = 0; i < 40; i++) text += updateText(text, { [10 + i]: `(${i})` }, '/Root 1 0 R/Size 60');
    const doc = await openPdf(blobOf(text));
    expect(doc.revisions).toHaveLength(41);
    expect(doc.entryOf(10)).toMatchObject({ kind: 'offset' });
    expect(await content(text)).toEqual(READ);
  });
});

/** ISO 32000-2 7.5.8.4: objects in an object stream, hidden from old readers. */
function hybrid(): string {
  const members = '10 0 (hidden) ';
  const objects = {
    ...ONE_PAGE,
    11: `<</Type/ObjStm/N 1/First 5/Length ${members.length}>>stream\n${members}\nendstream`,
  };
  const { text, offsets } = bodyOf({ objects });
  const row = String.fromCharCode(2, 11, 0);
  const stream = `12 0 obj<</Type/XRef/W[1 1 1]/Index[10 1]/Size 13/Length 3>>stream\n${row}\nendstream\nendobj\n`;
  const entry = (num: number) => `${String(offsets.get(num) ?? 0).padStart(10, '0')} 00000 n \n`;
  const table = `xref\n0 5\n0000000000 65535 f \n${[1, 2, 3, 4].map(entry).join('')}10 2\n0000000000 65535 f \n${entry(11)}`;
  const startxref = text.length + stream.length;
  return `${text}${stream}${table}trailer<</Size 13/Root 1 0 R/XRefStm ${text.length}>>\nstartxref\n${startxref}\n%%EOF\n`;
}

describe('hybrid files', () => {
  it('hide objects in a stream beside the table', async () => {
    const doc = await openPdf(blobOf(hybrid()));
    expect(doc.entryOf(10)).toEqual({ kind: 'compressed', stream: 11, index: 0 });
    expect(await doc.resolve(PdfRef.of(10))).toMatchObject({ bytes: bytesOf('hidden') });
    expect(doc.revisions[0]?.entries.get(10)).toEqual({ kind: 'compressed', stream: 11, index: 0 });
    expect(doc.recovered).toBe(false);
  });
});

describe.skipIf(!hasQpdf)('forms that qpdf writes', () => {
  it.each([
    ['object streams', ['--object-streams=generate']],
    ['object streams, linearized', ['--object-streams=generate', '--linearize']],
    ['linearized', ['--linearize']],
    ['object streams, not compressed', ['--object-streams=generate', '--compress-streams=n']],
  ])('%s', async (_, args) => {
    expect(await content(await qpdfMade(ONE, ['--static-id', ...args]))).toEqual(READ);
  });

  it('objects in object streams are found by their index or number', async () => {
    const doc = await openPdf(
      blobOf(await qpdfMade(ONE, ['--object-streams=generate', '--preserve-unreferenced'])),
    );
    const entries = [...(doc.revisions[0]?.entries ?? [])].filter(([, entry]) => entry.kind === 'compressed');
    expect(entries.length).toBeGreaterThan(1);
    for (const [num] of entries) expect(await doc.resolve(PdfRef.of(num))).toBeInstanceOf(PdfDict);
  });
});

describe('object streams', () => {
  it('whose length is in themselves do not lock the reader', async () => {
    const members = '5 0 100 ';
    const objects: Record<number, string> = {
      ...ONE_PAGE,
      6: `<</Type/ObjStm/N 1/First 4/Length 5 0 R>>stream\n${members}\nendstream`,
    };
    const { text, offsets } = bodyOf({ objects });
    const rows = [1, 2, 3, 4].map((num) =>
      String.fromCharCode(1, (offsets.get(num) ?? 0) >> 8, (offsets.get(num) ?? 0) & 255, 0),
    );
    const six = offsets.get(6) ?? 0;
    const data = `\0\0\0\0${rows.join('')}\x02\0\x06\0\x01${String.fromCharCode(six >> 8, six & 255)}\0`;
    const xref = `7 0 obj<</Type/XRef/W[1 2 1]/Size 7/Root 1 0 R/Length ${data.length}>>stream\n${data}\nendstream\nendobj\n`;
    const doc = await openPdf(blobOf(text, xref, `startxref\n${text.length}\n%%EOF\n`));
    expect(await doc.resolve(PdfRef.of(5))).toBe(100);
    const stream = await doc.stream(PdfRef.of(6));
    expect(stream).toBeInstanceOf(PdfStream);
  });
});

it('a cross-reference stream that promises billions of objects is not believed', async () => {
  const { text } = bodyOf({ objects: ONE_PAGE });
  const xref =
    '9 0 obj<</Type/XRef/W[1 0 0]/Index[0 99999999999]/Size 7/Root 1 0 R/Length 1>>stream\n\x01\nendstream endobj\n';
  const doc = await openPdf(blobOf(text, xref, `startxref\n${text.length}\n%%EOF\n`));
  expect(await doc.pageCount()).toBe(1);
});
