/**
 * Incremental saving attack (Mladenov and others 2019): what is appended changes the document, in the hope that a reader
 * shows it, and whoever verifies does not notice a new revision: parts of the update are missing.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { openPdf, PdfDict, PdfRef, PdfStream } from '../syntax';
import { addField, FRAME, ON_EMPTY, sign, words } from './forging';
import { latin1, newCompany, revise, seal, stream, textOf, twoPages, verify, type Company } from './testing';

let signer: Company;
let other: Company;
let signed: Blob;
let text: string;
let size: number;
let startxref: string;
let signatureText: string;

beforeAll(async () => {
  [signer, other] = await Promise.all([newCompany('Signer'), newCompany('Other')]);
  signed = await sign(twoPages(), signer, { field: 'Signer' });
  text = await textOf(signed);
  size = (await openPdf(signed)).trailer.get('Size') as number;
  startxref = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? '';
  signatureText = /\d+ 0 obj\s*<<[^<]*\/Contents.*?endobj/s.exec(text)?.[0] ?? '';
  expect(signatureText).not.toBe('');
});

const EVIL = `5 0 obj\n${stream('BT /F 12 Tf 72 700 Td (Evil) Tj ET')}\nendobj\n`;

interface Update {
  /** put before the cross-reference section */
  body: string;
  /** of object 5 */
  section?: 'table' | 'stream' | 'broken';
  trailer?: boolean;
  startxref?: 'new' | 'old' | 'none' | 'nonsense';
  eof?: boolean;
}

function append(o: Update): Blob {
  let tail = `\n${o.body}`;
  const offset = text.length + tail.indexOf('5 0 obj');
  const at = text.length + tail.length;
  const entry = `${String(offset).padStart(10, '0')} 00000 n \n`;
  const trailer = `/Size ${size} /Root 1 0 R /Prev ${startxref}`;
  if (o.section === 'table') tail += `xref\n5 1\n${entry}`;
  if (o.section === 'broken') tail += `xref\n5 one\n${entry}`;
  if (o.section === 'stream') {
    const data = String.fromCharCode(
      1,
      offset >> 24,
      (offset >> 16) & 255,
      (offset >> 8) & 255,
      offset & 255,
      0,
    );
    tail += `${size} 0 obj\n${stream(data, `/Type /XRef /W [1 4 1] /Index [5 1] ${trailer}`)}\nendobj\n`;
  }
  if (o.trailer) tail += `trailer\n<< ${trailer} >>\n`;
  const start = { new: `${at}`, old: startxref, nonsense: '999999999', none: '' }[o.startxref ?? 'none'];
  if (start) tail += `startxref\n${start}\n`;
  if (o.eof) tail += '%%EOF\n';
  return new Blob([signed, latin1(tail)]);
}

async function expectFound(file: Blob) {
  const report = await verify(file, [signer, other]);
  expect(['invalid', 'unreadable']).toContain(report.verdict);
  return report;
}

describe('an update that changes a page', () => {
  const whole = { body: EVIL, section: 'table', trailer: true, startxref: 'new', eof: true } as const;
  it.each<[string, Update]>([
    ['with all that belongs to one', whole],
    ['with a cross-reference stream', { ...whole, section: 'stream', trailer: false }],
    ['without %%EOF', { ...whole, eof: false }],
    ['without a cross-reference section', { ...whole, section: undefined, startxref: 'old' }],
    ['without a section and a trailer', { ...whole, section: undefined, trailer: false, startxref: 'old' }],
    ['of its body alone', { body: EVIL }],
    ['of its body and %%EOF', { body: EVIL, eof: true }],
    ['without a trailer', { ...whole, trailer: false }],
    ['without startxref', { ...whole, startxref: 'none' }],
    ['with the old startxref', { ...whole, startxref: 'old' }],
    ['with a startxref that leads nowhere', { ...whole, startxref: 'nonsense' }],
    ['with a broken section', { ...whole, section: 'broken' }],
    ['with nothing but a trailer', { body: EVIL, trailer: true, eof: true }],
  ])('%s is found', async (_, update) => {
    const { signatures } = await expectFound(append(update));
    expect(signatures.every(({ problems }) => problems.length > 0)).toBe(true);
  });

  it.each<[string, Update]>([
    ['whole', whole],
    ['without a section', { ...whole, section: undefined, startxref: 'old' }],
    ['of its body alone', { body: EVIL }],
  ])('with the signature copied, %s, is found', async (_, update) => {
    await expectFound(append({ ...update, body: EVIL + signatureText + '\n' }));
    await expectFound(append({ ...update, body: signatureText + '\n' + EVIL }));
  });

  it('in which the signature says that it covers the new end is found', async () => {
    const end = append(whole);
    const grown = (await textOf(end)).length - text.length;
    const range = /\/ByteRange ?\[\s*(\d+) (\d+) (\d+) (\d+)/.exec(signatureText);
    const [, a, b, c, d] = (range ?? []).map(Number);
    const copy = signatureText.replace(
      /\[[^\]]*\]/,
      `[${a} ${b} ${c} ${(d ?? 0) + grown + signatureText.length}]`,
    );
    await expectFound(append({ ...whole, body: EVIL + copy + '\n' }));
  });

  it('before which a comment pretends to be its end is found', async () => {
    await expectFound(append({ ...whole, body: `%%EOF\n${EVIL}` }));
  });

  it('and a later honest signature: the first one tells', async () => {
    const { signatures } = await expectFound(await sign(append(whole), other, { field: 'Other' }));
    expect(signatures.map(({ problems }) => problems)).toEqual([['forbidden-change'], []]);
  });

  it('and a further update that takes it back is found', async () => {
    const back = await revise(append(whole), (writer) =>
      writer.put(PdfRef.of(5), PdfStream.of(PdfDict.of(), latin1('BT /F 12 Tf 72 700 Td (Page one) Tj ET'))),
    );
    await expectFound(back);
  });
});

describe('honest updates', () => {
  it('that fill in, sign, or add data for validation are permitted', async () => {
    const filled = await revise(signed, async (writer, doc) => {
      const field = (await doc.dict(PdfRef.of(9)))?.clone() ?? PdfDict.of();
      writer.put(PdfRef.of(9), field.set('V', words('Yunxi')));
    });
    const data = await revise(filled, async (writer, doc) => {
      const certificate = writer.allocate();
      writer.put(certificate, PdfStream.of(PdfDict.of(), signer.root));
      const store = PdfDict.of({ Certs: [certificate] });
      writer.put(doc.catalogRef, (await doc.catalog()).clone().set('DSS', store));
    });
    const twice = await sign(data, other, { field: 'Other', rect: ON_EMPTY, content: FRAME });
    const report = await verify(await seal(twice, signer), [signer, other]);
    expect(report.verdict).toBe('valid');
    expect(report.signatures[0]?.laterChanges.map(({ kind }) => kind)).toEqual([
      ...['permitted', 'signatures', 'signatures', 'signatures'],
    ]);
  });

  it('that add an empty field for the next one are permitted', async () => {
    const file = await revise(signed, async (writer, doc) => {
      await addField(writer, doc, { field: 'Next', type: 'Sig', rect: ON_EMPTY });
    });
    const report = await verify(await sign(file, other, { field: 'Other' }), [signer, other]);
    expect(report.verdict).toBe('valid');
  });
});
